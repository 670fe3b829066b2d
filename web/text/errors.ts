/** What only the page can find out went wrong. All other errors have their sentences in `shared/errors/sentences.ts`. */
import type { PageOnlyCode } from '../connection/rest.ts'

type Sentences = Record<PageOnlyCode, string>

export const fr: Sentences = {
  unreachable: 'Le labo ne répond pas. Vérifiez qu’il tourne, et que le réseau passe.',
  'session-lost':
    'Le labo a fermé la session de cette page avant de répondre\u202f: voyez ce qui est passé, puis recommencez.',
}

export const en: Sentences = {
  unreachable: 'The lab does not answer. Check that it runs and that the network is up.',
  'session-lost': 'The lab closed the session of this page before it answered: see what went through, then try again.',
}

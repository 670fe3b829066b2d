/** What only the page can find out went wrong. The other errors: `shared/errors/text.<lang>.ts`. */
import type { PageOnlyCode } from '../../connection/rest.ts'

type Sentences = Record<PageOnlyCode, string>

export const errors: Sentences = {
  unreachable: 'Le labo ne répond pas. Vérifiez qu’il tourne, et que le réseau passe.',
  'session-lost':
    'Le labo a fermé la session de cette page avant de répondre\u202f: voyez ce qui est passé, puis recommencez.',
}

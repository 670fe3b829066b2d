import type * as fr from '../fr/errors.ts'

export const errors: typeof fr.errors = {
  unreachable: 'The lab does not answer. Check that it runs and that the network is up.',
  'session-lost': 'The lab closed the session of this page before it answered: see what went through, then try again.',
}

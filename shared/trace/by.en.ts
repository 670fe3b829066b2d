/** Who asked for what concerns others: said beside calls and elsewhere. */
import type { ByWords } from './by.fr.ts'

export const by: ByWords = {
  api: (address) => `the API (${address})`,
  own: 'this page',
  teacher: 'the teacher',
  named: (name) => `${name}’s page`,
  onlooker: (address) => `an onlooker’s page${address === null ? '' : ` (${address})`}`,
}

import type { Listing } from '#shared/protocol/program.ts'
import { beforeBind, OPENING } from '../common/opening.ts'
import type { Options } from './options.ts'

const WRITE: Listing = [
  { id: 'keyboard', code: '    line = stdin.readline()', fr: 'bloqué jusqu’à Entrée', en: 'blocked until Enter' },
  { id: 'send', code: '    peer.sendall(line)' },
]

const READ: Listing = [
  {
    id: 'recv',
    code: '    line = lines.readline()',
    fr: 'bloqué dans recv jusqu’à une ligne',
    en: 'blocked in recv until a line',
  },
  { id: 'print', code: '    print(line)' },
]

const LOOP: Listing = [
  { id: 'lines', code: "lines = peer.makefile('rb')" },
  { id: 'loop', code: 'while True:', fr: 'chacun son tour, sans fin', en: 'turn by turn, for ever' },
]

/** What it does first: as its side does by the worksheet, unless it is turned round. */
export const beginsBy = ({ role, begins }: Options): 'writing' | 'reading' =>
  begins === 'as-the-sheet' ? (role === 'client' ? 'writing' : 'reading') : begins

export function listing(options: Options): Listing {
  const turns = beginsBy(options) === 'writing' ? [...WRITE, ...READ] : [...READ, ...WRITE]
  return [...beforeBind(options), ...OPENING[options.role], ...LOOP, ...turns]
}

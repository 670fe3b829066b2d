import type { Listing, BoundAddress } from '#shared/protocol/program.ts'
import { opening } from '../common/opening.ts'
import { complete, CONSOLE, nextLine, SHEET } from '../common/python.ts'
import type { Options } from './options.ts'

const WRITE: Listing = [
  { id: 'keyboard', code: '    line = next_line(stdin)', fr: 'bloqué jusqu’à Entrée', en: 'blocked until Enter' },
  { id: 'typed', code: "    if line == b'': break", fr: 'Ctrl+D', en: 'Ctrl+D' },
  { id: 'send', code: '    peer.sendall(line)' },
]

const READ: Listing = [
  {
    id: 'recv',
    code: '    line = next_line(lines)',
    fr: 'bloqué dans recv jusqu’à une ligne',
    en: 'blocked in recv until a line',
  },
  {
    id: 'ended',
    code: "    if line == b'': break",
    fr: 'FIN\u202f: l’autre a fini',
    en: 'FIN: the other has finished',
  },
  { id: 'print', code: '    stdout.write(line)' },
]

const LINES: Listing = [{ id: 'lines', code: "lines = peer.makefile('rb')" }]
const LOOP: Listing = [
  { id: 'loop', code: 'while True:', fr: 'chacun son tour, sans fin', en: 'turn by turn, for ever' },
]
const CLOSE: Listing = [{ id: 'close', code: 'lines.close(); peer.close()' }]

/** What it does first: as its side does by the worksheet, unless it is turned round. */
export const beginsBy = ({ role, begins }: Options): 'writing' | 'reading' =>
  begins === 'as-the-sheet' ? (role === 'client' ? 'writing' : 'reading') : begins

export function listing(options: Options, address: BoundAddress = SHEET): Listing {
  const turns = beginsBy(options) === 'writing' ? [...WRITE, ...READ] : [...READ, ...WRITE]
  return complete(CONSOLE, nextLine(options, 'ends'), opening(options, address), LINES, LOOP, turns, CLOSE)
}

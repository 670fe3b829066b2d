/** What of a typed line becomes a datagram. Pure. */
import { folded } from './python.ts'

const LF = 10
const CR = 13

/** The line as it was typed, or without its end (LF, CRLF). */
export function datagramOf(line: Uint8Array, lineEnd: boolean): Uint8Array {
  if (lineEnd || line.at(-1) !== LF) return line
  return line.subarray(0, line.at(-2) === CR ? -2 : -1)
}
/** The same in Python; without its end it calls what `CUT_END` defines. */
datagramOf.code = (lineEnd: boolean): string => (lineEnd ? 'line' : 'without_end(line)')

export const CUT_END = folded(
  'cut',
  `
def without_end(line):
    return line[:-2] if line.endswith(b'\\r\\n') else line.removesuffix(b'\\n')`,
)

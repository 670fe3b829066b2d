/** What of a typed line becomes a datagram. Pure. */
const LF = 10
const CR = 13

/** The line as it was typed, or without its end (LF, CRLF). */
export function datagramOf(line: Uint8Array, lineEnd: boolean): Uint8Array {
  if (lineEnd || line.at(-1) !== LF) return line
  return line.subarray(0, line.at(-2) === CR ? -2 : -1)
}
/** The same in Python. */
datagramOf.code = (lineEnd: boolean): string => (lineEnd ? 'line' : "line.rstrip(b'\\r\\n')")

/** The bytes of a message: its UTF-8 text and its line end, in messages that one `say` may carry. Pure. */
import { MAX_SEND_BYTES } from '#shared/model/constants.ts'

/** What ends a line on the wire. */
const ENDS = { lf: '\n', crlf: '\r\n', none: '' } as const

/**
 * The messages, in order; none where there is nothing to send. Joined, they are exactly the text, as it was pasted, and
 * the line end once after it. No character is cut in two.
 */
export function messages(text: string, end: keyof typeof ENDS): Uint8Array[] {
  const bytes = new TextEncoder().encode(text + ENDS[end])
  const all: Uint8Array[] = []
  for (let from = 0; from < bytes.length;) {
    let to = Math.min(from + MAX_SEND_BYTES, bytes.length)
    while (to < bytes.length && isContinuation(bytes[to] ?? 0)) to--
    all.push(bytes.subarray(from, to))
    from = to
  }
  return all
}

/** Whether the byte goes on with a character of UTF-8 (RFC 3629). */
const isContinuation = (byte: number): boolean => (byte & 0b1100_0000) === 0b1000_0000

/** A spread of 32 Ki arguments would be near the limit of the stack. */
const STEP = 4096

export function base64(bytes: Uint8Array): string {
  let binary = ''
  for (let from = 0; from < bytes.length; from += STEP) {
    binary += String.fromCharCode(...bytes.subarray(from, from + STEP))
  }
  return btoa(binary)
}

/**
 * Text in a trace, as strace and Python write it: everything on one line, and nothing that acts on a terminal or a page.
 * Counterparts: `trace.ts`; `shared/net/visible.ts`, which shows the same characters where nothing is quoted.
 * Invariant: the result holds no acting character, newline and tab included, whatever goes in.
 */
import { sequenceAt } from '../net/utf8.ts'
import { ACTING, named } from '../net/visible.ts'

// What acts, and the marks of a string.
const ESCAPED = new RegExp(`${ACTING}|["\\\\]`, 'gu')
const MARKS = /["\\]/
const SHORT: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', '\\': '\\\\' }

const byte = (code: number): string => `\\x${code.toString(16).padStart(2, '0')}`

function escape(character: string): string {
  const code = character.charCodeAt(0)
  if (SHORT[character] !== undefined) return SHORT[character]
  // Beyond ASCII `\x85` would be a byte, which it is not.
  return code < 0x80 ? byte(code) : named(character)
}

/** A name or an address within a call: what would act is escaped, quotation marks stay. */
export const plain = (text: string): string =>
  text.replace(ESCAPED, (character) => (MARKS.test(character) ? character : escape(character)))

/**
 * Bytes as a string in quotation marks: `"caf\xc3"` where a character was cut, so that the halves of it can be seen.
 * @param most bytes shown; `…` stands for the rest, whose number the call tells
 */
export function quoted(bytes: Uint8Array, most: number): string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let text = ''
  // Whole characters since the last byte that is none: what acts is known by its neighbours.
  let from = 0
  let at = 0
  const escaped = (): string => decoder.decode(bytes.subarray(from, at)).replace(ESCAPED, escape)
  while (at < bytes.length && at < most) {
    const length = sequenceAt(bytes, at)
    if (length <= 0) {
      text += escaped() + byte(bytes[at]!)
      from = at + 1
    }
    at += Math.max(1, length)
  }
  return `"${text}${escaped()}"${at < bytes.length ? '…' : ''}`
}

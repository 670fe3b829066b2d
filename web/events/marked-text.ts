/**
 * Text of a participant, cut into what is shown plainly and what is shown apart: ends of lines and tabs with the marks that
 * a keyboard has on them, other control characters as Python would write them, U+FFFD as the mistake that it stands for.
 * Counterpart: `visible.ts`, which finds them; its pictures of control characters are missing from many fonts.
 */
import { segments } from '#shared/net/visible.ts'

export interface TextSpan {
  text: string
  kind: 'plain' | 'control' | 'invalid'
}

const MARKS: Record<string, string> = { '␊': '↵', '␉': '⇥', '␍': '\\r', '␡': '\\x7f' }
const mark = (picture: string): string =>
  MARKS[picture] ?? `\\x${(picture.charCodeAt(0) - 0x2400).toString(16).padStart(2, '0')}`

/** @param most characters that are looked at: a label of twenty need not cut up a mebibyte */
export function spansOf(text: string, most = Infinity): TextSpan[] {
  return segments(text.length > most ? text.slice(0, most) : text).flatMap((part): TextSpan[] => {
    if (part.control) return [{ text: part.text.replace(/[\u2400-\u2421]/g, mark), kind: 'control' }]
    return part.text
      .split(/(\ufffd+)/)
      .filter((one) => one !== '')
      .map((one) => ({ text: one, kind: one.startsWith('\ufffd') ? 'invalid' : 'plain' }))
  })
}

/** The same as one string. */
export function marked(text: string, most = Infinity): string {
  return spansOf(text, most)
    .map((span) => span.text)
    .join('')
}

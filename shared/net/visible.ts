/**
 * Makes characters that would act instead of being seen into characters that are seen: controls, bidi overrides,
 * separators, invisible joiners. Everything that a participant sends goes through here on its way to a page or a terminal:
 * it must not move the cursor, rename the window or turn text round. Counterpart: `shared/trace/escaped.ts`, which escapes them.
 * Invariant: the result contains none of those characters, and text without them comes back unchanged.
 */

export interface Segment {
  text: string
  /** True where the text stands for a control character and is to be shown apart. */
  control: boolean
}

/**
 * The acting characters, as a class of a regular expression has them: C0, DEL, C1, bidi controls (Unicode UAX 9), line and
 * paragraph separators, zero width space and word joiner, BOM. U+200D is none: it holds emoji together, and changes no order.
 */
export const ACTING = String.raw`\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff`
const EACH = new RegExp(`[${ACTING}]`, 'gu')

/** C0 and DEL have pictures of their own (U+2400 block); the others are named by their code point. */
function picture(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  return code === 0x7f ? '␡' : codePoint(code)
}

/** "⟨U+202E⟩" */
export const codePoint = (code: number): string => `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`

/** The text with every acting character replaced by a visible one: `a\n` is `a␊`, U+202E is `⟨U+202E⟩`. */
export function visible(text: string): string {
  return text.replace(EACH, picture)
}

/** The same for a terminal, where newline and tab act as they should. */
export const visibleLines = (text: string): string =>
  text.replace(EACH, (character) => (character === '\n' || character === '\t' ? character : picture(character)))

/** The same, cut where plain text and pictures meet, so that pictures can be tinted. Joined, it equals `visible(text)`. */
export function segments(text: string): Segment[] {
  const parts: Segment[] = []
  let from = 0
  const plain = (to: number): void => {
    if (to > from) parts.push({ text: text.slice(from, to), control: false })
  }
  for (const match of text.matchAll(EACH)) {
    plain(match.index)
    const last = parts.at(-1)
    const shown = picture(match[0])
    if (last?.control) last.text += shown
    else parts.push({ text: shown, control: true })
    from = match.index + match[0].length
  }
  plain(text.length)
  return parts
}

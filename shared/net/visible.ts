/**
 * Makes characters that would act instead of being seen into characters that are seen: controls, bidi overrides,
 * separators, whatever is invisible; counts marks that would cover their neighbours. Everything that comes from outside goes through here on its way to a page or a terminal:
 * it must not move the cursor, rename the window or turn text round. Counterpart: `shared/trace/escaped.ts`, which escapes them.
 * Invariant: the result contains none of those characters, and text without them comes back unchanged.
 */

export interface Segment {
  text: string
  /** True where the text stands for a control character and is to be shown apart. */
  control: boolean
}

/** C0, DEL, C1, bidi controls (UAX 9), line and paragraph separators, annotations, and what fonts leave out: joiners, fillers, tags, soft hyphens. */
const UNSEEN = String.raw`[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]`
/** Scripts whose letters take other forms beside a joiner. */
const JOINING = '[Arab Syrc Mong Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Khmr Mymr Tibt]'.replace(
  /\w+ ?/g,
  (name) => String.raw`\p{scx=${name.trim()}}`,
)
/** Where such a character is part of what is seen: within an emoji, and between letters that join. */
const SEEN = [
  String.raw`(?<=\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]?)\u200d(?=\p{Extended_Pictographic})`,
  String.raw`(?<=\p{Extended_Pictographic})[\ufe0e\ufe0f]`,
  String.raw`(?<=[0-9#*])\ufe0f(?=\u20e3)`,
  `(?<=${JOINING})[\\u200c\\u200d](?=${JOINING})`,
].join('|')
/** Marks on one letter beyond which they are counted instead: a heap of thousands covers the page. */
const MARKS = 8
const HEAP = String.raw`(?=\p{M})(?<=\p{M}{${MARKS}})\p{M}+`

/** What acts, as the source of a regular expression with the flag u: one character, or a heap of marks. */
export const ACTING = `(?=${UNSEEN})(?!${SEEN})${UNSEEN}|${HEAP}`
const EACH = new RegExp(ACTING, 'gu')

/** C0 and DEL have pictures of their own (U+2400 block); the others are named by their code point. */
function picture(acting: string): string {
  const code = acting.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  return code === 0x7f ? '␡' : named(acting)
}

/** "⟨U+202E⟩"; "⟨U+0301 ×9992⟩" of a heap, by its first mark. */
export function named(acting: string): string {
  const code = acting.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')
  const count = [...acting].length
  return `⟨U+${code}${count > 1 ? ` ×${count}` : ''}⟩`
}

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

/**
 * Makes characters harmless that would act on a terminal instead of being seen: what a participant sends must not move
 * the cursor, rename the window or turn text round. Newline and tab act as they should. The page has its like.
 * Invariant: the result holds no acting character but newline and tab; text without them comes back unchanged.
 */

// C0 without tab and newline, DEL, C1, bidi controls (Unicode UAX 9), separators, zero width space, word joiner, BOM.
const ACTING =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/gu

/** C0 and DEL have pictures of their own (U+2400 block); the others are named by their code point. */
function picture(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  if (code === 0x7f) return '␡'
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`
}

/** The text with every acting character, newline and tab excepted, replaced by one that is seen. */
export const visible = (text: string): string => text.replace(ACTING, picture)

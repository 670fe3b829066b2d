/** How much may be typed before a program asks, and how much of it pages are shown. Counterparts: `keyboard.ts`, `block-keyboard.ts`. */
import { AHEAD_PREVIEW_BYTES } from '#shared/model/constants.ts'
import type { AheadLine } from '#shared/protocol/program.ts'

/** Bytes that may wait at a keyboard; beyond, typing fails because the program does not read. */
export const MOST_AHEAD = 1_048_576
/** Lines, likewise: an empty one weighs little and costs as much as another. */
export const MOST_LINES_AHEAD = 1000
/** A page is shown so many of the lines. */
const SHOWN_LINES = 10

/** The oldest lines, each as the text of its first bytes. */
export const previewsOf = (lines: readonly { readonly bytes: Uint8Array }[]): AheadLine[] =>
  lines.slice(0, SHOWN_LINES).map(({ bytes }) => ({
    // A character that the cut goes through is left out.
    text: new TextDecoder().decode(bytes.subarray(0, AHEAD_PREVIEW_BYTES), {
      stream: bytes.length > AHEAD_PREVIEW_BYTES,
    }),
    size: bytes.length,
  }))

/**
 * Ways to send one message that show what TCP does with it: which bytes, and where they are cut into writes of their own.
 * Pure. Counterparts: `speaker.svelte.ts`, which sends it; `server/runtime/streams/pieces.ts`, which keeps the pieces apart.
 * Invariant: cuts rise, and lie within the bytes; there are fewer than `MAX_PIECES`.
 */
import { MAX_PIECES, MAX_SEND_BYTES } from '#shared/model/constants.ts'
import { sequenceAt } from '#shared/net/utf8.ts'

export const WAYS = ['bytes', 'character', 'two-lines', 'no-newline'] as const
export type Way = (typeof WAYS)[number]
export type End = 'lf' | 'crlf' | 'none'

export interface Cut {
  readonly bytes: Uint8Array
  /** Offsets where a piece ends and the next begins. */
  readonly cuts: readonly number[]
}
/** Why a way has nothing to show. */
export type Hindrance = 'empty' | 'no-character' | 'too-long'

const ENDS: Record<End, string> = { lf: '\n', crlf: '\r\n', none: '' }
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

/** The message in this way. @param end what the composer puts after a line */
export function cutOf(way: Way, text: string, end: End): Cut | Hindrance {
  if (text === '') return 'empty'
  const bytes = encode(contentOf(way, text, end))
  if (bytes.length > MAX_SEND_BYTES) return 'too-long'
  if (way === 'bytes') {
    const count = Math.min(bytes.length, MAX_PIECES) - 1
    return { bytes, cuts: Array.from({ length: count }, (_, i) => i + 1) }
  }
  if (way !== 'character') return { bytes, cuts: [] }
  const middle = firstMiddle(bytes)
  return middle === null ? 'no-character' : { bytes, cuts: [middle] }
}

function contentOf(way: Way, text: string, end: End): string {
  if (way === 'no-newline') return text
  if (way !== 'two-lines') return text + ENDS[end]
  // Without an end a line would not be one; a single one is said twice.
  const ending = ENDS[end === 'none' ? 'lf' : end]
  return text.trimEnd().includes('\n') ? text + ending : text + ending + text + ending
}

/** The middle of the first character of several bytes; null where there is none. */
function firstMiddle(bytes: Uint8Array): number | null {
  for (let at = 0; at < bytes.length;) {
    const length = sequenceAt(bytes, at)
    if (length > 1) return at + Math.floor(length / 2)
    at += Math.max(1, length)
  }
  return null
}

/**
 * The pieces as text, for a preview: half a character as its bytes, `caf\xc3`, the ends of lines as they are drawn. At
 * most so many pieces, and so many characters of each.
 */
export function preview({ bytes, cuts }: Cut, pieces = 12, most = 24): string[] {
  const ends = [...cuts, bytes.length].slice(0, pieces)
  return ends.map((end, i) => show(bytes.subarray(ends[i - 1] ?? 0, end), most))
}

/** The pictures of these are missing from many fonts. */
const MARKS: Record<string, string> = { '\n': '↵', '\r': '\\r', '\t': '⇥' }

function show(piece: Uint8Array, most: number): string {
  let text = ''
  let at = 0
  for (let count = 0; at < piece.length; count++) {
    if (count === most) return `${text}…`
    const length = sequenceAt(piece, at)
    if (length > 0) {
      const character = new TextDecoder('utf-8', { ignoreBOM: true }).decode(piece.subarray(at, at + length))
      text += MARKS[character] ?? character
    } else text += `\\x${piece[at]!.toString(16).padStart(2, '0')}`
    at += Math.max(1, length)
  }
  return text
}

/** The bytes of an event, as the page got them: base64, and cut where `size` is larger. Pure. */
import type { LabEvent } from '#shared/protocol/events.ts'
import { sequenceAt } from '#shared/net/utf8.ts'

/** Decodes base64 (RFC 4648, 4). */
export function bytesOf(event: Pick<LabEvent, 'bytes'>): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(event.bytes), (character) => character.charCodeAt(0))
}

/** What a byte is to a reader. `invalid` belongs to no well-formed UTF-8 sequence; `cut`: the rest was not sent along. */
export type ByteClass = 'text' | 'newline' | 'control' | 'multi' | 'invalid' | 'cut'

/** A class for each byte. @param cut the bytes go on beyond these, so that a sequence may miss its end */
export function classify(bytes: Uint8Array, cut = false): ByteClass[] {
  const classes: ByteClass[] = []
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at] ?? 0
    if (byte < 0x80) {
      classes.push(byte === 0x0a ? 'newline' : byte < 0x20 || byte === 0x7f ? 'control' : 'text')
      at++
      continue
    }
    const length = sequenceAt(bytes, at)
    const kind = length > 0 ? 'multi' : length < 0 && cut ? 'cut' : 'invalid'
    for (let i = 0; i < Math.max(1, Math.abs(length)); i++) classes.push(kind)
    at += Math.max(1, Math.abs(length))
  }
  return classes
}

/** Neighbouring bytes of one class within a row. */
export interface HexRun {
  readonly kind: ByteClass
  /** `6f 6e`: two digits a byte. */
  readonly hex: string
  /** A character a byte, a middle dot for what is none by itself. */
  readonly ascii: string
}
export interface HexRow {
  readonly offset: number
  readonly runs: readonly HexRun[]
}

const hexOf = (byte: number): string => byte.toString(16).padStart(2, '0')

/** Rows of a dump. @param width bytes a row */
export function hexRows(bytes: Uint8Array, classes: readonly ByteClass[], width: number): HexRow[] {
  const rows: HexRow[] = []
  for (let offset = 0; offset < bytes.length; offset += width) {
    const runs: { kind: ByteClass; hex: string; ascii: string }[] = []
    bytes.subarray(offset, offset + width).forEach((byte, i) => {
      const kind = classes[offset + i] ?? 'text'
      const ascii = kind === 'text' ? String.fromCharCode(byte) : '·'
      const last = runs.at(-1)
      if (last?.kind === kind) {
        last.hex += ` ${hexOf(byte)}`
        last.ascii += ascii
      } else runs.push({ kind, hex: hexOf(byte), ascii })
    })
    rows.push({ offset, runs })
  }
  return rows
}

/** The whole as digits: `75 6e 0a`. */
export function hexText(bytes: Uint8Array): string {
  return Array.from(bytes, hexOf).join(' ')
}

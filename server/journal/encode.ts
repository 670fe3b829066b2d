/**
 * Encodes an entry of the journal for the wire. The event stream (live) and REST (read back) both use it, so that an
 * event looks the same either way. Counterpart: `shared/protocol/events.ts`.
 * Invariant: `bytes` and `size` are exact; `text` is a reading aid and never shows damage from the cut.
 */
import type { LabEvent } from '#shared/protocol/events.ts'
import type { Entry, StoredEntry } from './port.ts'

/**
 * Encodes an entry, with at most `preview` bytes of its payload (all that the entry holds by default).
 * `size` stays the length of the whole payload in the journal.
 */
export function toEvent(entry: Entry | StoredEntry, preview = Infinity): LabEvent {
  const size = 'size' in entry ? entry.size : entry.bytes.length
  const shown = entry.bytes.length > preview ? entry.bytes.subarray(0, preview) : entry.bytes
  const bytes = Buffer.from(shown.buffer, shown.byteOffset, shown.length)
  return {
    seq: entry.seq,
    t: entry.t,
    time: entry.time,
    participant: entry.participant,
    wakeUp: entry.wakeUp,
    bytes: bytes.toString('base64'),
    size,
    text: textOf(bytes, bytes.length < size),
    kind: entry.kind,
    ...entry.detail,
  } as LabEvent
}

/**
 * Bytes as UTF-8, malformed sequences replaced by U+FFFD (WHATWG Encoding). Of a payload that was cut, a character
 * that the cut may have split is left out: a decoder told that more will come withholds exactly that.
 */
export function textOf(bytes: Uint8Array, cut: boolean): string {
  if (cut) return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true })
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')
}

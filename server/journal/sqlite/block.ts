/**
 * Entries packed into one piece of memory. The same form travels from the main thread to the worker, lies in the
 * database, and travels back as the answer to a read: packed once, never cloned entry by entry.
 *
 * One entry: its length (u32, so that a reader can skip it), t and time (f64), kind, then as varints seq,
 * participant, wakeUp, size and kept bytes, then the detail, then the payload. The detail of `lines`, which is nearly
 * all of a busy run, is varints too; any other is JSON behind its length.
 * Invariant: what `read` yields equals what was added. Stored codes are never given another meaning.
 */
import type { EventKind } from '#shared/protocol/events.ts'
import type { ObservationKind } from '#shared/protocol/observations.ts'
import type { Detail, Entry, StoredEntry } from '../port.ts'
import { inWordsOfToday } from './earlier-words.ts'

/**
 * Kinds as they are stored: add, never renumber. Reserved for what the lab will record next, so that a file of version 3
 * stays one: 44 typed, 48 process, 49 note.
 */
const CODES: Record<EventKind | ObservationKind, number> = {
  'run-started': 1,
  listening: 2,
  connected: 3,
  accepted: 4,
  lines: 5,
  'partial-line': 42,
  ended: 6,
  closed: 7,
  refused: 8,
  blocked: 9,
  unblocked: 10,
  trouble: 11,
  'run-stopped': 12,
  unreached: 13,
  deadlock: 14,
  forked: 15,
  'child-died': 16,
  'listener-closed': 24,
  'tls-on-plain-listener': 25,
  'http-on-raw-listener': 50,
  datagram: 17,
  'kernel-drops': 18,
  'half-closed': 26,
  transfer: 30,
  disconnect: 40,
  stepper: 41,
  command: 43,
  name: 45,
  freeze: 46,
  class: 47,
  'program-moved': 60,
  'sockets-seen': 61,
  'people-seen': 62,
}
const KINDS = new Map(Object.entries(CODES).map(([kind, code]) => [code, kind as EventKind]))
/** What a later lab wrote is known by its number, in both directions. */
const UNKNOWN = 'kind-'
const codeOf = (kind: EventKind): number => CODES[kind] ?? Number(kind.slice(UNKNOWN.length))
const kindOf = (code: number): EventKind => KINDS.get(code) ?? (`${UNKNOWN}${code}` as EventKind)

const CARRIED = 1
const UNFINISHED = 2
const TO_CONSOLE = 4
const TO_LIST = 8
const TOLD = 16
const READS_AT = 32
const DROPPED = 64
const READ_COUNT = 128

/** Length, t, time, kind: the fields of fixed width. */
const FIXED = 4 + 8 + 8 + 1
/** A varint of 2^53. */
const VARINT = 8

/** Packs entries into the memory given, or into larger memory when they do not fit. */
export class BlockWriter {
  readonly first: number
  count = 0
  /** Bytes in use. */
  used = 0
  #bytes: Uint8Array<ArrayBuffer>
  #view: DataView
  #at = 0

  constructor(first: number, memory: ArrayBuffer) {
    this.first = first
    this.#bytes = new Uint8Array(memory)
    this.#view = new DataView(memory)
  }

  /** The memory written to; only its first `used` bytes mean anything. */
  get memory(): ArrayBuffer {
    return this.#bytes.buffer
  }

  /** Adds an entry, of whose `size` payload bytes it may hold the first part only. Throws before it has any effect. */
  add(entry: Entry, size = entry.bytes.length): void {
    const lines = entry.kind === 'lines' ? (entry.detail as Detail<'lines'>) : null
    const json = lines === null ? Buffer.from(JSON.stringify(entry.detail)) : null
    const detail = lines !== null ? (10 + listedIn(lines)) * VARINT : VARINT + json!.length
    this.#reserve(FIXED + 5 * VARINT + detail + entry.bytes.length)

    this.#view.setFloat64(this.used + 4, entry.t)
    this.#view.setFloat64(this.used + 12, entry.time)
    this.#bytes[this.used + 20] = codeOf(entry.kind)
    this.#at = this.used + FIXED
    this.#int(entry.seq)
    this.#int(entry.participant)
    this.#int(entry.wakeUp)
    this.#int(size)
    this.#int(entry.bytes.length)
    if (lines !== null) this.#lines(lines)
    else if (json !== null) {
      this.#int(json.length)
      this.#put(json)
    }
    this.#put(entry.bytes)
    this.#view.setUint32(this.used, this.#at - this.used)
    this.used = this.#at
    this.count += 1
  }

  #lines(detail: Detail<'lines'>): void {
    const to = detail.to === 'others' ? 0 : detail.to === 'console' ? TO_CONSOLE : TO_LIST
    const { told, readsAt, dropped, readCount } = detail
    const own = (detail.carried ? CARRIED : 0) | (detail.unfinished ? UNFINISHED : 0) | (told ? TOLD : 0)
    this.#int(own | to | (readsAt ? READS_AT : 0) | (dropped ? DROPPED : 0) | (readCount ? READ_COUNT : 0))
    this.#int(detail.lines)
    this.#int(detail.partialBytes)
    this.#int(detail.discarded)
    this.#list(detail.reads)
    if (typeof detail.to !== 'string') this.#list(detail.to)
    if (told) this.#int(told)
    if (readsAt) this.#list(readsAt)
    if (dropped) this.#list(dropped)
    if (readCount) this.#int(readCount)
  }

  #list(values: readonly number[]): void {
    this.#int(values.length)
    for (const value of values) this.#int(value)
  }

  #int(value: number): void {
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER) || !Number.isInteger(value)) {
      throw new RangeError(`the journal cannot keep ${value}: it takes whole numbers from 0 to 2^53 - 1`)
    }
    let rest = value
    while (rest > 0x7f) {
      this.#bytes[this.#at++] = (rest & 0x7f) | 0x80
      // Shifts see 32 bits only.
      rest = rest < 0x1_0000_0000 ? rest >>> 7 : Math.floor(rest / 128)
    }
    this.#bytes[this.#at++] = rest
  }

  #put(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#at)
    this.#at += bytes.length
  }

  #reserve(room: number): void {
    if (this.used + room <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(this.used + room, 2 * this.#bytes.length))
    grown.set(this.#bytes.subarray(0, this.used))
    this.#bytes = grown
    this.#view = new DataView(grown.buffer)
  }
}

const listedIn = ({ reads, to, readsAt = [], dropped = [] }: Detail<'lines'>): number =>
  reads.length + (typeof to === 'string' ? 0 : to.length) + readsAt.length + dropped.length

/** Yields the entries of a block from seq `from` on; their `bytes` are views of `block`. Throws on a damaged block. */
export function* readBlock(block: Uint8Array, from = 0): Generator<StoredEntry> {
  const cursor = new Cursor(block)
  while (cursor.at < block.length) {
    const entry = cursor.entry(from)
    if (entry !== null) yield entry
  }
}

class Cursor {
  at = 0
  readonly #bytes: Uint8Array
  readonly #view: DataView

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  /** Passes one entry and returns it, or null when it lies before `from`. */
  entry(from: number): StoredEntry | null {
    const start = this.at
    const end = start + this.#view.getUint32(start)
    this.at = start + FIXED
    const seq = this.#int()
    if (end <= this.at || end > this.#bytes.length)
      throw new Error(`a block of the journal is damaged at byte ${start}`)
    if (seq < from) {
      this.at = end
      return null
    }
    const kind = kindOf(this.#bytes[start + 20] ?? 0)
    const participant = this.#int()
    const wakeUp = this.#int()
    const size = this.#int()
    const kept = this.#int()
    const detail = kind === 'lines' ? this.#lines() : this.#json(kind)
    const bytes = this.#take(kept)
    if (this.at !== end) throw new Error(`event ${seq} is damaged in the journal`)
    const t = this.#view.getFloat64(start + 4)
    const time = this.#view.getFloat64(start + 12)
    return { seq, t, time, kind, participant, wakeUp, bytes, size, detail }
  }

  #lines(): Detail<'lines'> {
    const flags = this.#int()
    const lines = this.#int()
    const partialBytes = this.#int()
    const discarded = this.#int()
    const reads = this.#list()
    const to = flags & TO_LIST ? this.#list() : flags & TO_CONSOLE ? 'console' : 'others'
    return {
      to,
      lines,
      reads,
      carried: (flags & CARRIED) !== 0,
      partialBytes,
      discarded,
      unfinished: (flags & UNFINISHED) !== 0,
      ...(flags & TOLD && { told: this.#int() }),
      ...(flags & READS_AT && { readsAt: this.#list() }),
      ...(flags & DROPPED && { dropped: this.#list() }),
      ...(flags & READ_COUNT && { readCount: this.#int() }),
    }
  }

  #json(kind: EventKind): Detail {
    const bytes = this.#take(this.#int())
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')
    return inWordsOfToday(kind, JSON.parse(text) as Record<string, unknown>)
  }

  #list(): number[] {
    const values: number[] = []
    for (let left = this.#int(); left > 0; left -= 1) values.push(this.#int())
    return values
  }

  #int(): number {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#bytes[this.at++]
      if (byte === undefined) throw new Error('a block of the journal ends in the middle of an entry')
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
    }
  }

  #take(length: number): Uint8Array {
    this.at += length
    return this.#bytes.subarray(this.at - length, this.at)
  }
}

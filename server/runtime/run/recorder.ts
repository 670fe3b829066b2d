/**
 * Orders a run's events by seq, time and wake-up, appends them to the journal and keeps the newest in memory, so that
 * the event stream need not ask the disk. Counterpart: `journal/port.ts` below, `gateway/ws/state-broadcast.ts` above.
 * Invariant: `since` answers only with entries that the journal has committed.
 */
import type { Clock } from '../../core/clock.ts'
import type { Detail, Entry, Journal } from '../../journal/port.ts'
import type { EventKind } from '#shared/protocol/events.ts'
import type { Seen } from '#shared/protocol/observations.ts'

/** Entries and payload bytes kept at hand once something is committed, what is not yet committed among them. */
const KEEP_ENTRIES = 2000
const KEEP_BYTES = 4_194_304
/** Dropped entries in whose places the array still has something. */
const CUT_EVERY = 256
const EMPTY = new Uint8Array(0)

/** How much of a run is recorded. */
export interface RecordLimit {
  readonly events: number
  /** Payload bytes. */
  readonly bytes: number
  /** Called once, when the run has that much of either. */
  readonly full: () => void
}

const UNLIMITED: RecordLimit = { events: Infinity, bytes: Infinity, full() {} }

/** A wake-up that is over. */
export interface Slept {
  readonly number: number
  /** Sequence number of its first event; null where it led to none. */
  readonly first: number | null
}

export class Recorder {
  readonly #clock: Clock
  readonly #journal: Journal
  readonly #run: string
  readonly #limit: RecordLimit
  readonly #origin: number
  #observed = 0
  /** Null in the places of those that are dropped: a payload may have 128 KiB. */
  #recent: (Entry | null)[] = []
  /** Index in `#recent` of the oldest entry that is still kept. */
  #head = 0
  #bytes = 0
  /** Payload bytes of all events so far. */
  #total = 0
  #toldFull = false
  #seq = 0
  #committed = 0
  #wakeUp = 0
  /** The current wake-up has a number even if nothing is recorded for it. */
  #numbered = false
  /** First event of the current wake-up; null while it has none. */
  #first: number | null = null

  constructor(clock: Clock, journal: Journal, run: string, limit: RecordLimit = UNLIMITED) {
    this.#clock = clock
    this.#journal = journal
    this.#run = run
    this.#limit = limit
    this.#origin = clock.micros()
  }

  /** The run has as much as it may; later events, its end among them, are recorded all the same. */
  get full(): boolean {
    return this.#seq >= this.#limit.events || this.#total >= this.#limit.bytes
  }

  /** Microseconds since the run's start: the `t` of an event that would be recorded now. */
  get now(): number {
    return this.#clock.micros() - this.#origin
  }

  /** How many observations are recorded. */
  get observed(): number {
    return this.#observed
  }

  get lastSeq(): number {
    return this.#seq
  }

  get committed(): number {
    return this.#committed
  }

  /**
   * Ends the current wake-up of the event loop. Returns its number and its first event.
   * @param ready some socket was ready: the wake-up has a number even if no line was complete and nothing was recorded
   */
  slept(ready = false): Slept {
    const first = this.#first
    if (first === null && (ready || this.#numbered)) this.#wakeUp++
    this.#first = null
    this.#numbered = false
    return { number: this.#wakeUp, first }
  }

  /** Number of the current wake-up, for events recorded later. */
  wakeUp(): number {
    this.#numbered = true
    return this.#first === null ? this.#wakeUp + 1 : this.#wakeUp
  }

  /**
   * @param wakeUp an earlier value of `wakeUp`, for reads that completed no line: such an event is never the first of
   * its wake-up
   */
  record<K extends EventKind>(
    kind: K,
    participant: number,
    detail: Detail<K>,
    bytes: Uint8Array = EMPTY,
    wakeUp?: number,
  ): Entry {
    const seq = ++this.#seq
    if (this.#first === null && wakeUp === undefined) {
      this.#first = seq
      this.#wakeUp++
    }
    const entry: Entry = {
      seq,
      t: Math.round(this.now),
      time: this.#clock.now(),
      kind,
      participant,
      wakeUp: wakeUp ?? this.#wakeUp,
      bytes,
      detail: detail,
    }
    this.#recent.push(entry)
    this.#bytes += bytes.length
    this.#total += bytes.length
    this.#journal.append(this.#run, entry)
    if (this.full && !this.#toldFull) {
      this.#toldFull = true
      this.#limit.full()
    }
    return entry
  }

  /** Records an observation of the run, beside its events. */
  observe(seen: Seen): void {
    const moment = { t: Math.round(this.now), time: this.#clock.now(), after: this.#seq }
    this.#journal.observe(this.#run, { number: ++this.#observed, ...moment, seen })
  }

  /** Records an event outside any wake-up of the program: it gets the number of the latest one. */
  recordBeside<K extends EventKind>(kind: K, participant: number, detail: Detail<K>): Entry {
    return this.record(kind, participant, detail, EMPTY, this.#wakeUp)
  }

  committedUpTo(seq: number): void {
    this.#committed = Math.max(this.#committed, seq)
    this.#forget()
  }

  /**
   * Committed entries after `after`, at most `limit`; null when memory no longer has them and the caller must read the
   * journal.
   */
  since(after: number, limit: number): readonly Entry[] | null {
    const oldest = this.#recent[this.#head]
    if (after >= this.#committed) return []
    if (!oldest || after + 1 < oldest.seq) return null
    const start = this.#head + (after + 1 - oldest.seq)
    return this.#recent.slice(start, start + Math.min(limit, this.#committed - after)) as Entry[]
  }

  #forget(): void {
    const recent = this.#recent
    while (this.#head < recent.length) {
      if (recent.length - this.#head <= KEEP_ENTRIES && this.#bytes <= KEEP_BYTES) break
      this.#bytes -= recent[this.#head]!.bytes.length
      recent[this.#head++] = null
    }
    // Cutting the array now and then costs less than shifting it each time.
    if (this.#head > CUT_EVERY) {
      this.#recent = recent.slice(this.#head)
      this.#head = 0
    }
  }
}

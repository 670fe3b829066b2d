/**
 * What gathers on the main thread until the next commit. Counterpart: `Store.commit`, which keeps it whole or not at all.
 * Invariant: once sent it does not change, so that it can be sent again just as it was.
 */
import type { Participant } from '#shared/protocol/model.ts'
import type { Entry, RunRecord } from '../port.ts'
import { BlockWriter } from './block.ts'
import type { Commit, ParticipantRow } from './messages.ts'

/** A block is full at so many bytes or entries: what a reader of one entry has to unpack at most. */
const BLOCK_BYTES = 128 * 1024
const BLOCK_ENTRIES = 1024
/** Room for one more read of 64 KiB in a block that is nearly full. */
const MEMORY_BYTES = BLOCK_BYTES + 72 * 1024
/** How many pieces of memory are kept for reuse (9 MiB): fresh memory costs more than the copy into it. */
const SPARES = 48

/** Memory of blocks that have been kept, for the next ones. */
export class Spares {
  readonly #free: ArrayBuffer[] = []

  take(): ArrayBuffer {
    return this.#free.pop() ?? new ArrayBuffer(MEMORY_BYTES)
  }

  giveBack(memory: ArrayBuffer): void {
    if (memory.byteLength === MEMORY_BYTES && this.#free.length < SPARES) this.#free.push(memory)
  }
}

/** A series of entries with numbers of its own: the events of a run, or its observations. */
export class Track {
  /** By which its blocks are found. */
  readonly key: number
  /** Of the newest entry appended. */
  seq: number
  /** The block that its next entry goes to; null when none is begun in the present batch. */
  writer: BlockWriter | null = null

  constructor(key: number, seq = 0) {
    this.key = key
    this.seq = seq
  }
}

/** Key of the observations of a run, whose events have its id. */
export const observationsOf = (run: number): number => -run

/** A run that this process writes. */
export class LiveRun {
  record: RunRecord
  readonly events: Track
  readonly observations: Track

  /** @param seq of its newest event */
  constructor(record: RunRecord, seq = 0) {
    this.record = record
    this.events = new Track(Number(record.id), seq)
    this.observations = new Track(observationsOf(this.events.key))
  }
}

/** Someone who waits for a batch to be kept. */
export interface Waiter {
  resolve: () => void
  reject: (reason: Error) => void
}

export class Batch {
  readonly number: number
  events = 0
  /** Payload bytes. */
  payload = 0
  readonly waiters: Waiter[] = []
  /** Newest seq of each run that has events here. */
  readonly newest = new Map<string, number>()
  readonly #spares: Spares
  readonly #open = new Set<Track>()
  readonly #blocks: { run: number; writer: BlockWriter }[] = []
  readonly #runs = new Map<string, string>()
  readonly #participants = new Map<string, ParticipantRow>()

  constructor(number: number, spares: Spares) {
    this.number = number
    this.#spares = spares
  }

  get isEmpty(): boolean {
    return this.events === 0 && this.#runs.size === 0 && this.#participants.size === 0
  }

  /** Packs the entry, whose bytes are copied. */
  add(track: Track, entry: Entry): void {
    let writer = track.writer
    if (writer === null) {
      writer = track.writer = new BlockWriter(entry.seq, this.#spares.take())
      this.#open.add(track)
    }
    writer.add(entry)
    this.events += 1
    this.payload += entry.bytes.length
    if (writer.used >= BLOCK_BYTES || writer.count >= BLOCK_ENTRIES) this.#end(track, writer)
  }

  saveRun(record: RunRecord): void {
    this.#runs.set(record.id, JSON.stringify(record))
  }

  saveParticipant(run: string, participant: Participant): void {
    const { id, joinedSeq: joined, leftSeq: left } = participant
    const row = { run: Number(run), id, joined, left, record: JSON.stringify(participant) }
    this.#participants.set(`${run} ${id}`, row)
  }

  /** The message that carries the batch, whose blocks are copies to be transferred. Nothing may be added afterwards. */
  toMessage(): Commit {
    for (const track of this.#open) if (track.writer !== null) this.#end(track, track.writer)
    // By the time that the batch is sent again, these tracks write blocks of the next one.
    this.#open.clear()
    return {
      kind: 'commit',
      number: this.number,
      runs: Array.from(this.#runs, ([id, record]) => ({ id: Number(id), record })),
      participants: [...this.#participants.values()],
      blocks: this.#blocks.map(({ run, writer: { first, count, memory, used } }) => {
        return { run, first, count, data: memory.slice(0, used) }
      }),
    }
  }

  /** The batch is kept: its memory may serve again. */
  release(): void {
    for (const { writer } of this.#blocks.splice(0)) this.#spares.giveBack(writer.memory)
  }

  #end(track: Track, writer: BlockWriter): void {
    track.writer = null
    if (writer.count === 0) return
    this.#blocks.push({ run: track.key, writer })
    if (track.key > 0) this.newest.set(String(track.key), writer.first + writer.count - 1)
  }
}

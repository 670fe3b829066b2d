/**
 * What one session watches: a place in the journal of each run, and the watch requests under way. Counterparts:
 * `session.ts`; `event-stream.ts`, a place; `gateway/turns/turns.ts`, whose queue makes the snapshots.
 * Invariants: each run has at most one request and one read of the journal under way, which serves the newest request;
 * a cancelled or replaced request sends nothing more.
 */
import { LabError } from '../../core/errors.ts'
import type { LabReader } from '../../runtime/lab/reader.ts'
import type { ClientMessage, ServerMessage } from '#shared/protocol/messages.ts'
import type { Participant } from '#shared/protocol/model.ts'
import type { StateBroadcast, Viewer } from './state-broadcast.ts'
import type { SocketTableBroadcast } from './socket-table-broadcast.ts'
import { ENOUGH_BUFFERED, RUNS_WATCHED } from '../turns/limits.ts'
import type { Turns } from '../turns/turns.ts'
import { EventStream } from './event-stream.ts'

type Asked = Extract<ClientMessage, { type: 'watch' }>

export interface EventStreamParts {
  readonly lab: LabReader
  readonly states: StateBroadcast
  readonly kernel: SocketTableBroadcast
  readonly turns: Turns
}

/** The page that watches. */
export interface StreamingPage extends Viewer {
  /** The asker for the journal. */
  readonly token: string
  /** Bytes that wait until the page reads them. */
  readonly buffered: number
  sendJson(json: string): void
  failed(error: unknown): void
  /** Called when a request is done. */
  answered(): void
}

export class EventStreams {
  readonly #parts: EventStreamParts
  readonly #page: StreamingPage
  /** Includes stopped ones that still read. */
  readonly #streams = new Map<string, EventStream>()
  /** The newest request for each run, while under way. */
  readonly #asked = new Map<string, Asked>()
  /** Runs whose participants are being read from the journal. */
  readonly #reading = new Set<string>()

  /** Aborted with the connection: nobody waits for its reads then. */
  #wanted = new AbortController()

  constructor(parts: EventStreamParts, page: StreamingPage) {
    this.#parts = parts
    this.#page = page
  }

  get underWay(): number {
    return this.#asked.size
  }

  has(run: string): boolean {
    return this.#streams.get(run)?.stopped === false
  }

  /** Without those that are stopped and only finish a read: whoever has unwatched one may watch another. */
  get #watched(): number {
    let count = 0
    for (const { stopped } of this.#streams.values()) if (!stopped) count++
    return count
  }

  ask(message: Asked): void {
    const { run } = message
    const fresh = !this.#asked.has(run)
    if (fresh && !this.has(run) && this.#watched + this.#asked.size >= RUNS_WATCHED) {
      const detail = `at most ${RUNS_WATCHED} runs are watched at once: unwatch one first`
      return this.#page.failed(new LabError('bad-message', { detail }))
    }
    this.#asked.set(run, message)
    if (fresh) this.#answer(run)
  }

  stop(run: string): void {
    if (this.#asked.delete(run)) this.#page.answered()
    const stream = this.#streams.get(run)
    if (!stream) return
    stream.stop()
    if (!stream.reading) this.#streams.delete(run)
  }

  stopAll(): void {
    for (const run of [...this.#asked.keys(), ...this.#streams.keys()]) this.stop(run)
    this.#wanted.abort()
    this.#wanted = new AbortController()
  }

  /** Sends what is owed. True when more is waiting. */
  pump(now: number): boolean {
    let more = false
    for (const stream of this.#streams.values()) {
      if (stream.stopped) continue
      if (this.#page.buffered > ENOUGH_BUFFERED) return true
      more = stream.pump(this.#parts.lab.view(stream.run).lastSeq, now) || more
    }
    return more
  }

  /** Not all that is committed has been sent. */
  get behind(): boolean {
    return [...this.#streams.values()].some(({ stopped, run, cursor }) => {
      return !stopped && cursor < this.#parts.lab.view(run).lastSeq
    })
  }

  /** @param stored the participants of a run that has ended, once they have been read */
  #answer(run: string, stored?: Participant[]): void {
    this.#parts.turns.ask(() => {
      const asked = this.#asked.get(run)
      if (!asked) return
      try {
        const participants = this.#parts.lab.live(run)?.participants() ?? stored
        if (!participants) return void this.#read(run)
        this.#asked.delete(run)
        this.#begin(asked, participants)
      } catch (error) {
        this.#asked.delete(run)
        this.#page.failed(error)
      }
      this.#page.answered()
    })
  }

  async #read(run: string): Promise<void> {
    if (this.#reading.has(run)) return
    this.#reading.add(run)
    const { signal } = this.#wanted
    let stored: Participant[] | undefined
    try {
      stored = await this.#parts.lab.participants(run, { by: this.#page.token, line: run, signal })
    } catch (error) {
      if (!signal.aborted) {
        if (this.#asked.delete(run)) this.#page.failed(error)
        this.#page.answered()
      }
    } finally {
      this.#reading.delete(run)
    }
    // A cancelled watch may have been requested again meanwhile.
    if (stored || signal.aborted) this.#answer(run, stored)
  }

  #begin({ run, after, mode }: Asked, participants: Participant[]): void {
    const { lab, states, kernel } = this.#parts
    const view = lab.view(run)
    const { lastSeq } = view
    if (after !== undefined && after > lastSeq) this.#send({ type: 'resync', run, seq: lastSeq })
    const start = Math.min(after ?? lastSeq, lastSeq)
    const live = lab.live(run)
    this.#send({
      type: 'snapshot',
      run: view,
      participants,
      listing: lab.listing(run),
      live: live?.live() ?? null,
      after: start,
      now: (live?.recorder.now ?? 0) / 1000,
    })
    const stream = this.#streams.get(run) ?? this.#open(run)
    stream.begin(mode, start)
    states.wake()
    kernel.begin(this.#page, run)
  }

  #open(run: string): EventStream {
    const { lab, states } = this.#parts
    const stream = new EventStream(lab, run, this.#page.token, (json) => this.#page.sendJson(json))
    stream.onMore = () => {
      if (stream.stopped) this.#streams.delete(run)
      else states.wake()
    }
    stream.onFailed = (error) => this.#page.failed(error)
    this.#streams.set(run, stream)
    return stream
  }

  #send(message: ServerMessage): void {
    this.#page.send(message)
  }
}

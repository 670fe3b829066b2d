/**
 * One viewer's place in one run's journal: sends it the committed events that follow, in batches. Counterparts:
 * `state-broadcast.ts`, which calls `pump`; the page's `JournalView`, which applies the batches by `seq`.
 * Invariant: events go out in order of `seq`, none twice; `all` leaves none out, and `latest` announces gaps by
 * `skipped` before anything later. At most one read of the journal is under way, and its answer is dropped if the watch
 * has stopped or restarted meanwhile.
 */
import { LabError } from '../../core/errors.ts'
import type { LabReader } from '../../runtime/lab/reader.ts'
import { EVENT_PREVIEW_BYTES } from '#shared/model/constants.ts'
import { batchOf, BATCH_BYTES, sharedBatch, type EventBatch } from './batches.ts'

/** Events of one batch. */
const BATCH = 250
/** With `latest`: being further behind than this skips to the last few. More than a screenful, less than a burden. */
const TOO_FAR = 200
const LAST_FEW = 40
/**
 * With `latest`, after a skip: time until the next batch, so that a flood costs the page 20 batches a second, not 60.
 */
const FLOOD_PAUSE_MS = 50
/** Time until a failed read is repeated. */
const AGAIN_MS = 250

export class EventStream {
  readonly run: string
  readonly #lab: LabReader
  readonly #send: (json: string | Buffer) => void
  /** Who asks the journal for it. */
  readonly #by: string
  /** Aborted when the watch stops or restarts: nobody waits for its read then. */
  #wanted = new AbortController()
  #mode: 'all' | 'latest' = 'latest'
  #cursor = 0
  #reading = false
  #notBefore = 0
  #stopped = true

  constructor(lab: LabReader, run: string, by: string, send: (json: string | Buffer) => void) {
    this.#lab = lab
    this.run = run
    this.#by = by
    this.#send = send
  }

  get stopped(): boolean {
    return this.#stopped
  }

  /** The last event that it has got. */
  get cursor(): number {
    return this.#cursor
  }

  /** Whether the journal is being read for it. */
  get reading(): boolean {
    return this.#reading
  }

  /** Starts or restarts after the event `after`. */
  begin(mode: 'all' | 'latest', after: number): void {
    this.#mode = mode
    this.#cursor = after
    this.#notBefore = 0
    this.#stopped = false
    this.#giveUp()
  }

  stop(): void {
    this.#stopped = true
    this.#giveUp()
  }

  #giveUp(): void {
    this.#wanted.abort()
    this.#wanted = new AbortController()
  }

  /** Sends one batch if there is something new. True when there is more to send, or will be after a pause. */
  pump(committed: number, now: number): boolean {
    if (this.#reading || this.#cursor >= committed) return false
    if (now < this.#notBefore) return true
    if (this.#mode === 'latest' && committed - this.#cursor > TOO_FAR) {
      const to = committed - LAST_FEW
      this.#send(JSON.stringify({ type: 'skipped', run: this.run, from: this.#cursor + 1, to }))
      this.#cursor = to
      this.#notBefore = now + FLOOD_PAUSE_MS
    }
    const live = this.#lab.live(this.run)?.recorder.since(this.#cursor, BATCH)
    if (!live) {
      void this.#readBack()
      return false
    }
    if (live.length > 0) this.#batch(sharedBatch(this.run, live))
    return this.#cursor < committed
  }

  /** Called when entries from the journal have been sent and more may follow. */
  onMore: () => void = () => {}
  onFailed: (error: unknown) => void = () => {}

  async #readBack(): Promise<void> {
    const { signal } = this.#wanted
    this.#reading = true
    try {
      // Anything beyond one batch would be read for nothing.
      const query = {
        run: this.run,
        after: this.#cursor,
        limit: BATCH,
        preview: EVENT_PREVIEW_BYTES,
        bytes: BATCH_BYTES,
      }
      const { entries } = await this.#lab.journal.read(query, { by: this.#by, line: this.run, signal })
      if (!signal.aborted && entries.length > 0) this.#batch(batchOf(this.run, entries))
    } catch (error) {
      if (signal.aborted) return
      this.#notBefore = performance.now() + AGAIN_MS
      // A read refused for lack of room is late, not lost: nobody needs to know.
      if (!(error instanceof LabError && error.code === 'overloaded')) this.onFailed(error)
    } finally {
      this.#reading = false
      this.onMore()
    }
  }

  #batch({ message, last }: EventBatch): void {
    this.#cursor = last
    this.#send(message)
  }
}

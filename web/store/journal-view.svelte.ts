/**
 * Every event of a run: row i is event i + 1. Filled by the event stream, and by REST where the reader goes back or the event stream
 * skipped. Invariant: applying a batch twice, or late, changes nothing.
 */
import type { LabEvent } from '#shared/protocol/events.ts'
import { EVENT_PREVIEW_BYTES } from '#shared/model/constants.ts'
import type { ReadEvents } from '../connection/rest.ts'
import { PagedView } from './paged-view.svelte.ts'

export class JournalView extends PagedView {
  readonly #read: ReadEvents
  #last = 0

  constructor(read: ReadEvents) {
    super()
    this.#read = read
  }

  /** Newest sequence number known, told without being reactive. */
  get last(): number {
    return this.#last
  }

  seqAt(row: number): number {
    return row + 1
  }
  rowOf(seq: number): number {
    return seq - 1
  }

  /** Takes events of the event stream, whichever they are. */
  apply(events: readonly LabEvent[]): void {
    for (const event of events) this.cache.put(event.seq - 1, event)
    this.reach(events.at(-1)?.seq ?? 0)
  }

  /** The journal goes at least this far, though the events have not come. */
  reach(seq: number): void {
    this.#last = Math.max(this.#last, seq)
    this.settle()
    this.changed()
  }

  /** The journal is not the one that was read: begin again, at this length. */
  reset(seq: number): void {
    this.forget()
    this.#last = seq
    this.settle()
    this.changed()
  }

  protected count(): number {
    return this.#last
  }

  protected async load(first: number, limit: number, signal: AbortSignal): Promise<void> {
    const end = first + limit
    // Large events come in several answers.
    for (let after = first; after < Math.min(end, this.#last);) {
      const page = await this.#read({ after, limit: end - after, preview: EVENT_PREVIEW_BYTES }, signal)
      // An answer that was already here when the journal was reset belongs to the old one.
      signal.throwIfAborted()
      for (const event of page.events) this.cache.put(event.seq - 1, event)
      this.#last = Math.max(this.#last, page.lastSeq)
      if (page.scanned <= after) throw new RangeError('the reading did not advance')
      after = page.scanned
    }
  }
}

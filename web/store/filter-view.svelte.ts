/**
 * The events of a run that match a filter. The past is searched by the lab, call by call; what arrives live is matched
 * here, by the same function. Invariant: every event up to `scanned` has been looked at exactly once, in order.
 */
import type { LabEvent } from '#shared/protocol/events.ts'
import { matches, parseFilter, type FilterTerm, type NameOf } from '#shared/trace/filter.ts'
import { EVENT_PREVIEW_BYTES, MAX_PAGE } from '#shared/model/constants.ts'
import type { ReadEvents } from '../connection/rest.ts'
import { PagedView } from './paged-view.svelte.ts'
import { SeqList } from './seq-list.ts'

/** After a failed search; milliseconds. */
const AGAIN = 1000

export class FilterView extends PagedView {
  readonly #read: ReadEvents
  readonly #source: string
  readonly #terms: readonly FilterTerm[]
  readonly #nameOf: NameOf
  readonly #takes: (event: LabEvent) => boolean
  readonly #abort = new AbortController()
  readonly #seqs = new SeqList()
  #scanned = 0
  #last: number
  #searching = false

  /**
   * @param last newest event of the run: the search goes up to there, and on as the run grows
   * @param takes whether an event that matches counts; asked once for each, in order, with its payload or without
   */
  constructor(
    read: ReadEvents,
    source: string,
    last: number,
    nameOf: NameOf,
    takes: (event: LabEvent) => boolean = () => true,
  ) {
    super()
    this.#takes = takes
    this.#read = read
    this.#source = source
    this.#terms = parseFilter(source)
    this.#nameOf = nameOf
    this.#last = last
    void this.#search()
  }

  /** Share of the journal that has been looked at, 0 to 1. Reactive. */
  get progress(): number {
    this.depend()
    return this.#last === 0 ? 1 : this.#scanned / this.#last
  }

  seqAt(row: number): number {
    this.depend()
    return this.#seqs.at(row)
  }
  rowOf(seq: number): number {
    return this.#seqs.indexOf(seq)
  }

  /** Takes events of the event stream. They count where the search has come up to them, and are searched for otherwise. */
  apply(events: readonly LabEvent[]): void {
    if ((events[0]?.seq ?? 0) <= this.#scanned + 1) {
      for (const event of events) {
        if (event.seq <= this.#scanned) continue
        if (matches(this.#terms, event, this.#nameOf) && this.#takes(event)) this.#found(event)
        this.#scanned = event.seq
      }
    }
    this.reach(events.at(-1)?.seq ?? 0)
  }

  /** The journal goes at least this far, though the events have not come. */
  reach(seq: number): void {
    this.#last = Math.max(this.#last, seq)
    if (this.#scanned < this.#last) void this.#search()
    this.changed()
  }

  override close(): void {
    this.#abort.abort()
    super.close()
  }

  protected count(): number {
    return this.#seqs.length
  }

  protected async load(first: number, limit: number, signal: AbortSignal): Promise<void> {
    let after = this.#seqs.at(first) - 1
    const end = Math.min(first + limit, this.#seqs.length)
    const until = this.#seqs.at(end - 1)
    while (after < until) {
      const range = { after, limit, preview: EVENT_PREVIEW_BYTES, filter: this.#source }
      const page = await this.#read(range, signal)
      signal.throwIfAborted()
      for (const event of page.events) this.#fill(event)
      if (page.scanned <= after) throw new RangeError('the reading did not advance')
      after = page.scanned
    }
    for (let row = first; row < end; row++) {
      if (!this.cache.get(row)) throw new RangeError('the lab did not give every event of the filter')
    }
  }

  /** The lab matches whole payloads, the page their previews: an event of the lab's may have no row here. */
  #fill(event: LabEvent): void {
    const row = this.#seqs.indexOf(event.seq)
    if (this.#seqs.at(row) === event.seq) this.cache.put(row, event)
  }

  #found(event: LabEvent): void {
    this.cache.put(this.#seqs.length, event)
    this.#seqs.push(event.seq)
  }

  async #search(): Promise<void> {
    if (this.#searching) return
    this.#searching = true
    const signal = this.#abort.signal
    while (this.#scanned < this.#last && !signal.aborted) {
      try {
        // Payloads are read for the rows on screen only: the search needs the numbers.
        const after = this.#scanned
        const page = await this.#read({ after, limit: MAX_PAGE, preview: 0, filter: this.#source }, signal)
        // The event stream may have brought some of it meanwhile, or more than it.
        for (const event of page.events) if (event.seq > this.#scanned && this.#takes(event)) this.#seqs.push(event.seq)
        this.#scanned = Math.max(this.#scanned, page.scanned)
        if (this.#scanned === after) throw new RangeError('the search did not advance')
        this.#last = Math.max(this.#last, page.lastSeq)
        this.settle()
        this.changed()
      } catch {
        // Unreachable, most likely, which the page says elsewhere.
        await new Promise((resolve) => setTimeout(resolve, AGAIN))
      }
    }
    this.#searching = false
  }
}

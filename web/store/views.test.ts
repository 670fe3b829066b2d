/** The two views of a journal against a journal: what the reader sees, whatever the order of stream, search and scrolling. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { EventPage } from '#shared/protocol/rest.ts'
import type { LabEvent } from '#shared/protocol/events.ts'
import { matches, parseFilter } from '#shared/trace/filter.ts'
import type { EventRange, ReadEvents } from '../connection/rest.ts'
import type { EventView } from './contract.ts'
import { FilterView } from './filter-view.svelte.ts'
import { JournalView } from './journal-view.svelte.ts'

const nameOf = (id: number): string => `p${id}`
const entry = (seq: number): LabEvent => ({
  seq,
  t: seq * 1000,
  time: seq,
  participant: 1 + (seq % 3),
  wakeUp: seq,
  bytes: '',
  size: 2,
  text: seq % 7 === 0 ? 'sept' : 'autre',
  kind: 'lines',
  to: 'others',
  lines: 1,
  reads: [2],
  carried: false,
  partialBytes: 0,
  discarded: 0,
  unfinished: false,
})

/** A run's journal, and the REST reading of it: at most `scan` events looked at in one call. */
class Journal {
  readonly events: LabEvent[] = []
  readonly calls: EventRange[] = []
  readonly #scan: number
  constructor(length: number, scan = 500) {
    this.#scan = scan
    this.grow(length)
  }
  grow(by: number): LabEvent[] {
    const fresh = Array.from({ length: by }, (_, i) => entry(this.events.length + i + 1))
    this.events.push(...fresh)
    return fresh
  }
  readonly read: ReadEvents = async (range, signal): Promise<EventPage> => {
    this.calls.push(range)
    await Promise.resolve()
    signal.throwIfAborted()
    const terms = parseFilter(range.filter ?? '')
    const looked = this.events.slice(range.after, range.after + this.#scan)
    const events = looked.filter((one) => matches(terms, one, nameOf)).slice(0, range.limit)
    const full = events.length === range.limit
    const scanned = (full ? events.at(-1)?.seq : looked.at(-1)?.seq) ?? this.events.length
    return { events, scanned, lastSeq: this.events.length }
  }
}

beforeAll(() => vi.stubGlobal('requestAnimationFrame', (call: () => void) => setImmediate(call)))
afterAll(() => vi.unstubAllGlobals())

/** The sequence numbers of the events in hand, row by row. */
const rows = (view: EventView): (number | undefined)[] =>
  Array.from({ length: view.length }, (_, row) => view.get(row)?.seq)

/** Answers one call at a time, when told to, and takes no notice of an abort: as an answer that was already here. */
class Held {
  readonly #waiting: (() => void)[] = []
  readonly #read: ReadEvents
  constructor(read: ReadEvents) {
    this.#read = read
  }
  readonly read: ReadEvents = async (range) => {
    const page = await this.#read(range, new AbortController().signal)
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
    return page
  }
  /** Waits for a call, and answers it. */
  async answer(): Promise<void> {
    await vi.waitFor(() => expect(this.#waiting).not.toEqual([]))
    this.#waiting.shift()?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
}

describe('JournalView', () => {
  it('loads what is on screen and its surroundings, and no more', async () => {
    const journal = new Journal(100_000)
    const view = new JournalView(journal.read)
    view.reach(100_000)
    view.show(50_000, 50_030)
    await vi.waitFor(() => expect(view.get(50_030)?.seq).toBe(50_031))
    expect(view.length).toBe(100_000)
    expect(view.get(50_000)?.seq).toBe(50_001)
    expect(view.get(60_000)).toBeUndefined()
    expect(journal.calls.length).toBeLessThanOrEqual(3)
    view.close()
  })

  it('is the same whichever batches come twice, late or not at all', async () => {
    const batches = fc.array(fc.tuple(fc.nat(180), fc.integer({ min: 1, max: 60 })), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(batches, async (cuts) => {
        const journal = new Journal(200)
        const view = new JournalView(journal.read)
        for (const [from, length] of cuts) view.apply(journal.events.slice(from, from + length))
        view.reach(200)
        view.show(0, 199)
        // Both ends may be here already, with a gap between them: the whole is waited for.
        await vi.waitFor(() => expect(rows(view)).toEqual(journal.events.map(({ seq }) => seq)))
        view.close()
      }),
      {
        numRuns: 8,
        examples: [
          [
            [
              [0, 1],
              [199, 1],
            ],
          ],
        ],
      },
    )
  })

  it('forgets everything at a resync', () => {
    const journal = new Journal(300)
    const view = new JournalView(journal.read)
    view.apply(journal.events)
    view.reset(120)
    expect(view.length).toBe(120)
    expect(view.get(0)).toBeUndefined()
    view.close()
  })

  it('takes no answer of the old journal after a resync', async () => {
    const journal = new Journal(300)
    const held = new Held(journal.read)
    const view = new JournalView(held.read)
    view.reach(300)
    view.show(0, 50)
    await vi.waitFor(() => expect(journal.calls).toHaveLength(1))
    view.reset(20)
    await held.answer()
    expect(view.length).toBe(20)
    expect(rows(view)).toEqual(Array.from({ length: 20 }, () => undefined))
    // What is on screen is read anew.
    await held.answer()
    await vi.waitFor(() => expect(view.get(19)?.seq).toBe(20))
    view.close()
  })

  it('goes on reading a page whose events come in several answers', async () => {
    const journal = new Journal(200, 25)
    const view = new JournalView(journal.read)
    view.reach(200)
    view.show(0, 199)
    await vi.waitFor(() => expect(view.get(199)?.seq).toBe(200))
    expect(rows(view)).toEqual(journal.events.map(({ seq }) => seq))
    expect(journal.calls.map(({ after }) => after)).toEqual([0, 25, 50, 75, 100, 125, 150, 175])
    view.close()
  })
})

describe('FilterView', () => {
  const expected = (journal: Journal): number[] =>
    journal.events.filter((one) => one.text === 'sept').map(({ seq }) => seq)
  const shown = (view: FilterView): number[] => Array.from({ length: view.length }, (_, row) => view.seqAt(row))

  it('finds the past by the lab and what is new by itself, each once', async () => {
    const journal = new Journal(5000)
    const view = new FilterView(journal.read, 'texte:sept', 5000, nameOf)
    view.apply(journal.grow(40))
    await vi.waitFor(() => expect(view.progress).toBe(1))
    expect(shown(view)).toEqual(expected(journal))
    const calls = journal.calls.length
    view.apply(journal.grow(70))
    view.apply(journal.events.slice(-30))
    expect(shown(view)).toEqual(expected(journal))
    expect(journal.calls.length).toBe(calls)
    view.close()
  })

  it('shows each match once and in order when the event stream overtakes a search', async () => {
    const journal = new Journal(100)
    const held = new Held(journal.read)
    const view = new FilterView(held.read, 'sept', 100, nameOf)
    await vi.waitFor(() => expect(journal.calls).toHaveLength(1))
    // The search looks at 1 to 100. Meanwhile the event stream brings all of that, and more.
    view.apply([...journal.events, ...journal.grow(50)])
    const progress = view.progress
    await held.answer()
    expect(progress).toBe(1)
    expect(shown(view)).toEqual(expected(journal))
    // That was no failure: what the event stream skips now is searched at once.
    journal.grow(50)
    view.reach(200)
    expect(journal.calls.map(({ after }) => after)).toEqual([0, 150])
    await held.answer()
    expect(shown(view)).toEqual(expected(journal))
    view.close()
  })

  it('takes from a search only what the event stream has not brought', async () => {
    const journal = new Journal(100)
    const held = new Held(journal.read)
    const view = new FilterView(held.read, 'sept', 100, nameOf)
    await vi.waitFor(() => expect(journal.calls).toHaveLength(1))
    view.apply(journal.events.slice(0, 60))
    await held.answer()
    expect(shown(view)).toEqual(expected(journal))
    expect(view.progress).toBe(1)
    view.close()
  })

  it('puts each event in its own row though the lab finds more than the page does', async () => {
    const journal = new Journal(0)
    // The lab sees the whole payload of every event; the page only saw that of every seventh.
    const read: ReadEvents = (range, signal) => {
      const { filter: _, ...unfiltered } = range
      return journal.read(unfiltered, signal)
    }
    const view = new FilterView(read, 'sept', 0, nameOf)
    // So many that the first rows have left the cache and are read again.
    for (let i = 0; i < 100; i++) view.apply(journal.grow(1000))
    view.show(0, 20)
    await vi.waitFor(() => expect(view.get(20)).toBeDefined())
    expect(rows(view).slice(0, 200)).toEqual(expected(journal).slice(0, 200))
    view.close()
  })

  it('searches what the event stream skipped', async () => {
    const journal = new Journal(100)
    const view = new FilterView(journal.read, 'sept', 100, nameOf)
    await vi.waitFor(() => expect(view.progress).toBe(1))
    journal.grow(900)
    view.reach(1000)
    view.apply(journal.grow(20))
    await vi.waitFor(() => expect(shown(view)).toEqual(expected(journal)))
    view.close()
  })

  it('reads the rows on screen with their payload', async () => {
    const journal = new Journal(9000)
    const view = new FilterView(journal.read, 'sept', 9000, nameOf)
    await vi.waitFor(() => expect(view.progress).toBe(1))
    view.show(600, 620)
    await vi.waitFor(() => expect(view.get(610)?.seq).toBe(611 * 7))
    expect(view.rowOf(611 * 7)).toBe(610)
    expect(view.rowOf(611 * 7 + 1)).toBe(611)
    view.close()
  })

  it('goes on when the lab was out of reach', async () => {
    const journal = new Journal(50)
    let reachable = false
    const read: ReadEvents = (range, signal) =>
      reachable ? journal.read(range, signal) : Promise.reject(new Error('out of reach'))
    const view = new FilterView(read, 'sept', 50, nameOf)
    expect(view.length).toBe(0)
    reachable = true
    await vi.waitFor(() => expect(shown(view)).toEqual(expected(journal)), { timeout: 5000 })
    view.close()
  })
})

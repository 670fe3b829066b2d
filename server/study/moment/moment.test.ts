import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { KernelRow } from '#shared/model/kernel.ts'
import type { Observation, Seen } from '#shared/protocol/observations.ts'
import { PeopleChanges } from '../../runtime/lab/people-changes.ts'
import { RowChanges } from '../../kernel/row-changes.ts'
import { MemoryJournal } from '../../journal/memory.ts'
import { LAB, type Entry } from '../../journal/port.ts'
import { RECORD } from '../../journal/samples.fixture.ts'
import { known } from './known.ts'
import { momentOf } from './moment.ts'
import { lastWithin } from './search.ts'
import { timelineOf } from './timeline.ts'

const row = (participant: number, recvQ: number): KernelRow => ({
  proto: 'tcp',
  state: 'ESTAB',
  participant,
  side: 'program',
  local: '127.0.0.1:8080',
  remote: `127.0.0.1:${50_000 + participant}`,
  recvQ,
  sendQ: 0,
  timer: null,
  backlog: null,
  drops: 0,
  buffer: null,
  connections: null,
})

/** What happens in a run, one after the other, each so many microseconds after the one before. */
type Act =
  | { readonly act: 'event'; readonly wait: number }
  | { readonly act: 'moved'; readonly wait: number; readonly line: string }
  | { readonly act: 'rows'; readonly wait: number; readonly recvQ: readonly number[] }
  | { readonly act: 'people'; readonly wait: number; readonly queued: readonly number[]; readonly frozen: boolean }

const wait = fc.integer({ min: 0, max: 400_000 })
const figures = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 })
const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ act: fc.constant('event' as const), wait }) },
    fc.record({ act: fc.constant('moved' as const), wait, line: fc.constantFrom('accept', 'recv', 'send') }),
    { weight: 4, arbitrary: fc.record({ act: fc.constant('rows' as const), wait, recvQ: figures }) },
    {
      weight: 4,
      arbitrary: fc.record({ act: fc.constant('people' as const), wait, queued: figures, frozen: fc.boolean() }),
    },
  ),
  { minLength: 1, maxLength: 300 },
)

const entry = (seq: number, t: number): Entry => ({
  seq,
  t,
  time: RECORD.startedAt + t / 1000,
  kind: 'accepted',
  participant: 1,
  wakeUp: 0,
  bytes: new Uint8Array(0),
  detail: {},
})

/** Plays what happens into a journal, by the code that makes observations of a run that lives. */
async function play(happens: readonly Act[]) {
  const journal = new MemoryJournal()
  const { id } = await journal.createRun(RECORD)
  const [rows, people] = [new RowChanges(), new PeopleChanges()]
  const events: { seq: number; t: number }[] = []
  const observations: Observation[] = []
  let t = 0
  const observe = (seen: Seen | null): void => {
    if (!seen) return
    const one = { number: observations.length + 1, after: events.length, t, time: RECORD.startedAt + t / 1000, seen }
    observations.push(one)
    journal.observe(id, one)
  }
  for (const one of happens) {
    t += one.wait
    if (one.act === 'event') {
      events.push({ seq: events.length + 1, t })
      journal.append(id, entry(events.length, t))
    } else if (one.act === 'moved') {
      observe({ kind: 'program-moved', processes: [{ id: 'main', line: one.line, waits: null }] })
    } else if (one.act === 'rows') {
      observe(
        rows.since(
          one.recvQ.map((recvQ, i) => row(i + 1, recvQ)),
          0,
          t / 1000,
        ),
      )
    } else {
      const here = one.queued.map((queued, i) => ({ id: i + 1, state: 'open', paused: false, queued, partialBytes: 0 }))
      observe(people.since(here as never, one.frozen))
    }
  }
  await journal.flush()
  return { journal, run: { id, lastSeq: events.length }, events, observations, end: t }
}

describe('a moment of a run', () => {
  it('is what somebody who had watched from the start would have seen, whenever one looks', async () => {
    await fc.assert(
      fc.asyncProperty(acts, fc.double({ min: 0, max: 1.1, noNaN: true }), async (happens, share) => {
        const { journal, run, events, observations, end } = await play(happens)
        const t = Math.floor(end * share)
        const moment = await momentOf(journal, run, { t }, LAB)
        const told = observations.filter((one) => one.t <= t)
        const all = known(told, t)
        expect(moment.seq).toBe(events.filter((one) => one.t <= t).length)
        const { processes, rows, people, frozen, more } = moment
        expect({ processes, rows, people, frozen, more }).toEqual({
          processes: all.processes,
          rows: all.rows,
          people: all.people,
          frozen: all.frozen,
          more: all.more,
        })
        // A time that it tells is the true one; one that it cannot tell is null.
        for (const { process, since } of moment.calls) {
          expect([null, all.calls.find((one) => one.process === process)?.since]).toContain(since)
        }
        for (const { id, since, bytes } of moment.unread) {
          const then = all.unread.find((one) => one.id === id)
          expect(bytes).toBe(then?.bytes)
          expect([null, then?.since]).toContain(since)
        }
        expect(moment.unread.map(({ id }) => id).toSorted()).toEqual(all.unread.map(({ id }) => id).toSorted())
        const later = [...events, ...observations].filter((one) => one.t > t).map((one) => one.t)
        expect(moment.next).toBe(later.length === 0 ? null : Math.min(...later))
      }),
      { numRuns: 150 },
    )
  })

  it('just after an event has what that led to, and nothing of the next one', async () => {
    await fc.assert(
      fc.asyncProperty(acts, fc.nat(), async (happens, pick) => {
        const { journal, run, events, observations } = await play(happens)
        fc.pre(events.length > 0)
        const event = events[pick % events.length]!
        const moment = await momentOf(journal, run, { seq: event.seq }, LAB)
        expect(moment.seq).toBe(event.seq)
        expect(moment.t).toBeGreaterThanOrEqual(event.t)
        const next = events[event.seq]
        if (next && next.t > event.t) expect(moment.t).toBeLessThan(next.t)
        const until = observations.filter((one) => one.after <= event.seq && one.t <= moment.t)
        expect(moment.rows).toEqual(known(until, moment.t).rows)
        expect(moment.processes).toEqual(known(until, moment.t).processes)
      }),
      { numRuns: 100 },
    )
  })

  it('before anything happened knows nothing, and says so', async () => {
    const { journal, run } = await play([{ act: 'event', wait: 5 }])
    expect(await momentOf(journal, run, { t: 0 }, LAB)).toMatchObject({
      seq: 0,
      next: 5,
      processes: null,
      rows: null,
      people: null,
      unread: [],
    })
    expect(await momentOf(journal, run, { seq: 99 }, LAB)).toMatchObject({ seq: 1, next: null })
  })
})

describe('the search', () => {
  it('finds the last one within, with a number of reads that grows with the digits alone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 10_000_000 }), fc.nat(), async (last, some) => {
        const bound = some % (last + 2)
        let reads = 0
        const read = async (n: number): Promise<number> => (reads++, n)
        const found = await lastWithin(last, read, (n) => n <= bound)
        expect(found?.number ?? 0).toBe(Math.min(bound, last))
        expect(reads).toBeLessThanOrEqual(25)
      }),
    )
  })
})

describe('the timeline', () => {
  it('has true points, the first and the newest among them, and all of them where there is room', async () => {
    await fc.assert(
      fc.asyncProperty(acts, fc.integer({ min: 2, max: 40 }), async (happens, most) => {
        const { journal, run, events } = await play(happens)
        const { points } = await timelineOf(journal, run, most, LAB)
        const all = events.map(({ seq, t }) => [seq, t])
        expect(points.length).toBe(Math.min(most, events.length))
        for (const point of points) expect(all).toContainEqual(point)
        expect(points[0]).toEqual(all[0])
        expect(points.at(-1)).toEqual(all.at(-1))
        expect(points.map(([seq]) => seq)).toEqual(points.map(([seq]) => seq).toSorted((a, b) => a - b))
      }),
      { numRuns: 60 },
    )
  })

  it('spends its reads on silences: a minute of it is told by its two ends', async () => {
    const quick: Act[] = Array.from({ length: 200 }, () => ({ act: 'event', wait: 10 }))
    const { journal, run } = await play([...quick, { act: 'event', wait: 60_000_000 }, ...quick])
    const { points } = await timelineOf(journal, run, 16, LAB)
    expect(points).toContainEqual([200, 2000])
    expect(points).toContainEqual([201, 60_002_000])
  })
})

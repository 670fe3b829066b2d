import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Moment } from '#shared/protocol/moment.ts'
import type { Seen } from '#shared/protocol/observations.ts'
import type { ProcessView } from '#shared/protocol/program.ts'
import { sampleParticipant, sampleRow } from '#shared/state/samples.fixture.ts'
import { PeopleChanges } from '../../runtime/lab/people-changes.ts'
import { RowChanges } from '../../kernel/row-changes.ts'
import { MemoryJournal } from '../../journal/memory.ts'
import { LAB, type Entry } from '../../journal/port.ts'
import { RECORD } from '../../journal/samples.fixture.ts'
import { momentOf } from './moment.ts'
import { lastWithin } from './search.ts'
import { timelineOf } from './timeline.ts'

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
    fc.record({ act: fc.constant('moved' as const), wait, line: fc.constantFrom('accept', 'recv', 'select') }),
    { weight: 4, arbitrary: fc.record({ act: fc.constant('rows' as const), wait, recvQ: figures }) },
    {
      weight: 4,
      arbitrary: fc.record({ act: fc.constant('people' as const), wait, queued: figures, frozen: fc.boolean() }),
    },
  ),
  { minLength: 1, maxLength: 300, size: 'max' },
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

/** What there is to be known at a moment, kept by hand: nothing of it comes from the observations. */
interface Scene {
  readonly seq: number
  readonly t: number
  readonly line: string | null
  /** When the call changed in which the program is. */
  readonly callSince: number | null
  /** Recv-Q of each participant; null as long as there was nothing to see. */
  readonly recvQ: readonly number[] | null
  /** Since when bytes of a participant wait. */
  readonly unreadSince: ReadonlyMap<number, number>
  readonly queued: readonly number[] | null
  readonly frozen: boolean
}

const NOTHING: Scene = {
  ...{ seq: 0, t: 0, line: null, callSince: null, recvQ: null, unreadSince: new Map(), queued: null, frozen: false },
}

/** @param one happens at `t` */
function after(before: Scene, one: Act, t: number): Scene {
  if (one.act === 'event') return { ...before, t, seq: before.seq + 1 }
  if (one.act === 'moved')
    return { ...before, t, line: one.line, callSince: before.line === one.line ? before.callSince : t }
  if (one.act === 'people') {
    const seen = before.queued !== null || one.queued.length > 0 || one.frozen
    return { ...before, t, queued: seen ? one.queued : null, frozen: one.frozen }
  }
  if (before.recvQ === null && one.recvQ.length === 0) return { ...before, t }
  const waiting = one.recvQ.flatMap((bytes, i) => (bytes > 0 ? [i + 1] : []))
  const unreadSince = new Map(waiting.map((id) => [id, before.unreadSince.get(id) ?? t]))
  return { ...before, t, recvQ: one.recvQ, unreadSince }
}

const place = (line: string): readonly ProcessView[] => [
  { id: 'main', line, waits: line === 'select' ? null : ({ call: line } as never) },
]

/** Holds a moment against the scene. @param timed nothing of it was passed over: each time is known */
function expectScene(moment: Moment, scene: Scene, timed: boolean): void {
  const { processes, rows, people, frozen, more, calls, unread } = moment
  expect(processes).toEqual(scene.line === null ? null : place(scene.line))
  expect(rows?.toSorted((a, b) => a.participant! - b.participant!) ?? null).toEqual(
    scene.recvQ?.map((recvQ, i) => sampleRow(i + 1, recvQ)) ?? null,
  )
  expect(people?.toSorted((a, b) => a.id - b.id) ?? null).toEqual(
    scene.queued?.map((queued, i) => ({ id: i + 1, state: 'open', paused: false, queued, partialBytes: 0 })) ?? null,
  )
  expect({ frozen, more }).toEqual({ frozen: scene.frozen, more: 0 })
  expect(calls.map(({ process }) => process)).toEqual(scene.line === null ? [] : ['main'])
  expect(unread.map(({ id }) => id).toSorted()).toEqual([...scene.unreadSince.keys()])
  for (const { id, bytes } of unread) expect(bytes).toBe(scene.recvQ![id - 1])
  // A time that it tells is the true one; one that it cannot tell is null.
  const times = [
    ...calls.map(({ since }) => [since, scene.callSince] as const),
    ...unread.map(({ id, since }) => [since, scene.unreadSince.get(id)] as const),
  ]
  for (const [told, is] of times) expect(timed ? [is] : [null, is]).toContain(told)
}

/** Plays what happens into a journal, by the code that makes observations of a run that lives. */
async function play(happens: readonly Act[]) {
  const journal = new MemoryJournal()
  const { id } = await journal.createRun(RECORD)
  const [rows, people] = [new RowChanges(), new PeopleChanges()]
  const events: { seq: number; t: number }[] = []
  const times: number[] = []
  const scenes = [NOTHING]
  let t = 0
  const observe = (seen: Seen | null): void => {
    if (!seen) return
    times.push(t)
    journal.observe(id, {
      ...{ number: times.length - events.length, after: events.length, t, time: RECORD.startedAt + t / 1000, seen },
    })
  }
  for (const one of happens) {
    t += one.wait
    if (one.act === 'event') {
      times.push(t)
      events.push({ seq: events.length + 1, t })
      journal.append(id, entry(events.length, t))
    } else if (one.act === 'moved') {
      observe({ kind: 'program-moved', processes: place(one.line) })
    } else if (one.act === 'rows') {
      const here = one.recvQ.map((recvQ, i) => sampleRow(i + 1, recvQ))
      observe(rows.since(here, 0, t / 1000))
    } else {
      const here = one.queued.map((queued, i) => sampleParticipant(i + 1, { queued }))
      observe(people.since(here, one.frozen))
    }
    scenes.push(after(scenes.at(-1)!, one, t))
  }
  await journal.flush()
  return { journal, run: { id, lastSeq: events.length }, events, scenes, times, end: t }
}

/** So few of a kind that all of them are looked at. */
const isShort = (happens: readonly Act[]): boolean =>
  (['moved', 'rows'] as const).every((kind) => happens.filter(({ act }) => act === kind).length <= 64)

describe('a moment of a run', () => {
  it('is what somebody who had watched from the start would have seen, whenever one looks', async () => {
    await fc.assert(
      fc.asyncProperty(acts, fc.double({ min: 0, max: 1.1, noNaN: true }), async (happens, share) => {
        const { journal, run, scenes, times, end } = await play(happens)
        const t = Math.floor(end * share)
        const moment = await momentOf(journal, run, { t }, LAB)
        const scene = scenes.findLast((one) => one.t <= t)!
        expect(moment.seq).toBe(scene.seq)
        expectScene(moment, scene, isShort(happens))
        const later = times.filter((one) => one > t)
        expect(moment.next).toBe(later.length === 0 ? null : Math.min(...later))
      }),
      { numRuns: 150 },
    )
  })

  it('just after an event has what that led to, and nothing of the next one', async () => {
    await fc.assert(
      fc.asyncProperty(acts, fc.nat(), async (happens, pick) => {
        const { journal, run, events, scenes } = await play(happens)
        fc.pre(events.length > 0)
        const event = events[pick % events.length]!
        const moment = await momentOf(journal, run, { seq: event.seq }, LAB)
        expect(moment.seq).toBe(event.seq)
        expect(moment.t).toBeGreaterThanOrEqual(event.t)
        const next = events[event.seq]
        if (next && next.t > event.t) expect(moment.t).toBeLessThan(next.t)
        const scene = scenes.findLast((one) => one.seq <= event.seq && one.t <= moment.t)!
        expectScene(moment, scene, isShort(happens))
      }),
      { numRuns: 100 },
    )
  })

  it('tells no time of bytes that waited before the rows that it looks at, though it knows the program from its start', async () => {
    const changes = Array.from({ length: 70 }, (_, n): Act => ({ act: 'rows', wait: 1000, recvQ: [5, n % 2] }))
    const { journal, run } = await play([{ act: 'moved', wait: 5, line: 'recv' }, ...changes])
    const { unread, calls } = await momentOf(journal, run, { t: 10_000_000 }, LAB)
    expect(calls).toEqual([{ process: 'main', since: 5 }])
    expect(unread.find(({ id }) => id === 1)).toMatchObject({ bytes: 5, since: null })
    // Of what began since then it does.
    expect(unread.find(({ id }) => id === 2)).toMatchObject({ bytes: 1, since: 70_005 })
  })

  it('tells no time of a call that began before the places that it looks at, though it knows the rows from their start', async () => {
    const moves = Array.from({ length: 100 }, (_, n): Act => ({
      act: 'moved',
      wait: 10,
      line: n < 20 ? 'accept' : 'recv',
    }))
    const { journal, run } = await play([{ act: 'rows', wait: 5, recvQ: [5] }, ...moves])
    const { unread, calls } = await momentOf(journal, run, { t: 10_000_000 }, LAB)
    expect(calls).toEqual([{ process: 'main', since: null }])
    expect(unread).toMatchObject([{ id: 1, bytes: 5, since: 5 }])
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

/** What a recorder keeps at hand, when it lets it go, and how it numbers wake-ups: with a clock turned by hand. */
import { beforeEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../../core/clock.ts'
import { LAB } from '../../journal/port.ts'
import { MemoryJournal } from '../../journal/memory.ts'
import { line, RECORD } from '../../journal/samples.fixture.ts'
import { heldMemory, holdsLess } from '../../testing/memory.ts'
import { Recorder } from './recorder.ts'

let clock: ManualClock
let journal: MemoryJournal
let run: string
let recorder: Recorder

beforeEach(async () => {
  clock = new ManualClock()
  clock.advance(5000)
  journal = new MemoryJournal()
  run = (await journal.createRun(RECORD)).id
  recorder = new Recorder(clock, journal, run)
})

const { detail } = line(1)
const say = (bytes?: Uint8Array, wakeUp?: number) => recorder.record('lines', 1, detail as never, bytes, wakeUp)
const fill = (count: number, bytes?: Uint8Array) => {
  for (let i = 0; i < count; i++) say(bytes)
}
const seqs = (after: number, limit = Infinity) => recorder.since(after, limit)?.map(({ seq }) => seq) ?? null
/** The oldest entry that is still at hand. */
const oldest = (): number => {
  for (let after = 0; ; after++) if (recorder.since(after, 1) !== null) return after + 1
}

describe('what is at hand', () => {
  it('is what the journal has committed, in order, as much as is asked for', () => {
    fill(5)
    expect(seqs(0)).toEqual([])
    recorder.committedUpTo(3)
    expect(seqs(0)).toEqual([1, 2, 3])
    expect(seqs(1, 1)).toEqual([2])
    expect(seqs(3)).toEqual([])
    recorder.committedUpTo(5)
    // A commit that is told late takes nothing back.
    recorder.committedUpTo(4)
    expect(recorder.committed).toBe(5)
    expect(seqs(2)).toEqual([3, 4, 5])
    expect(recorder.lastSeq).toBe(5)
  })

  it('are the newest 2,000, whatever the number of commits', () => {
    fill(2000)
    recorder.committedUpTo(2000)
    expect(oldest()).toBe(1)
    for (let seq = 2001; seq <= 5000; seq++) {
      fill(1)
      recorder.committedUpTo(seq)
      if (seq % 97 === 0) expect(oldest()).toBe(seq - 1999)
    }
    expect(seqs(3000)).toEqual(Array.from({ length: 2000 }, (_, i) => 3001 + i))
    expect(seqs(2999)).toBeNull()
  })

  it('are the newest 4 MiB of payload, and the newest entry however large it is not even that', () => {
    const half = new Uint8Array(2_097_152)
    fill(2, half)
    recorder.committedUpTo(2)
    expect(oldest()).toBe(1)
    fill(1, new Uint8Array(1))
    recorder.committedUpTo(3)
    expect(seqs(0)).toBeNull()
    expect(seqs(1)).toEqual([2, 3])
    fill(1, new Uint8Array(4_194_305))
    recorder.committedUpTo(4)
    expect([seqs(2), seqs(3), seqs(4)]).toEqual([null, null, []])
    fill(1)
    recorder.committedUpTo(5)
    expect(seqs(4)).toEqual([5])
  })

  it('is the same where much is committed late', () => {
    const large = new Uint8Array(1_048_576)
    fill(3000, new Uint8Array(0))
    fill(10, large)
    recorder.committedUpTo(10)
    expect(seqs(9)).toBeNull()
    recorder.committedUpTo(3005)
    expect(seqs(3004)).toBeNull()
    recorder.committedUpTo(3010)
    expect(seqs(3005)).toBeNull()
    expect(seqs(3006)).toEqual([3007, 3008, 3009, 3010])
  })
})

it('lets the payload of what is no longer at hand go at once', async () => {
  // The journal has it on its disk.
  recorder = new Recorder(clock, Object.assign(new MemoryJournal(), { append() {} }), run)
  const before = await heldMemory()
  for (let seq = 1; seq <= 60; seq++) {
    say(new Uint8Array(1_048_576))
    recorder.committedUpTo(seq)
  }
  expect(oldest()).toBe(57)
  await holdsLess(6 * 1_048_576, before)
})

describe('a limit of what is recorded', () => {
  it('is told of once, with the event that reaches it; what follows is recorded all the same', () => {
    let told = 0
    recorder = new Recorder(clock, journal, run, { events: 2, bytes: Infinity, full: () => told++ })
    say()
    expect([told, recorder.full]).toEqual([0, false])
    say()
    expect([told, recorder.full]).toEqual([1, true])
    say()
    expect([told, recorder.full, recorder.lastSeq]).toEqual([1, true, 3])
  })

  it('is one of payload bytes too, whatever the journal has committed meanwhile', () => {
    let told = 0
    recorder = new Recorder(clock, journal, run, { events: Infinity, bytes: 10, full: () => told++ })
    fill(3, new Uint8Array(3))
    recorder.committedUpTo(3)
    expect([told, recorder.full]).toEqual([0, false])
    say(new Uint8Array(1))
    expect([told, recorder.full]).toEqual([1, true])
  })
})

describe('time and wake-ups', () => {
  it('is counted from the beginning of the run, in whole microseconds', () => {
    clock.advance(1.2346)
    expect(recorder.now).toBeCloseTo(1234.6)
    expect(say()).toMatchObject({ t: 1235, time: 1_750_000_005_001, seq: 1, participant: 1, kind: 'lines' })
  })

  it('have all that is recorded between two sleeps, and the number of its first event', () => {
    expect([say().wakeUp, say().wakeUp]).toEqual([1, 1])
    expect(recorder.slept()).toEqual({ number: 1, first: 1 })
    expect(say().wakeUp).toBe(2)
    expect(recorder.slept(true)).toEqual({ number: 2, first: 3 })
  })

  it('have a number of their own where nothing was recorded, if a socket was ready or the number was asked for', () => {
    expect(recorder.slept()).toEqual({ number: 0, first: null })
    expect(recorder.slept(true)).toEqual({ number: 1, first: null })
    expect(recorder.wakeUp()).toBe(2)
    expect(recorder.slept()).toEqual({ number: 2, first: null })
    expect(recorder.slept()).toEqual({ number: 2, first: null })
    say()
    expect(recorder.wakeUp()).toBe(3)
    expect(recorder.slept()).toEqual({ number: 3, first: 1 })
  })

  it('of what is told later, or beside the program, are those of then, and no beginning of one', () => {
    say()
    recorder.slept()
    expect(say(undefined, 1).wakeUp).toBe(1)
    expect(recorder.recordBeside('lines', 0, detail as never)).toMatchObject({ wakeUp: 1, seq: 3 })
    expect(recorder.slept()).toEqual({ number: 1, first: null })
  })
})

it('numbers what was seen of the run beside its events, and says after which of them', async () => {
  say()
  clock.advance(2)
  const seen = { kind: 'program-moved', processes: [] } as const
  recorder.observe(seen)
  recorder.observe(seen)
  await journal.flush()
  const { observations } = await journal.observations({ run, after: 0, limit: 9 }, LAB)
  expect(observations).toEqual([1, 2].map((number) => ({ number, t: 2000, time: 1_750_000_005_002, after: 1, seen })))
})

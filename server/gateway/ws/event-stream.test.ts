/** One viewer's stream over a real recorder and journal, pumped by hand: what it skips, how long it then rests, what it cuts. */
import { beforeEach, expect, it } from 'vitest'
import { ManualClock } from '../../core/clock.ts'
import { MemoryJournal } from '../../journal/memory.ts'
import { line, RECORD } from '../../journal/samples.fixture.ts'
import type { LabReader } from '../../runtime/lab/reader.ts'
import { Recorder } from '../../runtime/run/recorder.ts'
import { EVENT_PREVIEW_BYTES } from '#shared/model/constants.ts'
import type { LabEvent } from '#shared/protocol/events.ts'
import { EventStream } from './event-stream.ts'

type Sent = { type: 'skipped'; from: number; to: number } | { type: 'events'; events: LabEvent[] }

let recorder: Recorder
let stream: EventStream
let sent: Sent[]
const { detail } = line(1)

beforeEach(async () => {
  const journal = new MemoryJournal()
  const { id: run } = await journal.createRun(RECORD)
  recorder = new Recorder(new ManualClock(), journal, run)
  sent = []
  const lab = { live: () => ({ recorder }), journal } as unknown as LabReader
  stream = new EventStream(lab, run, 'page', (json) => sent.push(JSON.parse(String(json)) as Sent))
})

/** So many events more are committed. */
function commits(count: number, bytes = Buffer.from('x\n')): number {
  for (let n = 0; n < count; n++) recorder.record('lines', 1, detail as never, bytes)
  recorder.committedUpTo(recorder.lastSeq)
  return recorder.lastSeq
}
/** What was sent since the last call: gaps as [from, to], events by their number. */
const news = () =>
  sent
    .splice(0)
    .flatMap((one): (number | number[])[] =>
      one.type === 'skipped' ? [[one.from, one.to]] : one.events.map(({ seq }) => seq),
    )
const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, n) => first + n)

it('with `latest`, who is further behind than 200 is told of the gap, and gets the last 40', () => {
  stream.begin('latest', 0)
  expect(stream.pump(commits(200), 0)).toBe(false)
  expect(news()).toEqual(upTo(200))
  expect(stream.pump(commits(201), 0)).toBe(false)
  expect(news()).toEqual([[201, 361], ...upTo(401, 362)])
})

it('rests 50 ms after a skip, and goes on where it was', () => {
  stream.begin('latest', 0)
  stream.pump(commits(300), 1000)
  news()
  const last = commits(1)
  expect(stream.pump(last, 1049.9)).toBe(true)
  expect(news()).toEqual([])
  expect(stream.pump(last, 1050)).toBe(false)
  expect(news()).toEqual([301])
  expect(stream.cursor).toBe(301)
})

it('with `all`, nothing is skipped however far behind, 250 events a batch', () => {
  stream.begin('all', 0)
  const last = commits(600)
  expect([stream.pump(last, 0), stream.pump(last, 0), stream.pump(last, 0)]).toEqual([true, true, false])
  expect(sent.map((one) => one.type === 'events' && one.events.length)).toEqual([250, 250, 100])
  expect(news()).toEqual(upTo(600))
})

it('cuts a payload to what the event stream carries, and says how long it is', () => {
  stream.begin('all', 0)
  stream.pump(commits(1, Buffer.alloc(EVENT_PREVIEW_BYTES, 1)), 0)
  stream.pump(commits(1, Buffer.alloc(EVENT_PREVIEW_BYTES + 1, 1)), 0)
  const [whole, cut] = sent.flatMap((one) => (one.type === 'events' ? one.events : []))
  expect([Buffer.from(whole!.bytes, 'base64').length, whole!.size]).toEqual([1024, 1024])
  expect([Buffer.from(cut!.bytes, 'base64').length, cut!.size]).toEqual([1024, 1025])
})

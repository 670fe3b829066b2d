/** A watched run whose number goes to another run: the lab came back with another data folder. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { EventPage } from '#shared/protocol/rest.ts'
import type { LabEvent } from '#shared/protocol/events.ts'
import type { Participant } from '#shared/protocol/model.ts'
import { RunState, type RunMessage } from './run.svelte.ts'

const events = (run: string, count: number): LabEvent[] =>
  Array.from({ length: count }, (_, i) => ({
    seq: i + 1,
    t: i,
    time: i,
    participant: 1,
    wakeUp: i,
    bytes: '',
    size: 0,
    text: run,
    kind: 'accepted',
  }))

const person = (name: string, id: number): Participant => ({
  id,
  name,
  via: 'tcp',
  web: true,
  address: '',
  state: 'open',
  joinedSeq: 1,
  leftSeq: null,
  sent: { bytes: 0, lines: 0 },
  received: { bytes: 0, lines: 0 },
  partialBytes: 0,
  queued: 0,
  paused: false,
})

const snapshot = (startedAt: number, participants: Participant[], after: number): RunMessage => ({
  type: 'snapshot',
  now: 0,
  run: {
    id: '1',
    program: 'relay',
    options: {},
    state: 'running',
    listeners: [],
    startedAt,
    stoppedAt: null,
    lastSeq: after,
    present: participants.length,
    trouble: null,
  },
  participants,
  listing: [],
  live: null,
  after,
})

/** Answers REST with the events of this run. */
function serve(all: readonly LabEvent[], participants: readonly Participant[]): void {
  vi.stubGlobal('fetch', (path: string) => {
    const url = new URL(path, 'http://lab')
    const after = Number(url.searchParams.get('after'))
    const limit = Number(url.searchParams.get('limit'))
    const page: EventPage = { events: all.slice(after, after + limit), scanned: all.length, lastSeq: all.length }
    return Promise.resolve(Response.json(url.pathname.endsWith('/events') ? page : { participants }))
  })
}

beforeAll(() => vi.stubGlobal('requestAnimationFrame', (call: () => void) => setImmediate(call)))
afterAll(() => vi.unstubAllGlobals())

describe('RunState', () => {
  it('keeps what it has when the same run comes back', () => {
    const state = new RunState('1', () => 'Program')
    state.receive(snapshot(1000, [person('ana', 1)], 0))
    state.receive({ type: 'events', run: '1', events: events('old', 30) })
    state.selection.choose(7)
    state.receive(snapshot(1000, [person('ana', 1)], 30))
    expect(state.view.get(6)?.text).toBe('old')
    expect(state.selection.seq).toBe(7)
    state.close()
  })

  it('forgets rows, people and selection when the number is that of another run', async () => {
    const state = new RunState('1', () => 'Program')
    state.receive(snapshot(1000, [person('ana', 1), person('bo', 2)], 0))
    state.receive({ type: 'events', run: '1', events: events('old', 30) })
    state.view.show(0, 20)
    state.selection.choose(7)
    serve(events('new', 50), [person('eve', 1)])
    state.receive(snapshot(2000, [person('eve', 1)], 30))
    expect(state.view.get(6)).toBeUndefined()
    expect(state.selection.seq).toBeNull()
    expect([state.people.name(1), state.people.name(2)]).toEqual(['eve', '#2'])
    await vi.waitFor(() => expect(state.view.get(6)?.text).toBe('new'))
    state.close()
  })
})

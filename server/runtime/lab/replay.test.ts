/**
 * Where a program is said to stand after each event of its recording is where it was shown to stand while that was the newest: each
 * program of the worksheet, in any order of what its people do. Counterparts: `server/runtime/run/shell.ts`, which records;
 * `shared/state/wait-times.ts`, which folds.
 */
import { createSocket } from 'node:dgram'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { PROGRAM_IDS, type ProgramId } from '#shared/model/programs.ts'
import type { ProcessView } from '#shared/protocol/program.ts'
import { LAB } from '../../journal/port.ts'
import { openLab, startRun } from '../../testing/lab.ts'
import { comeTo, serverFor, type Peer } from '../../testing/remote-peers.ts'
import { until } from '../../testing/raw-client.ts'
import type { Lab } from './lab.ts'

const BY = { address: '127.0.0.1' }
const who = fc.nat(2)
const text = fc.constantFrom('a', 'un\n', 'un\nde', 'ux\n', '\n', `${'x'.repeat(300)}\n`)
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('connect' as const), reads: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('say' as const), who, text }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('fin' as const, 'rst' as const, 'flood' as const), who }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('type' as const), text }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('hold' as const, 'go' as const, 'freeze' as const) }) },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** What a page would be shown, at the end of each turn of the event loop: by the newest event, the last that was shown with it. */
function watch(lab: Lab, id: string) {
  const shown = new Map<number, string>()
  let over = false
  const look = (): void => {
    if (over) return
    const live = lab.live(id)
    if (live) shown.set(live.recorder.lastSeq, JSON.stringify(live.live().processes))
    setImmediate(look)
  }
  look()
  return { shown, stop: () => (over = true) }
}

/** Where the recording has it after this event. */
async function recorded(lab: Lab, id: string): Promise<(seq: number) => string> {
  const { observations } = await lab.journal.observations({ run: id, after: 0, limit: 10_000 }, LAB)
  const moves = observations.flatMap(({ after, seen }) => (seen.kind === 'program-moved' ? [{ after, ...seen }] : []))
  return (seq) => {
    const none: readonly ProcessView[] = []
    return JSON.stringify(moves.findLast(({ after }) => after <= seq)?.processes ?? none)
  }
}

async function play(program: ProgramId, options: object, steps: readonly Step[]): Promise<void> {
  const opened = await openLab()
  const server = await serverFor(true)
  const udp = createSocket('udp4').bind(0, '127.0.0.1')
  const ends: Peer[] = []
  try {
    const { lab } = opened
    const { run, port, event } = await startRun(
      lab,
      program,
      'role' in options || isClient(program) ? { ...options, target: server.target } : options,
    )
    const watched = watch(lab, run.id)
    const listener = run.listeners[0]
    if (!listener) void server.far().then((end) => ends.push(end))
    for (const one of steps) {
      const before = lab.live(run.id)?.recorder.lastSeq
      if (before === undefined) break
      if (await does(one)) await settle(lab, run.id)
    }
    if (lab.live(run.id)) await lab.stop(run.id)
    const { seq: last } = await event('run-stopped')
    watched.stop()
    const at = await recorded(lab, run.id)
    expect(watched.shown.size).toBeGreaterThan(0)
    for (const [seq, processes] of watched.shown) {
      // It ends, and stands nowhere, in the turn that tells so.
      if (seq === last - 1 && at(seq) === '[]') continue
      expect(`${seq} ${at(seq)}`).toBe(`${seq} ${processes}`)
    }

    async function does(one: Step): Promise<boolean> {
      const live = lab.live(run.id)!
      if (one.do === 'type') {
        if (live.live().keyboard === null || live.live().keyboard?.ended) return false
        lab.type(run.id, Buffer.from(one.text))
      } else if (one.do === 'connect') {
        if (!listener) return false
        if (listener.transport === 'udp') return datagram('')
        const end = await comeTo(listener, one.reads)
        if (end) ends.push(end)
      } else if (one.do === 'hold' || one.do === 'go' || one.do === 'freeze') {
        if (one.do === 'freeze') live.freeze(live.live().frozen === undefined, BY)
        else live.stepperControl?.set(one.do === 'hold' ? 'paused' : 'running', BY)
      } else if (listener?.transport === 'udp') return one.do === 'say' ? datagram(one.text) : false
      else if ('who' in one) {
        const end = ends[one.who]
        if (!end || end.silent) return false
        if (one.do === 'say') end.say(one.text)
        else if (one.do === 'flood') end.flood()
        else if (one.do === 'fin') end.finish()
        else await end.reset()
      }
      return true
    }
    async function datagram(bytes: string): Promise<boolean> {
      await new Promise<void>((sent) => udp.send(bytes, port, '127.0.0.1', () => sent()))
      return true
    }
  } finally {
    for (const end of ends) end.end()
    server.close()
    udp.close()
    await opened.close()
  }
}

const isClient = (program: ProgramId): boolean => program === 'line-client' || program === 'udp-sender'

/** Waits until the recording grows no more for some turns: what was done may have had no effect. */
async function settle(lab: Lab, id: string): Promise<void> {
  let last = -1
  let calm = 0
  await until(
    'a turn without an event',
    () => lab.live(id)?.recorder.lastSeq ?? last,
    (seq) => {
      calm = seq === last ? calm + 1 : 0
      last = seq
      return calm > 3
    },
  )
}

const PROGRAMS: [ProgramId, object][] = PROGRAM_IDS.flatMap((id): [ProgramId, object][] => {
  switch (id) {
    case 'alternating-chat':
      return ['reading', 'writing'].flatMap((begins): [ProgramId, object][] => [
        [id, { begins }],
        [id, { begins, role: 'client' }],
      ])
    case 'duplex-chat':
      return [
        [id, {}],
        [id, { role: 'client' }],
      ]
    case 'relay-known':
      return ['in-turn', 'process-each', 'unknown'].map((strategy) => [
        id,
        { strategy, ...(strategy !== 'unknown' && { count: 2 }) },
      ])
    case 'relay':
      return ['queues', 'sendall'].map((sending) => [id, { sending }])
    default:
      return [[id, {}]]
  }
})

it.each(PROGRAMS)(
  '%s %j stands in its recording where it was shown to stand',
  { timeout: 120_000 },
  async (program, options) => {
    const steps = fc.array(step, { minLength: 4, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(steps, (some) => play(program, options, [{ do: 'connect', reads: true }, ...some])),
      { numRuns: Number(process.env['TRUTH_RUNS'] ?? 4), endOnFailure: true },
    )
  },
)

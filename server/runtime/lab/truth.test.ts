/**
 * What every view is told of a run is what the kernel has: each program on real sockets, through silence, peers that never read,
 * half lines, wrong starts, FIN and RST at any moment.
 */
import { once } from 'node:events'
import { platform } from 'node:os'
import fc from 'fast-check'
import { describe, it } from 'vitest'
import type { ProgramId } from '#shared/protocol/model.ts'
import { openLab, startRun } from '../../testing/lab.ts'
import { RawClient, until } from '../../testing/raw-client.ts'
import { lies, look, type Far } from './truth.fixture.ts'
import type { LiveRun } from './live-run.ts'

type Step =
  | { readonly do: 'connect'; readonly reads: boolean }
  | { readonly do: 'say'; readonly who: number; readonly text: string }
  | { readonly do: 'flood' | 'fin' | 'rst'; readonly who: number }
  | { readonly do: 'type'; readonly text: string }

const who = fc.nat(3)
const text = fc.constantFrom('a', 'un\n', 'un\nde', 'ux\n', '\r\n', `${'x'.repeat(300)}\n`)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('connect' as const), reads: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('say' as const), who, text }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('flood' as const, 'fin' as const, 'rst' as const), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('type' as const), text }) },
)
/** Enough to fill what a peer that never reads takes, and all that the kernel keeps for it. */
const FLOOD = `${'f'.repeat(999)}\n`.repeat(8000)

/** Plays the steps, and asks after each whether what is told is so. */
async function play(program: ProgramId, options: object, steps: readonly Step[]): Promise<void> {
  const opened = await openLab()
  const far: (Far & { client: RawClient })[] = []
  try {
    const { lab, run, port } = await startRun(opened.lab, program, options)
    const live = lab.live(run.id)!
    for (const one of steps) {
      if (lab.live(run.id) !== live) break
      await act(one, far, port, (typed) => lab.type(run.id, Buffer.from(typed)))
      await holds(live, far, () => lab.live(run.id) === live, `${program} ${JSON.stringify(one).slice(0, 80)}`)
    }
  } finally {
    for (const { socket } of far) socket.destroy()
    await opened.close()
  }
}

async function act(one: Step, far: (Far & { client: RawClient })[], port: number, type: (text: string) => void) {
  if (one.do === 'type') {
    // Only some programs have a keyboard.
    try {
      type(one.text)
    } catch {
      return
    }
    return
  }
  if (one.do === 'connect') {
    const client = await RawClient.connect(port, { reading: one.reads }).catch(() => null)
    if (client) far.push({ client, socket: client.socket, port: client.port })
    return
  }
  const known = far[one.who]
  if (!known || !known.socket.writable || known.socket.destroyed) return
  if (one.do === 'fin') return known.client.finish()
  if (one.do === 'rst') {
    const gone = once(known.socket, 'close')
    known.client.reset()
    return gone
  }
  known.client.say(one.do === 'say' ? one.text : FLOOD)
}

/** Waits until what is told is so, twice in a row: what moves is no lie yet. */
async function holds(live: LiveRun, far: readonly Far[], lives: () => boolean, what: string): Promise<void> {
  let calm = 0
  await until(
    `the truth: ${what}`,
    async () => (lives() ? lies(await look(live), far) : []),
    (found) => (calm = found.length === 0 ? calm + 1 : 0) === 2,
    8000,
  )
}

const PROGRAMS: [ProgramId, object][] = [
  ['line-server', {}],
  ['alternating-chat', {}],
  ['alternating-chat', { begins: 'writing' }],
  ['duplex-chat', {}],
  ['relay-known', { count: 2, strategy: 'in-turn' }],
  ['relay-known', { count: 2, strategy: 'process-each' }],
  ['relay-known', { count: 2, strategy: 'unknown' }],
  ['file-receiver', {}],
  ['relay', {}],
  ['relay', { sending: 'sendall' }],
]

describe.skipIf(platform() !== 'linux')('what the views are told', () => {
  it.each(PROGRAMS)('of %s %j is what the kernel has', { timeout: 120_000 }, async (program, options) => {
    const steps = fc.array(step, { minLength: 4, maxLength: 10 })
    await fc.assert(
      fc.asyncProperty(steps, (some) => play(program, options, [{ do: 'connect', reads: true }, ...some])),
      { numRuns: Number(process.env['TRUTH_RUNS'] ?? 6), endOnFailure: true },
    )
  })
})

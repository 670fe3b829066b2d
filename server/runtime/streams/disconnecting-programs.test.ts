/** A participant is taken out of a run of every program, whose other end is a real socat. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ProgramId } from '#shared/protocol/model.ts'
import type { Child } from '../../testing/child.ts'
import { openLab, startRun, type TestRun } from '../../testing/lab.ts'
import { until } from '../../testing/raw-client.ts'
import { BY, disconnect, live, sees, socatTo } from './disconnecting.fixture.ts'

let lab: Awaited<ReturnType<typeof openLab>>
beforeEach(async () => {
  lab = await openLab()
})
afterEach(() => lab.close())

/** Starts the program, and the socat that is its participant 1. */
async function play(program: ProgramId, options: object): Promise<{ room: TestRun; socat: Child }> {
  if (program === 'line-client' || ('role' in options && options.role === 'client')) {
    const socat = socatTo('TCP-LISTEN:0,bind=127.0.0.1')
    const port = () => / listening on AF=\d+ \S*:(\d+)/.exec(socat.err)?.[1]
    await until('socat to listen', port, (found) => found !== undefined)
    const target = { host: '127.0.0.1', port: Number(port()) }
    return { room: await startRun(lab.lab, program, { ...options, target }), socat }
  }
  const room = await startRun(lab.lab, program, options)
  return { room, socat: socatTo(`TCP:127.0.0.1:${room.port}`) }
}

const PROGRAMS: [ProgramId, object, 'goes on' | 'ends'][] = [
  ['line-server', {}, 'goes on'],
  ['line-client', {}, 'ends'],
  ['alternating-chat', { role: 'server' }, 'ends'],
  ['alternating-chat', { role: 'client' }, 'ends'],
  ['duplex-chat', { role: 'server' }, 'ends'],
  ['duplex-chat', { role: 'client' }, 'ends'],
  ['relay-known', { strategy: 'in-turn', count: 2 }, 'goes on'],
  ['relay-known', { strategy: 'process-each', count: 2 }, 'goes on'],
  ['relay-known', { strategy: 'unknown' }, 'goes on'],
  ['relay', {}, 'goes on'],
  ['file-receiver', {}, 'goes on'],
  ['file-sender', {}, 'goes on'],
]

describe.each(['fin', 'rst'] as const)('by %s', (how) => {
  it.each(PROGRAMS)('a participant of %s %j is gone for the program and for itself', async (program, options, then) => {
    const { room, socat } = await play(program, options)
    await room.event('connected')

    if (program === 'duplex-chat') await room.event('forked')
    disconnect(room, 1, how)
    // At once: nobody waits for it any more.
    const waits = live(room)
      ?.live()
      .processes.map((process) => process.waits?.who)
    expect(waits ?? []).not.toContain(1)
    expect(live(room)?.participants()[0]).toMatchObject({ state: 'closed' })
    await sees(socat, how)
    const asked = await room.event('disconnect')
    const closed = await room.event('closed')
    expect(asked).toMatchObject({ participant: 1, how, by: BY })
    expect(closed).toMatchObject({ participant: 1, reason: 'disconnected', unsent: 0, how, by: BY })
    expect(closed.seq).toBeGreaterThan(asked.seq)
    if (then === 'ends') await room.event('run-stopped')
    else {
      const next = await room.client()
      await until(
        'the next one',
        () => live(room)!.participants(),
        (all) => all.some(({ id, state }) => id === 2 && (state === 'open' || program === 'file-sender')),
      )
      next.reset()
    }
    expect((await room.events()).filter(({ kind }) => kind === 'closed' || kind === 'disconnect').length).toBe(
      then === 'ends'
        ? 2
        : 2 + (await room.events()).filter((one) => one.kind === 'closed' && one.participant === 2).length,
    )
  })
})

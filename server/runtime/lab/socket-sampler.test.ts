/** What the journal keeps of the kernel's figures: a real run, real tables, nobody watching. */
import { platform } from 'node:os'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { LAB } from '../../journal/port.ts'
import { socketTables } from '../../kernel/sockets.ts'
import { openLab, startRun } from '../../testing/lab.ts'
import { until } from '../../testing/raw-client.ts'
import { BACKLOG } from '#shared/model/constants.ts'
import { rowKey, type KernelRow } from '#shared/model/kernel.ts'
import { SocketSampler } from './socket-sampler.ts'

let sampler: SocketSampler
let lab: Awaited<ReturnType<typeof openLab>>
beforeEach(async () => {
  lab = await openLab()
  sampler = new SocketSampler(lab.lab, socketTables(BACKLOG))
  sampler.onFailed = (error) => expect.fail(String(error))
  onTestFinished(() => sampler.close())
})
afterEach(() => lab.close())

/** The rows as the journal has them by now. */
async function rows(run: string): Promise<KernelRow[]> {
  const now = new Map<string, KernelRow>()
  const { observations } = await lab.lab.journal.observations({ run, after: 0, limit: 1000 }, LAB)
  for (const { seen } of observations) {
    if (seen.kind !== 'sockets-seen') continue
    if (seen.whole) now.clear()
    for (const key of seen.gone) now.delete(key)
    for (const row of seen.rows) now.set(rowKey(row), row)
  }
  return [...now.values()]
}

describe.skipIf(platform() !== 'linux')('the kernel’s figures in the journal', () => {
  it('are there although nobody watches: bytes that the program does not read, and their end', async () => {
    const room = await startRun(lab.lab, 'line-server')
    const [first, second] = [await room.client(), await room.client()]
    await room.participants((states) => states.length === 2)
    second.say('cinq\n')
    const waiting = ({ participant, side, recvQ }: KernelRow) => participant === 2 && side === 'program' && recvQ === 5
    await until(
      '5 bytes in Recv-Q',
      () => rows(room.run.id),
      (all) => all.some(waiting),
    )
    first.socket.end()
    await room.event('lines', ({ participant }) => participant === 2)
    await until(
      '0 bytes in Recv-Q',
      () => rows(room.run.id),
      (all) => !all.some(waiting),
    )
    second.socket.destroy()
  })

  it('wait while the journal cannot take them, and are told afterwards; who watches sees them all the while', async () => {
    const room = await startRun(lab.lab, 'relay')
    const run = lab.lab.live(room.run.id)!
    const seen: number[] = []
    sampler.watch(room.run.id, {
      sampled: (sampled) => 'rows' in sampled && seen.push(sampled.rows.length),
      over() {},
    })
    const kept = async () =>
      (await lab.lab.journal.observations({ run: room.run.id, after: 0, limit: 1000 }, LAB)).observations.filter(
        ({ seen: { kind } }) => kind === 'sockets-seen',
      ).length
    const before = await until('the listener', kept, (count) => count > 0)
    run.setTrouble('disk-full')
    const client = await room.client()
    await until(
      'a newcomer that is not admitted yet, for who watches',
      () => seen.at(-1),
      (count) => count === 2,
    )
    expect(await kept()).toBe(before)
    run.setTrouble(null)
    await until('it, in the journal', kept, (count) => count > before)
    client.socket.destroy()
  })

  it('are told whole again after 500 observations, whatever these were, and who waits with them', async () => {
    const room = await startRun(lab.lab, 'relay')
    const run = lab.lab.live(room.run.id)!
    const whole = async () => {
      const { observations } = await lab.lab.journal.observations({ run: room.run.id, after: 0, limit: 1000 }, LAB)
      return observations.flatMap(({ seen }) => ('whole' in seen && seen.whole ? [seen.kind] : []))
    }
    const client = await room.client()
    await until(
      'who waits, and its row',
      () => rows(room.run.id),
      (all) => all.some(({ participant }) => participant === 1),
    )
    expect((await whole()).toSorted()).toEqual(['people-seen', 'sockets-seen'])
    for (let n = 0; n < 500; n++) run.recorder.observe({ kind: 'program-moved', processes: [] })
    lab.lab.freeze(room.run.id, true, { address: '127.0.0.1' })
    await until('all of it again', whole, (all) => all.length >= 4)
    expect((await whole()).toSorted()).toEqual(['people-seen', 'people-seen', 'sockets-seen', 'sockets-seen'])
    client.socket.destroy()
  })

  it('are not told again while nothing changes', async () => {
    const room = await startRun(lab.lab, 'relay')
    const client = await room.client()
    await until(
      'its row',
      () => rows(room.run.id),
      (all) => all.some(({ participant }) => participant === 1),
    )
    const other = await startRun(lab.lab, 'relay')
    const count = async () =>
      (await lab.lab.journal.observations({ run: room.run.id, after: 0, limit: 1000 }, LAB)).observations.length
    // Readings go on, since something happens in the other run.
    const before = await count()
    for (const peers = []; peers.length < 3; peers.push(await other.client())) {
      await until(
        'rows of the other',
        () => rows(other.run.id),
        (all) => all.length > 2 * peers.length,
      )
    }
    expect(await count()).toBe(before)
    client.socket.destroy()
  })
})

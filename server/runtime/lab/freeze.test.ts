/** A run that is frozen: nobody is read, the program learns of nothing, and everything comes, in order, when it is let go. */
import { readFileSync } from 'node:fs'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { platform } from 'node:os'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LISTENING_IDS } from '#programs/traits.ts'
import type { ProgramId } from '#shared/protocol/model.ts'
import { openLab, startRun, type TestRun } from '../../testing/lab.ts'
import type { RawClient } from '../../testing/raw-client.ts'
import { until } from '../../testing/raw-client.ts'

const BY = { page: 1, address: '127.0.0.1' }

let opened: Awaited<ReturnType<typeof openLab>>
beforeEach(async () => {
  opened = await openLab()
})
afterEach(() => opened.close())

const frozen = (run: TestRun): boolean => opened.lab.live(run.run.id)?.live().frozen !== undefined
async function freeze(run: TestRun, on: boolean): Promise<void> {
  opened.lab.freeze(run.run.id, on, BY)
  await until(
    'the freeze',
    () => frozen(run),
    (now) => now === on,
  )
}

/** Bytes that the kernel keeps of a client, on the program's side (proc_net_tcp(5)); null where there is no such row. */
function kept(run: TestRun, client: RawClient): number | null {
  const hex = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0')
  const ends = `0100007F:${hex(run.port)} 0100007F:${hex(client.port)} `
  const row = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .find((line) => line.includes(ends))
  const queues = /:([0-9A-F]{8}) \d\d:/.exec(row?.slice(row.indexOf(ends) + ends.length) ?? '')
  return queues ? parseInt(queues[1]!, 16) : null
}

describe('a frozen relay', () => {
  it('loses nothing of a flood, keeps its order, and leaves it in the kernel meanwhile', async () => {
    const room = await startRun(opened.lab, 'relay')
    const [ana, bob] = [await room.client(), await room.client()]
    await room.participants((states) => states.length === 2)
    ana.say('before\n')
    await until(
      'the first line',
      () => bob.heard,
      (heard) => heard === 'before\n',
    )
    await freeze(room, true)
    const said = Array.from({ length: 5000 }, (_, i) => `line ${i}\n`).join('')
    ana.say(said)
    if (platform() === 'linux') {
      const most = Math.min(said.length, 60_000)
      await until(
        'bytes in Recv-Q',
        () => kept(room, ana),
        (bytes) => (bytes ?? 0) >= most,
      )
    }
    const { lastSeq } = opened.lab.live(room.run.id)!.recorder as unknown as { lastSeq: number }
    expect(bob.heard).toBe('before\n')
    await freeze(room, false)
    await until(
      'all of it',
      () => bob.size,
      (size) => size === 'before\n'.length + said.length,
    )
    expect(bob.heard).toBe(`before\n${said}`)
    const events = await room.events()
    expect(events.filter(({ kind, seq }) => kind === 'lines' && seq <= lastSeq)).toHaveLength(1)
    expect(events.filter(({ kind }) => kind === 'freeze')).toMatchObject([
      { frozen: true, by: BY },
      { frozen: false, by: BY },
    ])
  })

  it('lets a newcomer wait unaccepted, whose words come after it', async () => {
    const room = await startRun(opened.lab, 'relay')
    const bob = await room.client()
    await room.participants((states) => states.length === 1)
    await freeze(room, true)
    const late = await room.client()
    late.say('I am late\n')
    await room.participants((states) => states.join() === 'open,waiting')
    expect((await room.event('connected', ({ participant }) => participant === 2)).accepted).toBe(false)
    await freeze(room, false)
    await until(
      'the line',
      () => bob.heard,
      (heard) => heard === 'I am late\n',
    )
    const order = (await room.events()).filter(({ participant }) => participant === 2).map(({ kind }) => kind)
    expect(order).toEqual(['connected', 'accepted', 'lines'])
  })

  it('tells of FIN and RST only afterwards', async () => {
    const room = await startRun(opened.lab, 'relay')
    const [ana, bob, cid] = [await room.client(), await room.client(), await room.client()]
    await room.participants((states) => states.length === 3)
    await freeze(room, true)
    ana.say('last words\n')
    ana.finish()
    bob.say('cut\n')
    bob.reset()
    await until('the end of bob', () => bob.closed, Boolean)
    await freeze(room, false)
    await room.event('ended', ({ participant }) => participant === 1)
    await room.event('closed', ({ participant, reason }) => participant === 2 && reason === 'reset')
    await until(
      'the words',
      () => cid.heard,
      (heard) => heard.includes('last words\n'),
    )
  })

  it('and one whose select is paused as well stays paused when it is let go', async () => {
    const room = await startRun(opened.lab, 'relay')
    const [ana, bob] = [await room.client(), await room.client()]
    await room.participants((states) => states.length === 2)
    opened.lab.setStepper(room.run.id, 'paused', BY)
    const state = () => opened.lab.live(room.run.id)!.live().select?.state
    await until('the pause', state, (now) => now === 'paused')
    await freeze(room, true)
    ana.say('one\n')
    const late = await room.client()
    await freeze(room, false)
    expect(state()).toBe('paused')
    expect(bob.heard).toBe('')
    await freeze(room, true)
    opened.lab.setStepper(room.run.id, 'running', BY)
    await until('the end of the pause', state, (now) => now === 'running')
    expect(bob.heard).toBe('')
    await freeze(room, false)
    await until(
      'the line',
      () => bob.heard,
      (heard) => heard === 'one\n',
    )
    late.say('two\n')
    await until(
      'the next line',
      () => bob.heard,
      (heard) => heard === 'one\ntwo\n',
    )
  })

  it('stops as any other', async () => {
    const room = await startRun(opened.lab, 'relay')
    const ana = await room.client()
    await room.participants((states) => states.length === 1)
    await freeze(room, true)
    ana.say('never read\n')
    await room.client()
    await opened.lab.stop(room.run.id)
    expect((await room.events()).at(-1)?.kind).toBe('run-stopped')
    await until('the end', () => ana.closed || ana.ended, Boolean)
  })

  it('lets a web participant join, whose words wait', async () => {
    const room = await startRun(opened.lab, 'relay')
    const bob = await room.client()
    await room.participants((states) => states.length === 1)
    await freeze(room, true)
    const ana = await opened.lab.join(room.run.id, 'Ana')
    ana.send(Buffer.from('from a page\n'))
    await room.participants((states) => states.length === 2)
    expect(bob.heard).toBe('')
    await freeze(room, false)
    await until(
      'the line',
      () => bob.heard,
      (heard) => heard === 'from a page\n',
    )
  })
})

/** All that read: a file sender does not. */
const READING = LISTENING_IDS.filter((id) => id !== 'file-sender')
it.each(READING)('%s learns of nothing while it is frozen, and of all of it afterwards', async (program: ProgramId) => {
  const room = await startRun(opened.lab, program, program === 'relay-known' ? { count: 2 } : {})
  // It reads nobody before all have come.
  if (program === 'relay-known') {
    await room.client()
    await room.event('connected')
  }
  const datagrams = room.run.listeners[0]?.transport === 'udp'
  await freeze(room, true)
  const before = (await room.events()).length
  const told = async () => (await room.events()).slice(before).filter(({ participant }) => participant > 0)
  if (datagrams) {
    const socket = createSocket('udp4')
    socket.send('hello\n', room.port, '127.0.0.1')
    await once(socket, 'listening')
    await until(
      'the kernel',
      () => readFileSync('/proc/net/udp', 'utf8'),
      (table) => {
        const row = table
          .split('\n')
          .find((line) => line.includes(`:${room.port.toString(16).toUpperCase().padStart(4, '0')} `))
        return row !== undefined && !/:0{8} \d\d:/.test(row)
      },
    )
    expect(await told()).toEqual([])
    await freeze(room, false)
    await room.event('datagram')
    socket.close()
    return
  }
  const client = await room.client()
  client.say('hello\n')
  client.finish()
  const { port } = client
  await room.event('connected', ({ name }) => name === `:${port}`)
  if (platform() === 'linux')
    await until(
      'Recv-Q',
      () => kept(room, client),
      (bytes) => (bytes ?? 0) > 0,
    )
  expect((await told()).map(({ kind }) => kind)).toEqual(['connected'])
  await freeze(room, false)
  await until(
    'more',
    async () => (await told()).length,
    (count) => count > 1,
  )
})

it('all runs at once, those included that start meanwhile', async () => {
  const first = await startRun(opened.lab, 'relay')
  opened.lab.freezeAll(true, BY)
  const second = await startRun(opened.lab, 'relay')
  for (const room of [first, second]) await until('the freeze', () => frozen(room), Boolean)
  expect(opened.lab.frozenSince).not.toBeNull()
  opened.lab.freezeAll(false, BY)
  for (const room of [first, second])
    await until(
      'the end of it',
      () => frozen(room),
      (now) => !now,
    )
  expect(opened.lab.frozenSince).toBeNull()
  const third = await startRun(opened.lab, 'relay')
  expect(frozen(third)).toBe(false)
})

it('keeps what is typed on the keyboard of the program', async () => {
  const room = await startRun(opened.lab, 'duplex-chat')
  const ana = await room.client()
  await room.participants((states) => states.length === 1)
  await freeze(room, true)
  opened.lab.type(room.run.id, Buffer.from('typed\n'))
  expect(opened.lab.live(room.run.id)!.live().keyboard?.lines).toBe(1)
  await freeze(room, false)
  await until(
    'the line',
    () => ana.heard,
    (heard) => heard === 'typed\n',
  )
})

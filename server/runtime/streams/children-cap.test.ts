/** Programs that fork share a bounded number of child processes: who gets none is refused, and nobody else is hurt. */
import { afterEach, expect, it } from 'vitest'
import { openLab, startRun, type TestRun } from '../../testing/lab.ts'
import { hears, until } from '../../testing/raw-client.ts'

let opened: Awaited<ReturnType<typeof openLab>>
afterEach(() => opened.close())

/** RST may come before the client knows that it is connected. */
const refused = (room: TestRun) =>
  room.client().then(
    ({ socket }) => void socket.destroy(),
    () => {},
  )

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const forked = (room: TestRun, count: number) =>
  until(
    `${count} children`,
    async () => (await room.events()).filter(({ kind }) => kind === 'forked'),
    (all) => all.length === count,
  )

it('forks no more children than the lab may have: who gets none is closed with the reason, the others go on', async () => {
  opened = await openLab({ children: 2 })
  const room = await startRun(opened.lab, 'relay-known', { count: 3, strategy: 'process-each' })
  const [ana, bob] = [await room.client(), await room.client()]
  await refused(room)
  expect(await room.event('closed')).toMatchObject({ participant: 3, reason: 'no-process' })
  await forked(room, 2)
  ana.say('un\n')
  await hears(bob, 'un\n')
  bob.say('deux\n')
  await hears(ana, 'deux\n')
  expect((await room.events()).filter(({ kind }) => kind === 'forked')).toHaveLength(2)
})

it('has one count for all runs, and a child that ends gives its place back', async () => {
  opened = await openLab({ children: 1 })
  const first = await startRun(opened.lab, 'duplex-chat')
  const ana = await first.client()
  await forked(first, 1)
  const second = await startRun(opened.lab, 'duplex-chat')
  await refused(second)
  expect(await second.event('closed')).toMatchObject({ reason: 'no-process' })
  // Nobody is left to talk to: the program ends.
  await second.event('run-stopped')
  const { child } = await first.event('forked')
  process.kill(child, 'SIGKILL')
  await first.event('child-died')
  ana.socket.destroy()
  const third = await startRun(opened.lab, 'duplex-chat')
  await third.client()
  await forked(third, 1)
})

it('gives back the places of children that never came to be', async () => {
  opened = await openLab({ children: 4 })
  const room = await startRun(opened.lab, 'relay-known', { count: 4, strategy: 'process-each' })
  const clients = [await room.client(), await room.client(), await room.client(), await room.client()]
  // All leave at once, most of them before their turn to have a process started.
  for (const { socket } of clients) socket.resetAndDestroy()
  await room.event('run-stopped')
  // The first children may need a moment more to end.
  await until(
    'four free places',
    async () => {
      const again = await startRun(opened.lab, 'relay-known', { count: 4, strategy: 'process-each' })
      const others = [await again.client(), await again.client(), await again.client()]
      // Where a place is still taken, it may be reset before it knows that it is connected.
      const last = await again.client().catch(() => null)
      await until(
        'an answer to each fork',
        async () => (await again.events()).filter(({ kind }) => kind === 'forked' || kind === 'closed'),
        (all) => all.length === 4,
      )
      const all = (await again.events()).filter(({ kind }) => kind === 'forked')
      await opened.lab.stop(again.run.id)
      for (const one of [...others, last]) one?.socket.destroy()
      // The next try begins when the children of this one are gone: else it would find their places taken, and so on for ever.
      await until(
        'its children to end',
        () => all.filter((event) => event.kind === 'forked' && isAlive(event.child)),
        ({ length }) => length === 0,
      )
      return all.length
    },
    (count) => count === 4,
  )
})

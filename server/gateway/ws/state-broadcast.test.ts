import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApp, type Tab } from '../../testing/app.ts'
import { startRun } from '../../testing/lab.ts'
import { until } from '../../testing/raw-client.ts'

let server: Awaited<ReturnType<typeof openApp>>
beforeAll(async () => {
  server = await openApp()
})
afterAll(() => server.close())

const wakeUpsOf = (tab: Tab) =>
  tab.all('live').flatMap(({ live }) => live.select?.wakeUps.map(({ number }) => number) ?? [])

describe('what a viewer is told of the wake-ups of select', () => {
  it('is the newest of them a few times a second, however often the program wakes and people come and go', async () => {
    const room = await startRun(server.lab, 'relay')
    const [ana, bob] = [await room.client(), await room.client()]
    await room.participants((states) => states.filter((state) => state === 'open').length === 2)
    const tab = await server.tab()
    tab.send({ type: 'watch', run: room.run.id, mode: 'latest' })
    await tab.receives('snapshot')

    const began = performance.now()
    const toldBefore = tab.all('live').length
    let said = 0
    // A second at least, and so often that most of it has to be left out, however slow the machine.
    while (said < 50 || performance.now() < began + 1000) {
      const guest = await room.client()
      ana.say(`${said++}\n`)
      guest.finish()
      await turn()
    }
    const seconds = (performance.now() - began) / 1000
    const told = tab.all('live').length - toldBefore
    expect(told).toBeGreaterThan(0)
    // Four a second, the one that begins the first quarter, and one that was on its way.
    expect(told).toBeLessThanOrEqual(4 * seconds + 2)

    // What is left out is left out between, and never at the end.
    const last = await room.event('lines', ({ text }) => text.endsWith(`${said - 1}\n`))
    await until(
      'the last wake-up',
      () => wakeUpsOf(tab),
      (all) => all.some((number) => number >= last.wakeUp),
    )
    bob.say('encore\n')
    const { wakeUp } = await room.event('lines', ({ text }) => text === 'encore\n')
    await until(
      'one more',
      () => wakeUpsOf(tab),
      (all) => all.includes(wakeUp),
    )
  })

  it('is each of them at once while the program is taken wake-up by wake-up', async () => {
    const room = await startRun(server.lab, 'relay')
    const ana = await room.client()
    await room.participants((states) => states.includes('open'))
    const tab = await server.tab()
    tab.send({ type: 'watch', run: room.run.id, mode: 'latest' })
    await tab.receives('snapshot')
    tab.send({ type: 'set-stepper', ref: 1, run: room.run.id, state: 'paused' })
    await tab.receives('live', ({ live }) => live.select?.state === 'paused')
    for (let n = 0; n < 5; n++) {
      ana.say(`${n}\n`)
      const before = tab.all('live').at(-1)?.live.select?.wakeUps.at(-1)?.number ?? 0
      tab.send({ type: 'set-stepper', ref: 2 + n, run: room.run.id, state: 'stepping' })
      await tab.receives(
        'live',
        ({ live: { select } }) => select?.state === 'paused' && (select.wakeUps.at(-1)?.number ?? 0) > before,
      )
    }
    const events = await room.events()
    const lines = events.filter(({ kind }) => kind === 'lines')
    expect(lines.map(({ text }) => text)).toEqual(['0\n', '1\n', '2\n', '3\n', '4\n'])
    const arrival = events.find(({ kind }) => kind === 'connected')!
    expect(new Set(wakeUpsOf(tab))).toEqual(new Set([arrival, ...lines].map(({ wakeUp }) => wakeUp)))
  })
})

describe('participants', () => {
  it('who come just before the end of a run are told before the events that name them', async () => {
    const tab = await server.tab()
    // In some of them the end comes before the next time that anything is told.
    for (let round = 0; round < 5; round++) {
      const { run, client } = await startRun(server.lab, 'relay')
      const mark = tab.messages.length
      tab.send({ type: 'watch', run: run.id, mode: 'all', after: 0 })
      await tab.receives('snapshot', (message) => message.run.id === run.id)
      const { socket } = await client()
      socket.on('end', () => socket.end())
      while (server.lab.view(run.id).present === 0) await turn()
      await server.lab.stop(run.id)
      await tab.receives('events', (all) => all.run === run.id && all.events.some(({ kind }) => kind === 'run-stopped'))
      const about = tab.messages
        .slice(mark)
        .filter((message) => 'run' in message && message.run === run.id)
        .flatMap((message) =>
          message.type === 'participants'
            ? message.participants.map(({ id, state }) => `${id} is ${state}`)
            : message.type === 'events'
              ? message.events.map(({ kind, participant }) => `${kind} ${participant}`)
              : [],
        )
      expect(about).toContain('1 is closed')
      expect(about.findIndex((one) => one.startsWith('1 is '))).toBeLessThan(about.indexOf('connected 1'))
      await tab.receives('runs', ({ runs }) => runs.some(({ id, state }) => id === run.id && state === 'stopped'))
    }
  })

  it('that are many are told of four times a second where only figures change, however often others come and go', async () => {
    const room = await startRun(server.lab, 'relay')
    const people = await Promise.all(Array.from({ length: 20 }, () => room.client()))
    await room.participants((states) => states.filter((state) => state === 'open').length === 20)
    const tab = await server.tab()
    tab.send({ type: 'watch', run: room.run.id, mode: 'latest' })
    await tab.receives('snapshot')

    const mark = tab.all('participants').length
    const news = () => tab.all('participants').slice(mark)
    const began = performance.now()
    let said = 0
    // A second at least, and so often that most of it has to be left out, however slow the machine.
    while (said < 1000 || performance.now() < began + 1000) {
      const guest = await room.client()
      for (const one of people) one.say(`${said++}\n`)
      guest.finish()
      await turn()
    }
    const seconds = (performance.now() - began) / 1000
    const full = news().filter(({ participants }) => participants.length > 16).length
    expect(full).toBeGreaterThan(0)
    expect(full).toBeLessThanOrEqual(4 * seconds + 2)

    // What is left out is told in the end.
    const sentOf = (id: number) => news().findLast(({ participants }) => participants.some((one) => one.id === id))
    await until(
      'all that they have said',
      () => people.map((_, n) => sentOf(n + 1)?.participants.find(({ id }) => id === n + 1)?.sent.lines ?? 0),
      (lines) => lines.reduce((sum, count) => sum + count, 0) === said,
    )
  })
})

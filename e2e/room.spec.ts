/** One room for terminals and browsers (question 6): everybody hears everybody else, byte for byte, come and go as they like. */
import { RunPage } from './run-page.ts'
import { expect, test } from './test.ts'

test('a line of socat is shown in the browser', async ({ lab, socat, visitor }) => {
  const ana = await socat()
  const room = await RunPage.open(await visitor(), lab)
  ana.send('bonjour à tous\n')
  await expect(room.lines('bonjour à tous')).toHaveCount(1)
  // What came before the page was opened is there as well.
  await expect(room.participant('web')).toHaveCount(0)
  const later = await RunPage.open(await visitor(), lab)
  await expect(later.lines('bonjour à tous')).toHaveCount(1)
})

test('a line of the browser reaches socat as exactly those bytes, and nobody else speaks', async ({
  lab,
  socat,
  visitor,
}) => {
  const room = await RunPage.open(await visitor(), lab)
  const bob = await socat()
  await room.join('Ana')
  await room.say('Ana', 'é, tabulation\t, <b>gras</b>')
  await room.say('Ana', '')
  await room.say('Ana', 'fin')
  await bob.hears('fin\n')
  expect(bob.text).toBe('é, tabulation\t, <b>gras</b>\n\nfin\n')
  await expect(room.lines('<b>gras</b>')).toHaveCount(1)
})

test('the browser shows its own name and what it hears, and the sender never hears itself', async ({
  lab,
  socat,
  visitor,
}) => {
  const first = await RunPage.open(await visitor(), lab)
  const second = await RunPage.open(await visitor(), lab)
  await first.join('Ana')
  await second.join('Bea')
  const carl = await socat()
  await lab.crowd(3)
  await first.say('Ana', 'je suis Ana')
  await expect(second.lines('je suis Ana')).toContainText('Ana')
  await carl.hears('je suis Ana\n')
  carl.send('je suis Carl\n')
  await expect(first.lines('je suis Carl')).toHaveCount(1)
  await second.say('Bea', 'je suis Bea')
  await carl.hears('je suis Bea\n')
  expect(carl.text).toBe('je suis Ana\nje suis Bea\n')
})

/** Names of two browsers and two socats, in the order in which they leave. */
const ORDERS = [
  ['Ana', 'yves', 'Bea', 'zoe'],
  ['zoe', 'Bea', 'yves', 'Ana'],
  ['Bea', 'Ana', 'zoe', 'yves'],
] as const

for (const order of ORDERS) {
  test(`two socats and two browsers leave in the order ${order.join(', ')}`, async ({ lab, socat, visitor }) => {
    const rooms = { Ana: await RunPage.open(await visitor(), lab), Bea: await RunPage.open(await visitor(), lab) }
    const terminals = { yves: await socat(), zoe: await socat() }
    await rooms.Ana.join('Ana')
    await rooms.Bea.join('Bea')
    await lab.crowd(4)
    const watcher = await RunPage.open(await visitor(), lab)

    const present = new Set<(typeof order)[number]>(order)
    for (const leaver of order) {
      for (const speaker of present) {
        const line = `${speaker} parle, ${present.size} présents`
        if (speaker === 'Ana' || speaker === 'Bea') await rooms[speaker].say(speaker, line)
        else terminals[speaker].send(`${line}\n`)
        for (const hearer of present) {
          if (hearer === 'Ana' || hearer === 'Bea') await expect(rooms[hearer].lines(line)).toHaveCount(1)
          else if (hearer !== speaker) await terminals[hearer].hears(`${line}\n`)
        }
        await expect(watcher.lines(line)).toHaveCount(1)
      }
      if (leaver === 'Ana') await rooms.Ana.leave('Ana', 'Partir')
      else if (leaver === 'Bea') await rooms.Bea.page.close()
      else if (leaver === 'yves') terminals.yves.interrupt()
      else await terminals.zoe.dispose()
      present.delete(leaver)
      await lab.crowd(present.size)
    }

    // The journal tells the same: a whole life for each, in one order without a gap.
    const run = await lab.run()
    const events = await lab.events(run.id)
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1))
    for (const kind of ['connected', 'closed'] as const)
      expect(events.filter((event) => event.kind === kind)).toHaveLength(4)
    expect(events.filter((event) => event.kind === 'lines')).toHaveLength(4 + 3 + 2 + 1)
  })
}

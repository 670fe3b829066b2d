/** One room for terminals and browsers (question 6): everybody hears everybody else, byte for byte, come and go as they like. */
import type { Lab } from './lab.ts'
import { RunPage } from './run-page.ts'
import { expect, test } from './test.ts'
import { until } from './until.ts'

test('a line of socat is shown in the browser', async ({ lab, socat, openPage }) => {
  const ana = await socat()
  const room = await RunPage.open(await openPage(), lab)
  ana.send('bonjour à tous\n')
  await expect(room.lines('bonjour à tous')).toHaveCount(1)
  // A page that is opened afterwards shows it as well.
  const later = await RunPage.open(await openPage(), lab)
  await expect(later.lines('bonjour à tous')).toHaveCount(1)
})

test('a line of the browser reaches socat as exactly those bytes, and nobody else speaks', async ({
  lab,
  socat,
  openPage,
}) => {
  const room = await RunPage.open(await openPage(), lab)
  const bob = await socat()
  await room.join('Ana')
  await room.send('Ana', 'é, tabulation\t, <b>gras</b>')
  await room.send('Ana', '')
  await room.send('Ana', 'fin')
  await bob.hears('fin\n')
  expect(bob.text).toBe('é, tabulation\t, <b>gras</b>\n\nfin\n')
  await expect(room.lines('<b>gras</b>')).toHaveCount(1)
})

test('the browser shows its own name and what it hears, and the sender never hears itself', async ({
  lab,
  socat,
  openPage,
}) => {
  const first = await RunPage.open(await openPage(), lab)
  const second = await RunPage.open(await openPage(), lab)
  await first.join('Ana')
  await second.join('Bea')
  const carl = await socat()
  await lab.crowd(3)
  await first.send('Ana', 'je suis Ana')
  await expect(second.lines('je suis Ana')).toContainText('Ana')
  await carl.hears('je suis Ana\n')
  carl.send('je suis Carl\n')
  await expect(first.lines('je suis Carl')).toHaveCount(1)
  await second.send('Bea', 'je suis Bea')
  await carl.hears('je suis Bea\n')
  expect(carl.text).toBe('je suis Ana\nje suis Bea\n')
})

/** Two browsers and two terminals, in the order in which they leave, and how. */
const ORDERS = [
  ['Ana', 'yves', 'Bea', 'zoe'],
  ['zoe', 'Bea', 'yves', 'Ana'],
  ['Bea', 'Ana', 'zoe', 'yves'],
] as const

for (const order of ORDERS) {
  test(`two socats and two browsers leave in the order ${order.join(', ')}`, async ({ lab, socat, openPage }) => {
    const rooms = { Ana: await RunPage.open(await openPage(), lab), Bea: await RunPage.open(await openPage(), lab) }
    const terminals = { yves: await socat(), zoe: await socat() }
    await rooms.Ana.join('Ana')
    await rooms.Bea.join('Bea')
    await lab.crowd(4)
    const watcher = await RunPage.open(await openPage(), lab)

    const leave = {
      Ana: () => rooms.Ana.disconnect('Ana', 'Partir'),
      Bea: () => rooms.Bea.page.close(),
      yves: () => terminals.yves.interrupt(),
      zoe: () => terminals.zoe.dispose(),
    }
    const present = new Set<(typeof order)[number]>(order)
    for (const leaver of order) {
      for (const speaker of present) {
        const line = `${speaker} parle, ${present.size} présents`
        if (speaker === 'Ana' || speaker === 'Bea') await rooms[speaker].send(speaker, line)
        else terminals[speaker].send(`${line}\n`)
        for (const hearer of present) {
          if (hearer === 'Ana' || hearer === 'Bea') await expect(rooms[hearer].lines(line)).toHaveCount(1)
          else if (hearer !== speaker) await terminals[hearer].hears(`${line}\n`)
        }
        await expect(watcher.lines(line)).toHaveCount(1)
      }
      await leave[leaver]()
      present.delete(leaver)
      await until(`the lab has seen ${order.length - present.size} leave`, async () => {
        return (await whoLeft(lab)).size === order.length - present.size
      })
    }

    const events = await lab.events((await lab.run()).id)
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1))
    expect(events.filter((event) => event.kind === 'connected')).toHaveLength(4)
    expect(events.filter((event) => event.kind === 'lines')).toHaveLength(4 + 3 + 2 + 1)
  })
}

/**
 * Numbers of the participants whose FIN or RST has come. The end of a program is a FIN for its peer, which goes on
 * writing to it until an answer says that nobody is there (RFC 9293, 3.10.7.1): such a one still counts as present.
 */
async function whoLeft(lab: Lab): Promise<Set<number>> {
  const events = await lab.events((await lab.run()).id)
  return new Set(
    events.filter(({ kind }) => kind === 'ended' || kind === 'closed').map(({ participant }) => participant),
  )
}

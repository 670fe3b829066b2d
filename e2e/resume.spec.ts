/** A reload, a cut, a closed tab: who speaks from a browser comes back or leaves, and nothing is lost or doubled. */
import type { LabEvent } from '#shared/protocol/events.ts'
import { Cable } from './cable.ts'
import type { Lab } from './lab.ts'
import { RunPage } from './run-page.ts'
import { everyRow, rowCount } from './table.ts'
import { expect, test as base } from './test.ts'
import { until } from './until.ts'
import { Witness } from './witness.ts'

const test = base.extend<{ cable: { address: string; cable: Cable } }>({
  cable: async ({}, use) => {
    const cable = new Cable()
    const address = await cable.start()
    await use({ address, cable })
    await cable.dispose()
  },
})

const LOST = 'Connexion au labo perdue'

/** The table, leafed through from end to end, is the journal: every event once, in order, with its text. */
async function showsTheJournal(room: RunPage, lab: Lab): Promise<LabEvent[]> {
  const events = await lab.events((await lab.run()).id)
  await expect.poll(() => rowCount(room.page)).toBe(events.length)
  const rows = await everyRow(room.page)
  expect(rows.map(({ place, seq }) => [place, seq])).toEqual(events.map(({ seq }) => [seq, seq]))
  for (const [index, event] of events.entries()) {
    if (event.kind === 'lines') expect(rows[index]?.text).toContain(event.text.split('\n')[0])
  }
  return events
}

test('a reload brings the web participants back, on the same connections', async ({ lab, socat, openPage }) => {
  const room = await RunPage.open(await openPage(), lab)
  const bob = await socat()
  await room.join('Ana')
  await room.join('Bea')
  await room.send('Bea', 'avant')
  await bob.hears('avant\n')
  await room.page.reload()
  await room.send('Bea', 'Bea est revenue')
  await room.page.getByRole('button', { name: 'Ana', exact: true }).click()
  await room.send('Ana', 'Ana aussi')
  await bob.hears('Ana aussi\n')
  expect(bob.text).toBe('avant\nBea est revenue\nAna aussi\n')
  bob.send('bon retour\n')
  await expect(room.lines('bon retour')).toHaveCount(1)
  const events = await showsTheJournal(room, lab)
  expect(events.filter(({ kind }) => kind === 'connected')).toHaveLength(3)
  expect(events.filter(({ kind }) => kind === 'closed')).toHaveLength(0)
})

test('after a cut the page has every event once, and what was typed meanwhile is said once', async ({
  lab,
  socat,
  openPage,
  cable: { address, cable },
}) => {
  const page = await openPage({ proxy: { server: address } })
  const witness = new Witness(page)
  const room = await RunPage.open(page, lab)
  const run = (await lab.run()).id
  const bob = await socat()
  await room.join('Ana')
  for (let n = 1; n <= 10; n++) bob.send(`avant ${n}\n`)
  await expect(room.lines('avant 10')).toHaveCount(1)

  cable.pull()
  await expect(page.getByText(LOST)).toBeVisible()
  const { lastSeq } = await lab.run()
  for (let n = 1; n <= 30; n++) {
    bob.send(`pendant ${n}\n`)
    await until(`line ${n} is in the journal`, async () => (await lab.run()).lastSeq === lastSeq + n)
  }
  await room.message('Ana').fill('dit pendant la coupure')
  await room.message('Ana').press('Enter')
  await expect(page.getByText(/^1\smessage attend/)).toBeVisible()
  await expect(room.lines('pendant 30')).toHaveCount(0)
  await expect(room.lines('avant 10')).toHaveCount(1)

  cable.plug()
  await page.getByRole('button', { name: 'Réessayer maintenant' }).click()
  await expect(page.getByText(LOST)).toBeHidden()
  await expect(room.lines('pendant 30')).toHaveCount(1)
  await bob.hears('dit pendant la coupure\n')
  await room.send('Ana', 'me revoilà')
  await bob.hears('me revoilà\n')
  expect(bob.text).toBe('dit pendant la coupure\nme revoilà\n')

  const events = await showsTheJournal(room, lab)
  expect(events.filter(({ kind }) => kind === 'closed')).toEqual([])
  expect(witness.connections).toBeGreaterThan(1)
  // The event stream itself went on exactly where it had stopped.
  const seqs = witness.events(run).map(({ seq }) => seq)
  expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index))
})

test('a browser that is offline says so, and comes back by itself', async ({ lab, socat, openPage }) => {
  const page = await openPage()
  const room = await RunPage.open(page, lab)
  const bob = await socat()
  await room.join('Ana')
  await page.context().setOffline(true)
  await expect(page.getByText(LOST)).toBeVisible()
  bob.send('entends-tu ?\n')
  await page.context().setOffline(false)
  await expect(page.getByText(LOST)).toBeHidden()
  await expect(room.lines('entends-tu ?')).toHaveCount(1)
  await room.send('Ana', 'oui')
  await bob.hears('oui\n')
  const events = await showsTheJournal(room, lab)
  expect(events.filter(({ kind }) => kind === 'closed')).toEqual([])
})

test('closing the tab closes its participants, and nobody else’s', async ({ lab, socat, openPage }) => {
  const room = await RunPage.open(await openPage(), lab)
  const other = await RunPage.open(await openPage(), lab)
  const bob = await socat()
  await room.join('Ana')
  await room.join('Bea')
  await other.join('Carl')
  await lab.crowd(4)
  await room.page.close()
  // A reload would have had its time to come back by now. They are reset: half-closed they would keep their places.
  for (const name of ['Ana', 'Bea']) await expect(other.participant(name)).toContainText('parti')
  await other.send('Carl', 'il reste quelqu’un ?')
  await bob.hears('il reste quelqu’un ?\n')
  bob.send('oui, moi\n')
  await expect(other.lines('oui, moi')).toHaveCount(1)
  const events = await lab.events((await lab.run()).id)
  const gone = events.filter(({ kind }) => kind === 'closed').map(({ participant }) => participant)
  expect(new Set(gone).size).toBe(2)
  await lab.crowd(2)
})

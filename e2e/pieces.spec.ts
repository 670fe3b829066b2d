/** A web participant sends in pieces and ends in each way, with a real socat beside: exact bytes, and the reads in the inspector. */
import type { Page } from '@playwright/test'
import { RunPage } from './run-page.ts'
import { expect, test } from './test.ts'
import { until } from './until.ts'

test.use({ viewport: { width: 1440, height: 900 } })

async function sendAs(room: RunPage, text: string, way: string | RegExp): Promise<void> {
  await room.message('Ana').fill(text)
  await room.page.getByRole('button', { name: 'Envoyer autrement' }).click()
  await room.page.getByRole('menuitem', { name: way }).click()
  await expect(room.message('Ana')).toHaveValue('')
}

/** Chips of the chosen event: sizes, lines, reads. */
const detail = (page: Page) => page.getByRole('region', { name: 'Événement en détail' })

test('in four ways: socat hears exactly the bytes, and the inspector tells reads from lines', async ({
  lab,
  socat,
  visitor,
}) => {
  const room = await RunPage.open(await visitor(), lab)
  const { page } = room
  const bob = await socat()
  await room.join('Ana')
  await lab.crowd(2)

  await sendAs(room, 'bonjour', /Octet par octet/)
  await bob.hears('bonjour\n')
  await room.lines('bonjour').click()
  await expect(detail(page)).toContainText('8 lectures')
  await expect(detail(page).getByRole('list', { name: 'recv' }).getByRole('listitem')).toHaveCount(8)
  await expect(detail(page)).toContainText('Il a fallu plusieurs recv pour une seule ligne')

  await sendAs(room, 'café noir', /au milieu d’un caractère/)
  await bob.hears('café noir\n')
  await room.lines('café noir').click()
  await expect(detail(page)).toContainText('2 lectures')
  await expect(detail(page)).toContainText('au milieu d’un caractère')
  await expect(detail(page).getByRole('list', { name: 'Appels système' })).toContainText('"caf\\xc3"')

  await sendAs(room, 'encore', /Deux lignes en une écriture/)
  await bob.hears('encore\nencore\n')
  await room.lines('encore').click()
  await expect(detail(page)).toContainText('1 lecture')
  await expect(detail(page).getByRole('list', { name: 'lignes' }).getByRole('listitem')).toHaveCount(2)

  await sendAs(room, 'sans fin', /Sans fin de ligne/)
  await expect(room.participant('Ana')).toContainText('8 o d’une ligne inachevée')
  await room.leave('Ana', 'Ne plus parler')
  await bob.hears('sans fin')
  expect(bob.text).toBe('bonjour\ncafé noir\nencore\nencore\nsans fin')
  // It said FIN and still hears.
  bob.send('tu entends encore\n')
  await expect(room.participant('Ana')).toContainText('FIN envoyé')
  await expect(room.lines('tu entends encore')).toHaveCount(1)
})

test('a way that has nothing to show says so', async ({ lab, visitor }) => {
  const room = await RunPage.open(await visitor(), lab)
  await room.join('Ana')
  await room.message('Ana').fill('cafe')
  await room.page.getByRole('button', { name: 'Envoyer autrement' }).click()
  const item = room.page.getByRole('menuitem', { name: /au milieu d’un caractère/ })
  await expect(item).toHaveAttribute('aria-disabled', 'true')
  await expect(item).toContainText('essayez é, € ou 😀')
})

for (const [how, reason] of [
  ['Partir', 'finished'],
  ['Couper', 'reset'],
] as const) {
  test(`to end with « ${how} » is ${reason} for the lab`, async ({ lab, visitor }) => {
    const room = await RunPage.open(await visitor(), lab)
    await room.join('Ana')
    await room.leave('Ana', how)
    const id = (await lab.run()).id
    const closed = async () => (await lab.events(id)).find((event) => event.kind === 'closed' || event.kind === 'ended')
    await until('the end is recorded', async () => (await closed()) !== undefined)
    const end = await closed()
    // A FIN ends one direction of a relay; an RST, both.
    expect(end).toMatchObject(reason === 'reset' ? { kind: 'closed', reason } : { kind: 'ended' })
  })
}

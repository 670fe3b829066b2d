/** A web participant sends in pieces and ends in each way, with a real socat beside: exact bytes, and the reads in the inspector. */
import type { Page } from '@playwright/test'
import { RunPage } from './run-page.ts'
import { expect, test } from './test.ts'

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
  openPage,
}) => {
  const room = await RunPage.open(await openPage(), lab)
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
  await room.disconnect('Ana', 'Ne plus parler')
  await bob.hears('sans fin')
  expect(bob.text).toBe('bonjour\ncafé noir\nencore\nencore\nsans fin')
  // It said FIN and still hears.
  bob.send('tu entends encore\n')
  await expect(room.participant('Ana')).toContainText('FIN envoyé')
  await expect(room.lines('tu entends encore')).toHaveCount(1)
})

test('a way that has nothing to show says so', async ({ lab, openPage }) => {
  const room = await RunPage.open(await openPage(), lab)
  await room.join('Ana')
  await room.message('Ana').fill('cafe')
  await room.page.getByRole('button', { name: 'Envoyer autrement' }).click()
  const item = room.page.getByRole('menuitem', { name: /au milieu d’un caractère/ })
  await expect(item).toHaveAttribute('aria-disabled', 'true')
  await expect(item).toContainText('essayez é, € ou 😀')
})

/** What the program's trace tells of Ana, from her end on; and a real socat that speaks to her after it. */
async function endOf(room: RunPage, how: 'Ne plus parler' | 'Partir' | 'Couper') {
  await room.join('Ana')
  await room.disconnect('Ana', how)
  await room.page.getByRole('tab', { name: 'Trace' }).click()
  return room.page.getByRole('grid', { name: 'Trace des appels système' }).getByRole('row')
}

test('« Ne plus parler » is FIN in one direction: the program reads the end, and Ana hears socat still', async ({
  lab,
  socat,
  openPage,
}) => {
  const room = await RunPage.open(await openPage(), lab)
  const bob = await socat()
  const rows = await endOf(room, 'Ne plus parler')
  await expect(rows.filter({ hasText: 'recv(Ana, 65536) = 0' })).toContainText('(FIN reçu)')
  bob.send('encore\n')
  await expect(rows.filter({ hasText: '"encore\\n"' })).toContainText('send(Ana, 7)')
  await expect(room.participant('Ana')).toContainText('FIN envoyé')
  expect((await lab.run()).present).toBe(2)
})

test('« Partir » is FIN as well, but what socat says afterwards is answered by RST', async ({
  lab,
  socat,
  openPage,
}) => {
  const room = await RunPage.open(await openPage(), lab)
  const bob = await socat()
  const rows = await endOf(room, 'Partir')
  await expect(rows.filter({ hasText: 'recv(Ana, 65536) = 0' })).toContainText('(FIN reçu)')
  // The first line is answered by RST, and the next one fails of it.
  bob.send('encore\n')
  await expect(rows.filter({ hasText: '"encore\\n"' })).toContainText('send(Ana, 7)')
  bob.send('toujours\n')
  await expect(rows.filter({ hasText: 'close(Ana)' })).toContainText('send(Ana) = -1 EPIPE  (RST)')
  await lab.crowd(1)
})

test('« Couper » is RST at once', async ({ lab, openPage }) => {
  const room = await RunPage.open(await openPage(), lab)
  const rows = await endOf(room, 'Couper')
  await expect(rows.filter({ hasText: 'close(Ana)' })).toContainText('recv(Ana, 65536) = -1 ECONNRESET  (RST)')
  await expect(rows.filter({ hasText: 'recv(Ana, 65536) = 0' })).toHaveCount(0)
  await lab.crowd(0)
})

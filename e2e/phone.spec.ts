/** The run page in a hand: one column, sheets, the composer at the bottom. */
import { RunPage } from './run-page.ts'
import { expect, test } from './test.ts'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

test('a phone joins, speaks, reads, and looks at an event', async ({ lab, socat, openPage }) => {
  const page = await openPage()
  const room = await RunPage.open(page, lab)
  const bob = await socat()
  await room.join('Ana')
  await room.send('Ana', 'depuis mon téléphone')
  await bob.hears('depuis mon téléphone\n')
  bob.send('bien reçu\n')
  await expect(room.lines('bien reçu')).toBeVisible()

  await room.lines('bien reçu').tap()
  const sheet = page.getByRole('dialog')
  await expect(sheet.getByRole('group', { name: 'Octets' })).toContainText('62 69 65 6e')
  await sheet.getByRole('button', { name: 'Fermer le détail' }).tap()
  await expect(sheet).toBeHidden()

  await page.getByRole('button', { name: 'Participants' }).tap()
  await expect(page.getByRole('dialog', { name: 'Participants' }).getByRole('listitem')).toHaveCount(2)
  await page.getByRole('button', { name: 'Fermer' }).tap()

  await page.getByRole('tab', { name: 'Échelle' }).tap()
  await expect(page.getByRole('option', { name: /bien reçu/ })).toBeVisible()
  // Nothing sticks out to the side, and the composer is in reach of a thumb.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  const composer = await page.getByRole('region', { name: 'Parler' }).boundingBox()
  expect(Math.round((composer?.y ?? 0) + (composer?.height ?? 0))).toBe(844)
  for (const control of await page.getByRole('button').all()) {
    const box = await control.boundingBox()
    expect.soft(box?.height ?? 0, await control.innerText()).toBeGreaterThanOrEqual(24)
  }
})

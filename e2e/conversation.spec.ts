/** The conversation of one participant: read in order, as text or bytes, copied, and saved byte for byte in either direction. */
import { readFile } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { RunPage } from './run-page.ts'
import { expect, test } from './test.ts'

const turns = (page: Page): Locator => page.getByRole('listbox', { name: /^Conversation de/ }).getByRole('option')

async function clean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
}

async function saved(page: Page, item: RegExp): Promise<{ name: string; bytes: Buffer }> {
  await page.getByRole('button', { name: 'Copier ou enregistrer' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: item }).click(),
  ])
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
}

test('is told in order, and saved byte for byte in either direction, live and from the past', async ({
  lab,
  socat,
  openPage,
}) => {
  const page = await openPage()
  const room = await RunPage.open(page, lab)
  const bob = await socat()
  const port = `:${await bob.connected()}`
  // What was said before it came is not among it.
  await room.join('Ana')
  const eve = await socat()
  bob.send('un\tdeux\r\n')
  await expect(room.lines('un')).toBeVisible()
  await room.send('Ana', 'réponse')
  await bob.hears('réponse\n')
  bob.send('pas de fin')
  await room
    .participant(port)
    .getByRole('button', { name: `Actions sur ${port}` })
    .click()
  await page.getByRole('menuitem', { name: 'Sa conversation' }).click()
  await expect(page.getByRole('tab', { name: 'Conversation' })).toHaveAttribute('aria-selected', 'true')
  await expect(turns(page)).toHaveCount(4)
  await expect(turns(page).nth(1)).toContainText('un⇥deux\\r↵')
  await expect(turns(page).nth(1)).toHaveAccessibleName(new RegExp(`^${port} à Programme, `))
  await expect(turns(page).nth(2)).toHaveAccessibleName(new RegExp(`^vous à ${port}, `))
  await expect(turns(page).nth(3)).toContainText('pas encore de ↵')
  await clean(page)

  await page.getByRole('button', { name: 'Hexa' }).click()
  await expect(turns(page).nth(1)).toContainText('75 6e 09 64 65 75 78 0d')
  await clean(page)

  expect((await saved(page, /ce que :\d+ envoie/)).bytes.toString()).toBe('un\tdeux\r\npas de fin')
  const heard = await saved(page, /ce que :\d+ reçoit/)
  expect(heard.bytes.toString()).toBe('réponse\n')
  expect(heard.name).toMatch(/^\d+-\d+-received\.bin$/)
  // Whoever came later heard what came later.
  await page.getByLabel('Conversation de', { exact: true }).selectOption(`:${await eve.connected()}`)
  expect((await saved(page, /reçoit/)).bytes.toString()).toBe('un\tdeux\r\nréponse\n')

  // By keys: a turn is chosen, and its bytes stand in the inspector.
  await page.getByRole('listbox', { name: /^Conversation de/ }).focus()
  await page.keyboard.press('End')
  await expect(page.getByRole('region', { name: 'Détail', exact: false }).first()).toContainText('réponse')

  // The same when the run is over.
  const run = await lab.run()
  await lab.api(`/runs/${run.id}`, { method: 'DELETE' })
  const later = await openPage()
  await later.goto(`${lab.url}/runs/${run.id}`)
  await later.getByRole('tab', { name: 'Conversation' }).click()
  await later.getByLabel('Conversation de', { exact: true }).selectOption(port)
  // With its FIN the line came to its end without one.
  await expect(turns(later).filter({ hasText: 'sans ↵' })).toHaveCount(1)
  expect((await saved(later, /envoie/)).bytes.toString()).toBe('un\tdeux\r\npas de fin')
})

test('goes to the clipboard with times and directions', async ({ lab, openPage }) => {
  const page = await openPage({ permissions: ['clipboard-read', 'clipboard-write'] })
  const room = await RunPage.open(page, lab)
  await room.join('Ana')
  await room.send('Ana', 'bonjour')
  await page.getByRole('tab', { name: 'Conversation' }).click()
  await expect(turns(page).filter({ hasText: 'bonjour' })).toHaveCount(1)
  await page.getByRole('button', { name: 'Copier ou enregistrer' }).click()
  await page.getByRole('menuitem', { name: 'Copier la conversation' }).click()
  await expect(page.getByText('Copié : 1 message.')).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^\d+,\d{3}\tAna → Programme\tbonjour↵\n$/)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('comes first, one’s own, and nothing sticks out', async ({ lab, socat, openPage }) => {
    const page = await openPage()
    const run = await lab.run()
    await page.goto(`${lab.url}/runs/${run.id}`)
    await expect(page.getByRole('tab').first()).toHaveAccessibleName('Conversation')
    await expect(page.getByRole('tab', { name: 'Conversation' })).toHaveAttribute('aria-selected', 'true')
    const bob = await socat()
    await page.getByRole('textbox', { name: 'Votre nom' }).fill('Ana')
    await page.getByRole('button', { name: 'Se connecter' }).tap()
    await expect(page.getByRole('textbox', { name: 'Message de Ana' })).toBeVisible()
    bob.send('bien reçu\n')
    await expect(turns(page).filter({ hasText: 'bien reçu' })).toBeVisible()
    await expect(page.getByLabel('Conversation de', { exact: true })).toContainText('Ana (vous)')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    for (const tab of await page.getByRole('tab').all()) await expect(tab).toBeInViewport({ ratio: 1 })
    await clean(page)
  })
})

test('a terminal gets a name, which every view has, and the run keeps', async ({ lab, socat, openPage }) => {
  const page = await openPage()
  const room = await RunPage.open(page, lab)
  await room.join('Ana')
  const bob = await socat()
  const port = `:${await bob.connected()}`
  bob.send('salut\n')
  const menu = (name: string) => room.participant(name).getByRole('button', { name: `Actions sur ${name}` })
  await menu(port).click()
  await page.getByRole('menuitem', { name: 'Donner un nom' }).click()
  const dialog = page.getByRole('dialog', { name: `Qui est ${port}` })
  await dialog.getByLabel('Nom').fill('ana')
  await dialog.getByRole('button', { name: 'Nommer' }).click()
  await expect(dialog.getByRole('alert')).toContainText('ana')
  await clean(page)
  await dialog.getByLabel('Nom').fill('Bob')
  await dialog.getByLabel('Nom').press('Enter')
  await expect(dialog).toBeHidden()

  const other = await openPage()
  const there = await RunPage.open(other, lab)
  await expect(there.participant('Bob')).toBeVisible()
  await expect(there.lines('s’appelle Bob · nommé par la page de Ana')).toHaveCount(1)
  await expect(there.lines('salut')).toContainText('Bob')
  await other.getByRole('tab', { name: 'Échelle' }).click()
  await expect(other.getByRole('option', { name: /Bob dit à/ })).toHaveCount(1)
  await other.getByRole('tab', { name: 'Trace' }).click()
  await expect(other.getByText('recv(Bob').first()).toBeVisible()

  // The lab ends and begins again: the name is part of what it kept.
  const run = await lab.run()
  await lab.stop()
  await lab.restart()
  const later = await openPage()
  await later.goto(`${lab.url}/runs/${run.id}`)
  await later.getByRole('tab', { name: 'Conversation' }).click()
  await later.getByLabel('Conversation de', { exact: true }).selectOption('Bob')
  await expect(turns(later).filter({ hasText: 'salut' })).toHaveAccessibleName(/^Bob à Programme/)
})

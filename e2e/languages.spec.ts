/** The page speaks the browser's language where it can, French otherwise, and remembers what was chosen. */
import type { Page } from '@playwright/test'
import { RunPage } from './run-page.ts'
import { expect, test } from './test.ts'

const html = (page: Page) => page.locator('html')

for (const [locale, lang, title] of [
  ['fr-FR', 'fr', 'Voyez passer chaque octet'],
  ['en-GB', 'en', 'See every byte go by'],
  ['de-DE', 'fr', 'Voyez passer chaque octet'],
] as const) {
  test(`a browser in ${locale} is greeted in ${lang}`, async ({ openPage }) => {
    const page = await openPage({ locale })
    await expect(html(page)).toHaveAttribute('lang', lang)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
  })
}

test('the language is switched in place, and remembered', async ({ lab, openPage }) => {
  const page = await openPage()
  const { page: room } = await RunPage.open(page, lab)
  const language = (group: string, name: string) =>
    room.getByRole('group', { name: group }).getByRole('button', { name })
  await room.getByRole('textbox', { name: 'Votre nom' }).fill('Ana')
  await language('Langue', 'English').click()
  await expect(html(room)).toHaveAttribute('lang', 'en')
  await expect(room.getByRole('tab', { name: 'Ladder' })).toBeVisible()
  await expect(room.getByRole('button', { name: 'Join', exact: true })).toBeVisible()
  await expect(room).toHaveTitle(/^Relay · /)
  // What is being typed survives the change.
  await expect(room.getByRole('textbox', { name: 'Your name' })).toHaveValue('Ana')

  await room.reload()
  await expect(html(room)).toHaveAttribute('lang', 'en')
  await expect(room.getByRole('grid', { name: 'Table of events' })).toBeVisible()

  await language('Language', 'Français').click()
  await expect(html(room)).toHaveAttribute('lang', 'fr')
  await expect(room.getByRole('tab', { name: 'Échelle' })).toBeVisible()
  await expect(room).toHaveTitle(/^Relais · /)
  await room.goto('/')
  await expect(room.getByRole('heading', { level: 2, name: 'Les questions de la feuille' })).toBeVisible()
})

test('errors are told in the language of the page', async ({ lab, openPage }) => {
  for (const [locale, dialogName, port, submit, sentence] of [
    ['fr-FR', 'Nouvelle séance', 'Port d’écoute', 'Démarrer', /^Le port \d+ .*occupé/],
    ['en-GB', 'New run', 'Listening port', 'Start', /^Port \d+ .*in use/],
  ] as const) {
    const page = await openPage({ locale })
    await page.getByRole('button', { name: dialogName }).click()
    const dialog = page.getByRole('dialog', { name: dialogName })
    await expect(dialog.getByLabel(port)).not.toHaveValue('')
    await dialog.getByLabel(port).fill(String(lab.port))
    await dialog.getByRole('button', { name: submit }).click()
    await expect(dialog.getByRole('alert')).toHaveText(sentence)
    await expect(dialog.getByRole('alert')).toContainText(String(lab.port))
  }
  // Neither attempt has disturbed the run whose port it is.
  expect((await lab.run()).state).toBe('running')
})

test('the theme follows the system until one is chosen, which is remembered', async ({ openPage }) => {
  const page = await openPage({ colorScheme: 'dark' })
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  await expect(html(page)).toHaveAttribute('data-theme', 'dark')
  const dark = await ground()
  await page.getByRole('button', { name: 'Affichage et aide' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Clair' }).click()
  await expect(html(page)).toHaveAttribute('data-theme', 'light')
  expect(await ground()).not.toBe(dark)
  await page.reload()
  await expect(html(page)).toHaveAttribute('data-theme', 'light')
  await page.getByRole('button', { name: 'Affichage et aide' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Comme le système' }).click()
  await expect(html(page)).toHaveAttribute('data-theme', 'dark')
  await page.emulateMedia({ colorScheme: 'light' })
  await expect(html(page)).toHaveAttribute('data-theme', 'light')
})

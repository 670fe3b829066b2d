/** Hands are raised from pages and stand on the wall by rank; the teacher lowers one, or all. In French. */
import type { Page } from '@playwright/test'
import { RunPage } from './run-page.ts'
import { asTeacher } from './teacher.ts'
import { expect, test } from './test.ts'

test.use({ args: ['--class'] })

const raise = (page: Page) => page.getByRole('button', { name: 'Lever la main' }).first()
const up = (page: Page) => page.getByRole('button', { name: 'Main levée' }).first()

test('two hands are up in their order, with a word; one is lowered by a key, the other by its own page', async ({
  lab,
  openPage,
}) => {
  const run = `/runs/${(await lab.run()).id}`
  const teacher = await asTeacher(await openPage(), lab)
  await expect(raise(teacher)).toHaveCount(0)
  const pages: Page[] = []
  for (const name of ['Ana', 'Bob']) {
    const page = await openPage()
    await page.goto(run)
    await new RunPage(page).join(name)
    pages.push(page)
  }
  const [ana, bob] = pages as [Page, Page]
  await teacher.goto('/class')

  await raise(bob).click()
  await bob.getByRole('textbox', { name: 'Un mot' }).fill('recv ne rend rien')
  await bob.getByRole('dialog').getByRole('button', { name: 'Lever la main' }).click()
  const tile = (name: string) => teacher.locator('[data-number]', { hasText: name })
  await expect(tile('Bob')).toContainText('main levée, n°\u00a01')
  await expect(tile('Bob')).toContainText('recv ne rend rien')
  await raise(ana).click()
  await ana.getByRole('dialog').getByRole('button', { name: 'Lever la main' }).click()
  await expect(tile('Ana')).toContainText('main levée, n°\u00a02')
  await expect(teacher.getByText('mains levées')).toBeVisible()

  // A message stands on every page, on those that come later too, and may be put away.
  await teacher.keyboard.press('m')
  const writing = teacher.getByRole('dialog', { name: 'Message à tous' })
  await expect(writing.getByRole('textbox')).toBeFocused()
  await writing.getByRole('textbox').fill('regardez le tableau')
  await writing.getByRole('button', { name: 'Envoyer' }).click()
  for (const page of [ana, bob, teacher]) await expect(page.getByText('regardez le tableau')).toBeVisible()
  await ana.getByRole('button', { name: 'Ranger' }).click()
  await expect(ana.getByText('regardez le tableau')).toHaveCount(0)

  // It is the person's: a reload finds it up.
  await ana.reload()
  await expect(up(ana)).toHaveAttribute('aria-pressed', 'true')

  await expect(ana.getByText('regardez le tableau')).toBeVisible()
  // Who has put it away where it was written takes it back all the same.
  await teacher.getByRole('button', { name: 'Ranger' }).click()
  await expect(teacher.getByText('regardez le tableau')).toHaveCount(0)
  await teacher.getByRole('button', { name: 'Reprendre' }).click()
  for (const page of [ana, bob, teacher]) await expect(page.getByText('regardez le tableau')).toHaveCount(0)

  await tile('Bob').focus()
  await teacher.keyboard.press('b')
  await expect(raise(bob)).toHaveAttribute('aria-pressed', 'false')
  await expect(tile('Ana')).toContainText('main levée, n°\u00a01')
  // The sheet says what the teacher sees, and takes another word; the place stays.
  await up(ana).click()
  const sheet = ana.getByRole('dialog', { name: 'Main levée' })
  await expect(sheet).toContainText('vous êtes le 1er dans la file')
  const seen = sheet.getByRole('region', { name: 'Le professeur voit ceci de vous' })
  await expect(seen).toContainText('Ana')
  await expect(seen).toContainText('connecté')
  await expect(sheet.getByRole('switch', { name: 'Montrer mon programme à tous' })).toBeDisabled()
  await sheet.getByRole('textbox', { name: 'Un mot' }).fill('et accept')
  await sheet.getByRole('button', { name: 'Envoyer le mot' }).click()
  await expect(tile('Ana')).toContainText('et accept')
  await up(ana).click()
  await sheet.getByRole('button', { name: 'Baisser la main' }).click()
  await expect(tile('Ana')).not.toContainText('main levée')

  await raise(bob).click()
  await bob.getByRole('dialog').getByRole('button', { name: 'Lever la main' }).click()
  await teacher.getByRole('button', { name: 'Tout baisser' }).click()
  await expect(raise(bob)).toHaveAttribute('aria-pressed', 'false')
})

/** Everybody follows: pages go where the teacher's is, run, view and chosen event, until their people or the teacher end it. In French. */
import type { Page } from '@playwright/test'
import { RunPage } from './run-page.ts'
import { asTeacher } from './teacher.ts'
import { expect, test } from './test.ts'

test.use({ args: ['--class'] })

const strip = (page: Page) => page.locator('.follow[role="status"]')
const tab = (page: Page, name: string) => page.getByRole('tab', { name, selected: true })

test('the class follows to a run, a view and an event; one lets go and takes up again; who comes late follows too', async ({
  lab,
  openPage,
}) => {
  const run = `/runs/${(await lab.run()).id}`
  const teacher = await asTeacher(await openPage(), lab)
  const [ana, bob] = [await openPage(), await openPage()]
  await ana.goto(run)
  await new RunPage(ana).join('Ana')
  await bob.goto('/')
  await teacher.goto('/class')
  await teacher.getByRole('switch', { name: 'Suivez-moi' }).click()
  await expect(strip(teacher)).toContainText('2 / 2')
  await expect(strip(bob)).toContainText('Vous suivez le professeur')

  await teacher.locator('[data-number]', { hasText: 'Ana' }).click()
  await expect(tab(teacher, 'Conversation')).toBeVisible()
  for (const page of [ana, bob]) {
    await expect(page).toHaveURL(new RegExp(`${run}$`))
    await expect(tab(page, 'Conversation')).toBeVisible()
  }
  await teacher.getByRole('tab', { name: 'Tableau' }).click()
  for (const page of [ana, bob]) await expect(tab(page, 'Tableau')).toBeVisible()
  await teacher.locator('#traffic').getByRole('row', { name: /Ana/ }).first().click()
  await expect(strip(bob)).toContainText(/événement \d/)
  await expect(strip(bob)).toContainText('Vous suivez le professeur')

  // A tab of one's own lets go; the others stay.
  await ana.getByRole('tab', { name: 'Échelle' }).click()
  await expect(strip(ana)).toContainText('Le professeur guide la classe')
  await expect(strip(teacher)).toContainText('1 / 2')
  await teacher.getByRole('tab', { name: 'Trace' }).click()
  await expect(tab(bob, 'Trace')).toBeVisible()
  await expect(tab(ana, 'Échelle')).toBeVisible()
  await strip(ana).getByRole('button', { name: 'Reprendre' }).click()
  await expect(tab(ana, 'Trace')).toBeVisible()

  const late = await openPage()
  await late.goto('/')
  await expect(tab(late, 'Trace')).toBeVisible()
  await strip(late).getByRole('button', { name: 'Lâcher' }).click()
  await expect(strip(teacher)).toContainText('2 / 3')

  await strip(teacher).getByRole('button', { name: 'Ne plus guider' }).click()
  for (const page of [teacher, ana, bob, late]) await expect(strip(page)).toHaveCount(0)
})

test('one for each student: a run in the name of each who is there, which is theirs', async ({ lab, openPage }) => {
  const run = `/runs/${(await lab.run()).id}`
  const teacher = await asTeacher(await openPage(), lab)
  const pupils: Page[] = []
  for (const name of ['Ana', 'Bob']) {
    const page = await openPage()
    await page.goto(run)
    await new RunPage(page).join(name)
    await page.goto('/')
    pupils.push(page)
  }
  await teacher.goto('/')
  await teacher
    .getByRole('button', { name: /Démarrer|Lancer/ })
    .first()
    .click()
  const dialog = teacher.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Une pour chaque élève' }).click()
  await expect(teacher.getByText('Chaque élève présent a sa séance.')).toBeVisible()
  for (const page of [teacher, ...pupils])
    for (const name of ['Ana', 'Bob']) await expect(page.getByRole('main')).toContainText(name)
})

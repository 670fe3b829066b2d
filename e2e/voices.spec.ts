/** The teacher's hand on single participants: muted, given the floor, kept out, from the page of the run and from the wall. In French. */
import type { Page } from '@playwright/test'
import { clean } from './axe.ts'
import { RunPage } from './run-page.ts'
import { asTeacher } from './teacher.ts'
import { expect, test } from './test.ts'

test.use({ args: ['--class'] })

const act = async (page: Page, name: string | RegExp, item: string): Promise<void> => {
  await page.getByRole('button', { name }).first().click()
  await page.getByRole('menuitem', { name: item }).click()
}
const hand = (page: Page) => page.getByRole('region', { name: 'La main du professeur' })

test('who is muted is told so and loses nothing; one has the floor; one is kept out until it is let in', async ({
  lab,
  socat,
  openPage,
}) => {
  const run = `/runs/${(await lab.run()).id}`
  const teacher = await asTeacher(await openPage(), lab)
  await teacher.goto(run)
  const rooms: RunPage[] = []
  for (const name of ['Ana', 'Bob']) {
    const page = await openPage()
    await page.goto(run)
    await page.getByRole('tab', { name: 'Tableau' }).click()
    const room = new RunPage(page)
    await room.join(name)
    rooms.push(room)
  }
  const [ana, bob] = rooms as [RunPage, RunPage]
  const terminal = await socat()

  await act(teacher, 'Actions sur Ana', 'Rendre muet')
  await expect(hand(ana.page)).toContainText('Le professeur vous a rendu muet.')
  await expect(ana.page.getByTestId('message')).toHaveCount(0)
  await expect(teacher.getByText('muet, par le professeur').first()).toBeVisible()
  await expect(hand(bob.page)).toHaveCount(0)
  await act(teacher, 'Actions sur Ana', 'Le laisser parler')
  await expect(hand(ana.page)).toHaveCount(0)
  await ana.send('Ana', 'me revoici')
  await terminal.hears('me revoici\n')

  // The floor: a terminal waits in the kernel, a page is told whose turn it is.
  await act(teacher, 'Actions sur Bob', 'Lui donner la parole')
  await expect(hand(ana.page)).toContainText('La parole est à Bob.')
  await expect(hand(bob.page)).toContainText('Vous avez la parole.')
  terminal.send('du terminal\n')
  await bob.send('Bob', 'je parle seul')
  await terminal.hears('je parle seul\n')
  await expect(ana.lines('du terminal')).toHaveCount(0)
  await hand(teacher).getByRole('button', { name: 'La parole à tous' }).click()
  await expect(ana.lines('du terminal')).toHaveCount(1)

  // From the wall, by a key; back by the page of the run.
  // A key that asks for a menu which is still being loaded is not lost.
  const loads = Promise.withResolvers<void>()
  await teacher.route('**/TileMenu*.js', async (route) => {
    await loads.promise
    await route.continue()
  })
  await teacher.goto('/class')
  const tile = teacher.locator('[data-number]', { hasText: 'Ana' })
  await tile.focus()
  await teacher.keyboard.press('a')
  await expect(teacher.getByRole('button', { name: 'Actions sur Ana' })).toHaveCount(0)
  loads.resolve()
  await expect(teacher.getByRole('menuitem', { name: 'Mettre dehors…' })).toBeVisible()
  await clean(teacher, 'menu of a tile')
  await teacher.getByRole('menuitem', { name: 'Mettre dehors…' }).click()
  const question = teacher.getByRole('dialog', { name: /Mettre Ana dehors/ })
  await expect(question).toBeVisible()
  await clean(teacher, 'question before one is kept out')
  await question.getByRole('button', { name: 'Mettre dehors', exact: true }).click()
  await ana.page.getByRole('textbox', { name: 'Votre nom' }).fill('Ana')
  await ana.page.getByRole('button', { name: 'Se connecter' }).click()
  await expect(ana.page.getByText(/Le professeur vous a mis dehors/).first()).toBeVisible()
  await teacher.goto(run)
  await hand(teacher).getByRole('button', { name: 'Laisser revenir Ana' }).click()
  await expect(hand(teacher)).toHaveCount(0)
  await ana.join('Ana')
})

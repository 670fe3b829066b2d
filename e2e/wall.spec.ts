/**
 * The wall of the class: a teacher, students in browsers of their own, and a socat; then a hundred students on a projector, and
 * the same wall on a phone and in a low window. In French.
 */
import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { classOf } from './crowd.ts'
import type { Lab } from './lab.ts'
import { RunPage } from './run-page.ts'
import { expect, test } from './test.ts'

test.use({
  args: ['--class', '--max-pages-per-address', '300', '--max-runs', '200', '--max-runs-per-address', '200'],
})

const linkOf = (output: string): string => / (http\S+#teacher=\S+)$/m.exec(output)![1]!
const tiles = (page: Page): Locator => page.locator('[data-number]')
/** What one reads of somebody. */
const tile = (page: Page, name: string | RegExp): Locator =>
  tiles(page).filter({ has: page.locator('strong').filter({ hasText: name }) })
const heading = (page: Page): Locator => page.getByRole('heading', { name: 'La classe' })

async function openWall(page: Page, { output }: Lab): Promise<void> {
  await page.goto(linkOf(output))
  await expect(page.getByTestId('role')).toHaveText('Professeur')
  await page.goto('/class')
}

/** Joins under this name; the page stands at the run. */
async function joined(page: Page, lab: Lab, name: string, query = ''): Promise<RunPage> {
  await page.goto(`/runs/${(await lab.run()).id}${query}`)
  const room = new RunPage(page)
  await room.join(name)
  return room
}

const sidewaysOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

test.describe('five students and a socat', () => {
  // It reads one after the other: who says something before its turn waits, and the wall says for whom.
  test.use({ program: 'line-server' })

  test('the teacher sees who waits for what, and opens its conversation; a student is told that the wall is not its own', async ({
    lab,
    socat,
    openPage,
  }) => {
    const teacher = await openPage()
    await openWall(teacher, lab)
    const names = ['ana', 'bob', 'chloé', 'diego', 'élise']
    const rooms: RunPage[] = []
    for (const name of names)
      rooms.push(await joined(await openPage(), lab, name, name === 'ana' ? '?experiment=join' : ''))
    const terminal = await socat()
    terminal.send('et moi\n')
    await rooms[1]!.send('bob', 'bonjour')

    // Nothing of ana waits: she is read, and has come to the second step of her guide.
    await expect(tile(teacher, 'ana')).toContainText('connecté')
    await expect(tile(teacher, 'ana')).toContainText(/[12]\/3/)
    const help = teacher.locator('.wall-body > ul').first()
    await expect(help.locator('[data-number]')).toHaveCount(5, { timeout: 30_000 })
    await expect(tile(teacher, 'bob')).toContainText('recv(ana)')
    await expect(tile(teacher, 'bob')).toContainText('pas accepté')
    await expect(tile(teacher, 'bob')).toContainText(/\d+\s(s|min)/)
    await expect(teacher.getByRole('banner').or(teacher.locator('header'))).toContainText('5 présents')
    await expect(tile(teacher, /^:\d+$/)).toContainText('pas accepté')

    // By the program, by the name, without its accent; and away again.
    await teacher.keyboard.press('/')
    await teacher.keyboard.type('elise')
    await expect(tiles(teacher)).toHaveCount(1)
    await teacher.keyboard.press('Escape')
    await expect(tiles(teacher)).toHaveCount(6)

    // Numbers for names, in calls too; the number stays with the person.
    await teacher.getByRole('button', { name: 'Masquer les noms' }).click()
    const page = teacher.locator('main')
    for (const name of names) await expect(page).not.toContainText(name)
    const masked = await tiles(teacher).allTextContents()
    expect(masked.filter((text) => /^\s*Élève \d+/.test(text))).toHaveLength(5)
    await expect(page).toContainText(/recv\(Élève \d+\)/)
    await teacher.getByRole('button', { name: 'Masquer les noms' }).click()

    // Who was there, as a file: five by their names, the terminal by its address.
    const taken = async (how: RegExp): Promise<string[]> => {
      await teacher.getByRole('button', { name: 'Présences' }).click()
      const download = teacher.waitForEvent('download')
      await teacher.getByRole('menuitem', { name: how }).click()
      const file = await download
      expect(file.suggestedFilename()).toMatch(/^attendance-\d{4}-\d\d-\d\d\.csv$/)
      return (await readFile(await file.path(), 'utf8')).split('\r\n').slice(1, -1)
    }
    const rows = await taken(/Avec les noms/)
    expect(rows.map((row) => row.split(',')[0]).toSorted()).toEqual(
      [...names, '127.0.0.1'].map((name) => `"${name}"`).toSorted(),
    )
    expect(rows.find((row) => row.startsWith('"ana"'))).toMatch(/"join","[12]","3"$/)
    expect((await taken(/Sous pseudonymes/)).join()).not.toMatch(/ana|bob|127/)

    // Whoever leaves makes room: bob is read, and goes down only after a while.
    await tile(teacher, 'bob').click()
    await expect(teacher.getByRole('tab', { name: 'Conversation', selected: true })).toBeVisible()
    await expect(teacher.getByLabel(/Participant|Conversation/).first()).toBeVisible()
    await expect(teacher.locator('.conversation')).toContainText('bob')

    const student = rooms[4]!.page
    await student.goto('/class')
    await expect(student.getByRole('heading', { name: 'Le mur de la classe est réservé au professeur.' })).toBeVisible()
    await expect(tiles(student)).toHaveCount(0)
  })
})

test('somebody is shown to all once it has agreed, and until either has enough', async ({ lab, openPage }) => {
  const [teacher, ana, bob] = [await openPage(), await openPage(), await openPage()]
  await openWall(teacher, lab)
  await joined(ana, lab, 'ana')
  const room = await joined(bob, lab, 'bob')
  await room.send('bob', 'coucou')
  const dialog = ana.getByRole('dialog', { name: /Être à l’écran/ })
  const ask = async (): Promise<void> => {
    await tile(teacher, 'ana').focus()
    await teacher.keyboard.press('p')
    await expect(teacher.locator('footer')).toContainText('demande envoyée à ana')
    await expect(dialog).toBeVisible()
  }

  await ask()
  await expect(bob.getByText('À l’écran')).toBeHidden()
  await dialog.getByRole('button', { name: 'Pas maintenant' }).click()
  await expect(teacher.getByText('ana préfère ne pas être à l’écran.')).toBeVisible()
  await expect(teacher.locator('footer')).not.toContainText('ana')

  await ask()
  await dialog.getByRole('button', { name: 'Montrer', exact: true }).click()
  await expect(ana.getByText('Vous êtes à l’écran.')).toBeVisible()
  await expect(tile(teacher, 'ana')).toContainText('à l’écran')
  await expect(bob.getByText(/À l’écran\s: ana, Relais/)).toBeVisible()
  await bob.getByRole('button', { name: 'Voir' }).click()
  await expect(bob.getByRole('tab', { name: 'Conversation', selected: true })).toBeVisible()
  await expect(bob.locator('.conversation')).toContainText('ana')

  await ana.getByRole('button', { name: 'Ne plus être à l’écran' }).click()
  for (const page of [ana, bob]) await expect(page.getByText(/à l’écran/i).filter({ visible: true })).toHaveCount(0)
  await ask()
  await dialog.getByRole('button', { name: 'Montrer', exact: true }).click()
  await expect(bob.getByText(/À l’écran/)).toBeVisible()
  await teacher.getByRole('button', { name: 'Rendre l’écran' }).click()
  for (const page of [ana, bob]) await expect(page.getByText(/à l’écran/i).filter({ visible: true })).toHaveCount(0)
})

test('where nobody is there yet it is the page that says how to come; then the tiles', async ({ lab, openPage }) => {
  const teacher = await openPage()
  await openWall(teacher, lab)
  await expect(teacher.getByText('TCP:127.0.0.1').first()).toBeVisible()
  const student = await openPage()
  await student.goto('/')
  await expect(heading(teacher)).toBeVisible()
  await expect(tiles(teacher)).toHaveCount(1)
  await expect(tiles(teacher)).toContainText('Élève 1')
})

/** How much of a tile can be seen: its box within all boxes that cut it, and nothing over its middle. */
const unseen = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-number]')].flatMap((one) => {
      const { left, right, top, bottom, width, height } = one.getBoundingClientRect()
      const inside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && width > 40 && height > 16
      const middle = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
      const corners = [top + 3, bottom - 3].every((y) => one.contains(document.elementFromPoint(left + width / 2, y)))
      return inside && corners && one.contains(middle) ? [] : [one.innerText]
    }),
  )
/** Names that do not fit their tile in height. */
const cut = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-number] strong')].flatMap((name) => {
      const tile = name.closest('[data-number]')!.getBoundingClientRect()
      const box = name.getBoundingClientRect()
      return box.top >= tile.top && box.bottom <= tile.bottom && box.width > 20 ? [] : [name.innerText]
    }),
  )

const numbers = (page: Page): Promise<(string | undefined)[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-number]')].map(({ dataset }) => dataset['number']),
  )
const focused = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => (document.activeElement as HTMLElement).dataset['number'])

for (const size of [30, 45, 60, 100]) {
  test(`${size} students are in sight at once on a projector`, async ({ lab, openPage }, info) => {
    test.slow()
    const teacher = await openPage({ viewport: { width: 1920, height: 1080 } })
    await openWall(teacher, lab)
    const students = await classOf(lab, size)
    await expect(tiles(teacher)).toHaveCount(size)
    await expect(teacher.locator('.tile.alarm').first()).toBeVisible({ timeout: 30_000 })
    await teacher.screenshot({ path: info.outputPath(`wall-${size}.png`) })
    expect(await unseen(teacher)).toEqual([])
    expect(await cut(teacher)).toEqual([])
    await teacher.setViewportSize({ width: 1280, height: 720 })
    expect(await unseen(teacher)).toEqual([])

    // Whoever begins to need help moves up meanwhile: then the same again.
    await expect(async () => {
      await tiles(teacher).first().focus()
      const order = await numbers(teacher)
      await teacher.keyboard.press('ArrowRight')
      expect(await focused(teacher)).toBe(order[1])
      await teacher.keyboard.press('ArrowDown')
      expect(await focused(teacher)).not.toBe(order[1])
      await teacher.keyboard.press('ArrowUp')
      expect(await focused(teacher)).toBe(order[1])
    }).toPass()

    // A phone, then a low window: who needs help, and how many do not.
    await teacher.setViewportSize({ width: 390, height: 844 })
    await expect(teacher.getByRole('button', { name: /élèves avancent/ })).toBeAttached()
    expect(await sidewaysOf(teacher)).toBe(0)
    await teacher.setViewportSize({ width: 683, height: 325 })
    await expect(teacher.locator('.tile.big').first()).toBeInViewport({ ratio: 1 })
    expect(await sidewaysOf(teacher)).toBe(0)
    for (const one of students) one.leave()
  })
}

/** A run that ends while a page shows it: the page says so at once, keeps what was typed, and knows the way on. */
import type { Page } from '@playwright/test'
import { RunPage } from './run-page.ts'
import { expect, test } from './test.ts'

test('who was there has left, on every open page at once, when the run is stopped', async ({
  lab,
  socat,
  openPage,
}) => {
  const [page, other] = [await openPage(), await openPage()]
  const room = await RunPage.open(page, lab)
  await RunPage.open(other, lab)
  await socat()
  await room.join('Ana')
  const run = await lab.run()
  for (const one of [page, other]) {
    await expect(one.getByRole('region', { name: 'Participants' }).getByText('connecté', { exact: true })).toHaveCount(
      2,
    )
  }
  await lab.api(`/runs/${run.id}`, { method: 'DELETE' })
  for (const one of [page, other]) {
    const people = one.getByRole('region', { name: 'Participants' })
    await expect(people.getByText('parti', { exact: true })).toHaveCount(2)
    await expect(people.getByText('connecté', { exact: true })).toHaveCount(0)
    await one.getByRole('tab', { name: 'Échelle' }).click()
    // The lanes end at the events that closed them: none goes on to the foot of the ladder.
    await expect(one.getByRole('option').last()).toBeVisible()
    await expect.poll(() => lifelines(one)).toEqual({ lives: 2, lasting: 0 })
  }
})

test('after a crash the page shows no sockets of the dead run, keeps what was typed, and goes to the run at its port', async ({
  lab,
  socat,
  openPage,
}) => {
  const page = await openPage()
  const room = await RunPage.open(page, lab)
  await socat()
  await room.join('Ana')
  const kernel = page.getByRole('region', { name: 'Noyau' })
  await expect(kernel.getByText('LISTEN')).toBeVisible()
  await room.message('Ana').fill('ma longue phrase')
  const old = await lab.run()

  await lab.kill()
  await expect(page.getByText('Connexion au labo perdue')).toBeVisible()
  await lab.restart()
  await expect(page.getByText('Connexion au labo perdue')).toBeHidden()
  const people = page.getByRole('region', { name: 'Participants' })
  await expect(people.getByText('parti', { exact: true })).toHaveCount(2)
  await expect(people.getByText('connecté', { exact: true })).toHaveCount(0)
  await expect(kernel).toHaveCount(0)
  await expect(page.getByRole('region', { name: 'Parler' })).toContainText('ma longue phrase')

  const next = await lab.run()
  expect(next.id).not.toBe(old.id)
  await page.getByRole('link', { name: `Aller à la séance ${next.id}` }).click()
  await expect(page).toHaveURL(new RegExp(`/runs/${next.id}$`))
  await expect(page.getByRole('region', { name: 'Parler' })).toContainText('ma longue phrase')
  await expect(kernel.getByText('LISTEN')).toBeVisible()
  await room.join('Bea')
  await expect(room.message('Bea')).toHaveValue('ma longue phrase')
  await expect(page.getByRole('link', { name: /Aller à la séance/ })).toHaveCount(0)
})

test('what was typed for the program’s keyboard goes on with the run', async ({ lab, openPage }) => {
  await lab.api(`/runs/${(await lab.run()).id}`, { method: 'DELETE' })
  const start = () =>
    lab.api('/runs', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ program: 'duplex-chat', listen: [{ transport: 'tcp', port: lab.port }] }),
    })
  await start()
  const page = await openPage()
  const old = await lab.run()
  await RunPage.open(page, lab)
  const keyboard = page.getByRole('textbox', { name: 'Ligne pour le clavier du programme' })
  await keyboard.fill('pas encore envoyé')
  await lab.api(`/runs/${old.id}`, { method: 'DELETE' })
  await expect(page.getByRole('region', { name: 'Parler' })).toContainText('pas encore envoyé')
  await start()
  await page.getByRole('link', { name: /Aller à la séance/ }).click()
  await expect(keyboard).toHaveValue('pas encore envoyé')
})

/** How many lives the ladder draws, and how many of them go on to its foot. */
const lifelines = (page: Page): Promise<{ lives: number; lasting: number }> =>
  page.evaluate(() => {
    const ends = (selector: string) =>
      [...document.querySelectorAll(selector)].map((path) =>
        Number(/V([\d.]+)$/.exec(path.getAttribute('d') ?? '')?.[1]),
      )
    const foot = Math.max(...ends('path.program-guide'))
    const lives = ends('path.life')
    return { lives: lives.length, lasting: lives.filter((end) => end >= foot).length }
  })

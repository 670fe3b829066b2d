/** The teacher freezes: a run, then all from the wall. Everybody is told, bytes wait in the kernel, and nothing is lost. In French. */
import type { Page } from '@playwright/test'
import { RunPage } from './run-page.ts'
import { asTeacher } from './teacher.ts'
import { expect, test } from './test.ts'

test.use({ args: ['--class'] })

const banner = (page: Page) => page.getByRole('region', { name: 'gelé', exact: true })

test('a frozen room says so to all, keeps what is sent, and gives it in order', async ({ lab, socat, openPage }) => {
  const run = `/runs/${(await lab.run()).id}`
  const teacher = await asTeacher(await openPage(), lab)
  await teacher.goto(run)
  const terminal = await socat()
  const pupil = await openPage()
  await pupil.goto(run)
  await pupil.getByRole('tab', { name: 'Tableau' }).click()
  const room = new RunPage(pupil)
  await room.join('Ana')
  await expect(pupil.getByRole('button', { name: 'Geler la séance' })).toHaveCount(0)

  await teacher.getByRole('button', { name: 'Geler la séance' }).click()
  for (const page of [teacher, pupil]) await expect(banner(page)).toContainText(/Gelée depuis \d+\ss/)
  await expect(banner(pupil).getByRole('button')).toHaveCount(0)
  terminal.send('du terminal\n')
  await room.send('Ana', 'de la page')
  const row = pupil.getByRole('region', { name: 'Noyau' }).getByRole('row').filter({ hasText: 'Ana' }).first()
  await expect(row).toContainText('11')
  await expect(room.participant('Ana').first()).toContainText('11')
  await expect(room.lines('de la page')).toHaveCount(0)
  await expect(teacher.locator('.blocks')).toHaveCount(0)

  await banner(teacher).getByRole('button', { name: 'Dégeler' }).click()
  for (const page of [teacher, pupil]) await expect(banner(page)).toHaveCount(0)
  await expect(room.lines('de la page')).toHaveCount(1)
  await expect(room.lines('du terminal')).toHaveCount(1)
  await terminal.hears('de la page\n')

  // The wall freezes all of them, with a key.
  await teacher.goto('/class')
  await expect(teacher.getByRole('button', { name: 'Geler' })).toBeVisible()
  await teacher.keyboard.press('g')
  await expect(teacher.getByText(/Tout est gelé depuis \d+\ss/)).toBeVisible()
  await expect(banner(pupil)).toBeVisible()
  await teacher.keyboard.press('g')
  await expect(teacher.getByRole('button', { name: 'Geler' })).toBeVisible()
  await expect(banner(pupil)).toHaveCount(0)
})

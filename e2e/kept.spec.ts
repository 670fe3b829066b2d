/** What is kept is said, a run is deleted once it has been said twice, and a person is forgotten. In French and in English. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Lab } from './lab.ts'
import { clean } from './axe.ts'
import { RunPage } from './run-page.ts'
import { asTeacher, teacherLink } from './teacher.ts'
import { expect, test } from './test.ts'
import { until } from './until.ts'

test.use({ args: ['--class'] })

/** Names of files of the data folder in which the words stand. */
const filesWith = (lab: Lab, words: string): string[] =>
  readdirSync(lab.data).filter((name) => /^journal/.test(name) && readFileSync(join(lab.data, name)).includes(words))

test('a run is deleted by the teacher, and by whoever started it; nothing of it is left', async ({ lab, openPage }) => {
  const { id } = await lab.run()
  const teacher = await asTeacher(await openPage(), lab)
  const pupil = await openPage()
  await pupil.goto(`/runs/${id}`)
  const room = new RunPage(pupil)
  await room.join('Ana')
  await room.send('Ana', 'zq7-a-secret')
  await until('the words are on disk', () => filesWith(lab, 'zq7-a-secret').length > 0)

  // What goes on cannot be deleted, and is not offered.
  await teacher.goto('/')
  await expect(teacher.getByRole('region', { name: 'Séances passées' })).toHaveCount(0)
  await teacher.goto('/class')
  await teacher.getByRole('button', { name: 'Tout arrêter' }).click()
  await teacher.getByRole('dialog').getByRole('button', { name: 'Arrêter', exact: true }).click()
  await expect(pupil.getByText(/arrêtée/).first()).toBeVisible()

  // It is not the student's.
  const other = await openPage()
  const theirs = other.getByRole('region', { name: 'Séances passées' })
  await expect(theirs.getByRole('link')).toHaveCount(1)
  await expect(theirs.getByText(/^Gardées\s30\sjours\saprès\sleur\sfin\s:\s1\sséance,\s/)).toBeVisible()
  await expect(theirs.getByRole('button', { name: /^Effacer/ })).toHaveCount(0)
  await expect(theirs.getByRole('button', { name: 'Oublier une personne' })).toHaveCount(0)

  await teacher.goto('/')
  const past = teacher.getByRole('region', { name: 'Séances passées' })
  await past.getByRole('button', { name: /^Effacer/ }).click()
  const question = teacher.getByRole('dialog', { name: 'Effacer cette séance' })
  await expect(question.getByRole('button', { name: 'Effacer' })).toBeDisabled()
  await clean(teacher, 'question before a run is deleted')
  await question.getByRole('button', { name: 'Annuler' }).click()
  await expect(question).toHaveCount(0)
  await expect(past.getByRole('link')).toHaveCount(1)
  await past.getByRole('button', { name: /^Effacer/ }).click()
  await question.getByRole('checkbox').check()
  await question.getByRole('button', { name: 'Effacer' }).click()
  await expect(past).toHaveCount(0)
  await expect(theirs).toHaveCount(0)
  await expect(pupil.getByRole('heading', { name: /rien à cette adresse/ })).toBeVisible()
  expect(filesWith(lab, 'zq7-a-secret')).toEqual([])
})

test('a person is forgotten; runs in which the name was written can be deleted', async ({ lab, openPage }) => {
  const { id } = await lab.run()
  const teacher = await openPage({ locale: 'en-GB' })
  await teacher.goto(teacherLink(lab))
  const pupil = await openPage()
  await pupil.goto(`/runs/${id}`)
  const room = new RunPage(pupil)
  await room.join('Zoraida')
  await room.send('Zoraida', 'ici Zoraida')
  await expect(pupil.getByRole('option', { name: /ici Zoraida/ })).toHaveCount(1)
  await lab.api(`/runs/${id}`, { method: 'DELETE', headers: await teacherKey(lab) })

  await teacher.goto('/')
  const past = teacher.getByRole('region', { name: 'Past runs' })
  await past.getByRole('button', { name: 'Forget a person' }).click()
  const dialog = teacher.getByRole('dialog', { name: 'Forget a person' })
  const name = dialog.getByRole('textbox')
  await expect(name).toBeFocused()
  await clean(teacher, 'dialog that forgets a person')
  await name.fill('Zoe')
  await dialog.getByRole('button', { name: 'Forget' }).click()
  await expect(dialog.getByRole('alert')).toContainText('No participant is called "Zoe"')
  await name.fill('Zoraida')
  await dialog.getByRole('button', { name: 'Forget' }).click()
  await expect(dialog.getByText(/^Zoraida is now called forgotten-[0-9a-f]{6}\. 1\srun has changed\.$/)).toBeVisible()
  await expect(dialog.getByText('Somebody wrote “Zoraida” in these')).toBeVisible()
  await dialog.getByRole('button', { name: 'Delete' }).click()
  const question = teacher.getByRole('dialog', { name: 'Delete this run?' })
  await question.getByRole('checkbox').check()
  await question.getByRole('button', { name: 'Delete' }).click()
  await expect(past).toHaveCount(0)
  // It leaves the list before its bytes are gone.
  await expect.poll(() => filesWith(lab, 'Zoraida')).toEqual([])
})

test('what is kept is said in one page, in both languages', async ({ openPage }) => {
  const page = await openPage()
  await page.getByRole('button', { name: 'Affichage' }).click()
  await page.getByRole('menuitem', { name: 'Ce que le labo garde' }).click()
  const dialog = page.getByRole('dialog', { name: 'Ce que le labo garde' })
  await expect(dialog.getByText('30 jours après la fin de la séance, puis tout en est effacé.')).toBeVisible()
  await expect(dialog.getByText(/Au-delà de 10\sGio en tout/)).toBeVisible()
  await clean(page, 'what the lab keeps')
  const english = await openPage({ locale: 'en-GB' })
  await english.getByRole('button', { name: 'Display' }).click()
  await english.getByRole('menuitem', { name: 'What the lab keeps' }).click()
  await expect(english.getByRole('dialog').getByText('30 days after the end of the run')).toBeVisible()
})

async function teacherKey(lab: Lab): Promise<Record<string, string>> {
  const secret = /#teacher=(\S+)$/m.exec(lab.output)![1]!
  const body = JSON.stringify({ secret })
  const { key } = await lab.api<{ key: string }>('/teacher', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  return { authorization: `Bearer ${key}` }
}

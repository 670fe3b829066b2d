/** The teacher stops every run from the wall, once the question has been answered; a student is not offered it. In French. */
import { RunPage } from './run-page.ts'
import { asTeacher } from './teacher.ts'
import { expect, test } from './test.ts'

test.use({ args: ['--class'] })

test('all runs stop for everybody, terminals too', async ({ lab, socat, openPage }) => {
  const { id } = await lab.run()
  const teacher = await asTeacher(await openPage(), lab)
  const terminal = await socat()
  const pupil = await openPage()
  await pupil.goto(`/runs/${id}`)
  const room = new RunPage(pupil)
  await room.join('Ana')
  await room.send('Ana', 'bonjour')
  await terminal.hears('bonjour\n')

  await teacher.goto('/class')
  const button = teacher.getByRole('button', { name: 'Tout arrêter' })
  await button.click()
  const question = teacher.getByRole('dialog', { name: 'Arrêter la séance' })
  await expect(question).toBeVisible()
  await question.getByRole('button', { name: 'Annuler' }).click()
  await expect(question).toHaveCount(0)
  expect((await lab.run()).state).toBe('running')

  await button.click()
  await question.getByRole('button', { name: 'Arrêter', exact: true }).click()
  await expect(button).toBeDisabled()
  await expect(pupil.getByText(/arrêtée/).first()).toBeVisible()
  // It has had FIN, and goes when its own input ends as well.
  terminal.endInput()
  expect(await terminal.ended()).toBe(0)

  await pupil.goto('/class')
  await expect(pupil.getByText('Le mur de la classe est réservé au professeur.')).toBeVisible()
  await expect(pupil.getByRole('button', { name: 'Tout arrêter' })).toHaveCount(0)
})

/** A teacher and two students, each in a browser of their own, on loopback, which is nobody special. In French. */
import type { Page } from '@playwright/test'
import { RunPage } from './run-page.ts'
import { expect, test } from './test.ts'

test.use({ args: ['--class'] })

const linkOf = (output: string): string => / (http\S+#teacher=\S+)$/m.exec(output)![1]!
const stop = (page: Page) => page.getByRole('button', { name: 'Arrêter', exact: true })
const locked = (page: Page) => page.getByRole('note', { name: /Seuls le professeur/ })

test('the teacher’s link is wiped from the address, and makes a teacher who comes back as one', async ({
  lab,
  openPage,
}) => {
  const teacher = await openPage()
  await teacher.goto(linkOf(lab.output))
  await expect(teacher.getByTestId('role')).toHaveText('Professeur')
  expect(teacher.url()).not.toContain('teacher')
  await lab.stop()
  await lab.restart()
  await expect(teacher.getByTestId('role')).toHaveText('Professeur')
  await teacher.reload()
  await expect(teacher.getByTestId('role')).toHaveText('Professeur')
  const late = await openPage()
  await late.goto(linkOf(lab.output))
  await expect(late.getByTestId('role')).toHaveText('Professeur')
})

test('a run that the teacher’s browser opens sees nothing of the teacher’s right', async ({ lab, openPage }) => {
  const teacher = await openPage()
  await teacher.goto(linkOf(lab.output))
  await expect(teacher.getByTestId('role')).toHaveText('Professeur')
  const kept = await teacher.evaluate(() => localStorage.getItem('socket-lab.teacher'))
  expect(kept).toMatch(/^[\w-]{43}$/)
  const run = await lab.run()
  const { port } = run.listeners[0]!
  // The browser of a classroom: the same host, the port of the relay.
  await teacher.goto(`http://127.0.0.1:${port}/`, { timeout: 2000 }).catch(() => {})
  const received = async (): Promise<string> =>
    (await lab.events(run.id))
      .map((event) => ('bytes' in event ? Buffer.from(event.bytes, 'base64').toString('latin1') : ''))
      .join('')
  await expect.poll(received).toContain('Host: 127.0.0.1')
  expect(await received()).not.toContain(kept)
  expect(await received()).not.toMatch(/cookie|teacher/i)
})

test('a wrong link makes none, and says so', async ({ lab, openPage }) => {
  const page = await openPage()
  await page.goto(`${lab.url}/#teacher=wrong`)
  await expect(page.getByText('Ce lien du professeur n’est pas')).toBeVisible()
  await expect(page.getByTestId('role')).toHaveText('Étudiant')
})

test('students join, speak and stop what is theirs; the teacher stops all', async ({ lab, openPage }) => {
  const [teacher, ana, bob] = [await openPage(), await openPage(), await openPage()]
  await teacher.goto(linkOf(lab.output))
  const room = await RunPage.open(ana, lab)
  await expect(locked(ana)).toBeVisible()
  await expect(stop(ana)).toBeHidden()
  await room.join('ana')
  await room.send('ana', 'bonjour')
  await expect(room.lines('bonjour').first()).toBeVisible()

  const first = await lab.run()
  const refused = await bob.request.delete(`${lab.url}/api/runs/${first.id}`)
  expect(refused.status()).toBe(403)

  await ana.goto(`${lab.url}/`)
  await ana
    .getByRole('button', { name: /Serveur de lignes/ })
    .first()
    .click()
  await ana.getByRole('dialog').getByRole('button', { name: 'Démarrer', exact: true }).click()
  await expect(stop(ana)).toBeVisible()
  await bob.goto(ana.url())
  await expect(locked(bob)).toBeVisible()
  await ana.reload()
  await stop(ana).click()
  await expect(stop(ana)).toBeHidden()

  await teacher.goto(`${lab.url}/runs/${first.id}`)
  await stop(teacher).click()
  await teacher.getByRole('dialog').getByRole('button', { name: 'Arrêter', exact: true }).click()
  await expect.poll(async () => (await lab.runs()).every(({ state }) => state === 'stopped')).toBe(true)
})

/**
 * The idle time-out (socat's -T): asked for in the form, its countdown in the list of participants, put up again by a
 * line, and the close named with its reason in the ladder and in the table.
 */
import { RunPage } from './run-page.ts'
import { expect, test } from './test.ts'

test.use({ program: 'none' })

test('a silent connection counts down, a line puts the time up again, and the close says why', async ({
  lab,
  socat,
  openPage,
}) => {
  const page = await openPage()
  await page.getByRole('button', { name: 'Démarrer\u202f: Serveur de lignes', exact: true }).click()
  const form = page.getByRole('dialog')
  await form.getByText('Autres réglages').click()
  await form.getByRole('spinbutton', { name: 'Délai d’inactivité' }).fill('8')
  // The port that the lab proposes comes a moment after the dialog.
  await expect(form.getByRole('spinbutton', { name: 'Port d’écoute' })).not.toHaveValue('')
  await form.getByRole('spinbutton', { name: 'Port d’écoute' }).fill('0')
  await form.getByRole('button', { name: 'Démarrer', exact: true }).click()
  await expect(page).toHaveURL(/\/runs\/\w+$/)
  const room = await RunPage.open(page, lab)

  // Without its own half a minute of patience after the lab's FIN.
  const ana = await socat(['-t', '0.5'])
  const name = `:${await ana.connected()}`
  // The second one's entry names it too: the program reads this one.
  const first = room.participant(name).first()
  const second = room.participant(`:${await (await socat()).connected()}`)
  const left = async (): Promise<number> =>
    Number(/Fermé dans (\d+)\sseconde/.exec((await first.textContent()) ?? '')?.[1] ?? NaN)

  // It runs down by itself; who waits for accept has no time that runs.
  await expect.poll(left).toBeLessThanOrEqual(8)
  await expect.poll(left).toBeLessThanOrEqual(5)
  await expect(second).toContainText('attend accept')
  await expect(second).not.toContainText('Fermé dans')

  ana.send('je suis là\n')
  await expect.poll(left).toBeGreaterThanOrEqual(7)
  // Half a line is traffic as well.
  await expect.poll(left).toBeLessThanOrEqual(5)
  ana.send('encore')
  await expect.poll(left).toBeGreaterThanOrEqual(7)

  expect(await ana.ended()).toBe(0)
  await expect(room.lines('FIN · inactif')).toHaveCount(1)
  await expect(room.participant(name)).toContainText('parti')
  await expect(second).toContainText('Fermé dans')
  await page.getByRole('tab', { name: 'Échelle' }).click()
  await expect(page.getByText('FIN · inactif').first()).toBeVisible()
  const run = await lab.run()
  const closed = (await lab.events(run.id)).filter((event) => event.kind === 'closed')
  expect(closed[0]).toMatchObject({ participant: 1, reason: 'idle-timeout' })
})

/**
 * The wake-ups of select (question 6): which sockets were ready together, and the relay taken wake-up by wake-up, with what
 * is not served in the kernel's own queue. Real socats; one language each way.
 */
import { platform } from 'node:os'
import type { Locator } from '@playwright/test'
import { unreadBytes } from './kernel.ts'
import { RunPage } from './run-page.ts'
import { expect, test } from './test.ts'
import { until } from './until.ts'

const wakes = (room: RunPage): Locator => room.page.getByRole('region', { name: 'Réveils de select' })
const newest = (room: RunPage): Locator => wakes(room).getByRole('listitem').first()
const paused = (room: RunPage): Locator => room.page.getByRole('status', { name: 'Le programme est en pause' })

test('each wake-up shows the sockets that were ready, and leads to what came of it', async ({
  lab,
  socat,
  openPage,
}) => {
  const room = await RunPage.open(await openPage(), lab)
  await room.page.getByRole('tab', { name: 'Programme' }).click()
  await expect(wakes(room)).toContainText('select n’a pas encore rendu la main')
  const one = await socat()
  await expect(newest(room)).toContainText('socket d’écoute')
  one.send('sans fin')
  await expect(newest(room)).toContainText(`:${await one.connected()}`)
  await expect(newest(room)).toContainText('aucune ligne entière encore')
  await expect(newest(room).getByRole('button')).toBeDisabled()
  one.send(' de ligne\n')
  await newest(room).getByRole('button', { disabled: false }).click()
  await expect(room.page.getByRole('complementary', { name: 'Détail de l’événement' })).toContainText(
    'sans fin de ligne',
  )
  // What the last wake-up went through is marked in the listing, down to the sending.
  await expect(room.page.locator('li.ran[data-line="send"]')).toHaveCount(1)
  await expect(room.page.locator('li.ran[data-line="accept"]')).toHaveCount(0)
})

test('paused, the relay leaves everything in the kernel; one wake-up serves what is ready and no more', async ({
  lab,
  socat,
  openPage,
}) => {
  const room = await RunPage.open(await openPage(), lab)
  const [ana, bob, eve] = [await socat(), await socat(), await socat()]
  const [one, two] = [await ana.connected(), await bob.connected()]
  await lab.crowd(3)
  await room.page.getByRole('tab', { name: 'Programme' }).click()
  await expect(newest(room)).toContainText('socket d’écoute')

  await wakes(room).getByRole('button', { name: 'En pause' }).click()
  await expect(paused(room)).toBeVisible()
  await expect(room.page.locator('li.here')).toContainText('en pause')
  ana.send('un\n')
  bob.send('deux\n')
  if (platform() === 'linux') {
    await until(
      'the kernel holds both lines',
      () => unreadBytes(lab.port, one) === 3 && unreadBytes(lab.port, two) === 5,
    )
    const queue = room.page
      .getByRole('region', { name: 'Noyau' })
      .getByRole('row')
      .filter({ hasText: `:${two}` })
    await expect(queue.first()).toContainText('5')
  }
  // A newcomer waits as well: the kernel has connected it, the program has not accepted it.
  const late = await socat()
  const third = await late.connected()
  await expect(room.participant(`:${third}`)).toContainText('attend accept')
  expect((await lab.events((await lab.run()).id)).filter(({ kind }) => kind === 'lines')).toEqual([])

  // On the ladder it is said as well, and the keyboard serves, where the focus is on what holds the program.
  await room.page.getByRole('tab', { name: 'Échelle' }).click()
  await expect(paused(room)).toBeVisible()
  await paused(room).getByRole('button', { name: 'Servir un réveil' }).press('s')
  await eve.hears('un\n')
  await eve.hears('deux\n')
  await room.page.getByRole('tab', { name: 'Programme' }).click()
  await expect(newest(room)).toContainText(`:${one}`)
  await expect(newest(room)).toContainText(`:${two}`)
  await expect(paused(room)).toBeVisible()

  ana.send('trois\n')
  await paused(room).getByRole('button', { name: 'Reprendre' }).click()
  await expect(paused(room)).toHaveCount(0)
  await eve.hears('trois\n')
  await expect(room.participant(`:${third}`)).not.toContainText('attend accept')
  // Every line once, in its sender's order.
  const lines = (await lab.events((await lab.run()).id)).filter(({ kind }) => kind === 'lines')
  expect(lines.map(({ text }) => text).sort()).toEqual(['deux\n', 'trois\n', 'un\n'])
  expect(eve.text.indexOf('un\n')).toBeLessThan(eve.text.indexOf('trois\n'))
})

test('with nothing ready, one wake-up waits for the next socket (in English)', async ({ lab, socat, openPage }) => {
  const page = await openPage({ locale: 'en-GB' })
  const [ana, bob] = [await socat(), await socat()]
  await lab.crowd(2)
  await page.goto(`${lab.url}/runs/${(await lab.run()).id}`)
  await page.getByRole('tab', { name: 'Program' }).click()
  const section = page.getByRole('region', { name: 'Wake-ups of select' })
  await expect(section.getByRole('listitem').first()).toContainText('listening socket')
  await section.getByRole('heading').click()
  await page.keyboard.press('h')
  await section.getByRole('button', { name: 'Serve one wake-up' }).click()
  await expect(page.getByText('The next wake-up will be served, and no other.')).toBeVisible()
  ana.send('one\n')
  await bob.hears('one\n')
  await expect(page.getByText('The program is paused before its next wake-up.')).toBeVisible()
  ana.send('two\n')
  await page.keyboard.press('h')
  await bob.hears('two\n')
  expect(bob.text).toBe('one\ntwo\n')
})

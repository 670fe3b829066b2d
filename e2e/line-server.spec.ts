/**
 * The line server (question 1): one client at a time. A second one is connected for the kernel, and waits for accept with
 * its bytes unread.
 */
import type { Page } from '@playwright/test'
import { unreadBytes } from './kernel.ts'
import { RunPage } from './run-page.ts'
import { expect, test } from './test.ts'

test.use({ program: 'none' })

/**
 * Starts a line server from the home page.
 * @param port to be typed; without it, the one that the dialog proposes
 */
async function startLineServer(page: Page, port?: number): Promise<void> {
  await page.getByRole('button', { name: 'Nouvelle séance' }).click()
  const dialog = page.getByRole('dialog', { name: 'Nouvelle séance' })
  await dialog.getByText('Serveur de lignes').click()
  await expect(dialog.getByRole('radio', { name: /Serveur de lignes/ })).toBeChecked()
  await expect(dialog.getByLabel('Port d’écoute')).toHaveValue(/^8(0[89]|[12]\d|3[0-7])\d$/)
  if (port !== undefined) await dialog.getByLabel('Port d’écoute').fill(String(port))
  await dialog.getByRole('button', { name: 'Démarrer' }).click()
  await expect(page).toHaveURL(/\/runs\/\w+$/)
  await expect(page.getByRole('heading', { level: 1, name: 'Serveur de lignes' })).toBeVisible()
}

test('a second client waits, paused, until the first has left', async ({ lab, socat, openPage }) => {
  const page = await openPage()
  await startLineServer(page)
  const room = await RunPage.open(page, lab)
  const run = await lab.run()
  const listener = run.listeners[0]?.port ?? 0
  expect(run.program).toBe('line-server')

  const first = await socat()
  const firstName = `:${await first.connected()}`
  first.send('premier arrivé\n')
  const printed = room.lines('premier arrivé')
  await expect(printed).toHaveCount(1)
  await expect(printed).toContainText('console')
  await expect(room.participant(firstName)).toContainText('connecté')

  const second = await socat()
  const port = await second.connected()
  second.send('et moi, et moi\n')
  await expect(room.participant(`:${port}`)).toContainText('attend accept')
  await expect.poll(() => unreadBytes(listener, port), { message: 'bytes in the receive queue of the kernel' }).toBe(15)

  // The first goes on being served; what came later is on the page, and what waits is not.
  first.send('encore moi\n')
  await expect(room.lines('encore moi')).toHaveCount(1)
  await expect(room.lines('et moi, et moi')).toHaveCount(0)
  expect(unreadBytes(listener, port)).toBe(15)

  first.endInput()
  expect(await first.ended()).toBe(0)
  await expect(room.lines('et moi, et moi')).toContainText('console')
  await expect(room.participant(`:${port}`)).toContainText('connecté')
  await expect(room.participant(firstName)).toContainText('parti')

  // The program says nothing to anybody, and accepted the second only when it had heard the end of the first.
  expect(first.text + second.text).toBe('')
  const events = await lab.events(run.id)
  const told = events.filter(({ kind }) => kind !== 'closed').map(({ kind, participant }) => `${kind} ${participant}`)
  expect(told.slice(2)).toEqual([
    'connected 1',
    'lines 1',
    'connected 2',
    'lines 1',
    'ended 1',
    'accepted 2',
    'lines 2',
  ])
})

test('the ladder shows who waits for accept, and what the console prints', async ({ socat, openPage }) => {
  const page = await openPage()
  // Not the proposed one: another test may be about to take it.
  await startLineServer(page, 0)
  await expect(page.getByRole('heading', { name: 'Le programme écoute. À vous.' })).toBeVisible()
  const first = await socat()
  first.send('bonjour\n')
  const step = (name: RegExp) => page.getByRole('option', { name })
  await expect(step(/la console affiche.*bonjour/)).toBeVisible()
  await socat()
  await expect(step(/attend accept/)).toBeVisible()
  await expect(step(/accepte/)).toHaveCount(0)
  first.interrupt()
  await expect(step(/le programme accepte :\d+/)).toBeVisible()
})

/**
 * The pictures of the README: a first class, with three browsers and two terminals in one room. They go where the README
 * looks for them when SOCKET_LAB_SCREENSHOTS=1, and to the test's own folder otherwise, so that a test leaves no trace.
 */
import { join } from 'node:path'
import type { TestInfo } from '@playwright/test'
import { RunPage } from './run-page.ts'
import { expect, test } from './test.ts'

test.use({ viewport: { width: 1440, height: 900 }, contextOptions: { reducedMotion: 'reduce' } })

const PICTURES = { light: 'run-page.png', dark: 'run-page-dark.png' } as const

const place = (name: string, info: TestInfo): string =>
  process.env['SOCKET_LAB_SCREENSHOTS'] === '1' ? join('docs', 'images', name) : info.outputPath(name)

test('a first class, in both themes', async ({ lab, socat, openPage }, info) => {
  const chloe = await RunPage.open(await openPage(), lab)
  const ana = await RunPage.open(await openPage(), lab)
  const bob = await RunPage.open(await openPage(), lab)
  await ana.join('ana')
  const terminal = await socat()
  await bob.join('bob')
  await chloe.join('Chloé')
  const laptop = await socat()
  await lab.crowd(5)

  let said = 0
  const heard = async (events = 1): Promise<void> => {
    said += events
    await expect(chloe.page.getByText('ligne', { exact: true })).toHaveCount(said)
  }
  const says = async (room: RunPage, name: string, line: string): Promise<void> => {
    await room.send(name, line)
    await heard()
  }
  const types = async (line: string): Promise<void> => {
    terminal.send(`${line}\n`)
    await heard()
  }
  await says(chloe, 'Chloé', 'bonjour, on m’entend ?')
  await says(ana, 'ana', 'oui, depuis mon navigateur')
  await types('moi avec socat')
  await says(bob, 'bob', 'salut')
  laptop.send('et moi je note\net je pars')
  laptop.endInput()
  await heard(2)
  await says(chloe, 'Chloé', 'qui voit le FIN passer ?')
  await types('il nous lit encore')
  await says(ana, 'ana', 'c’est une demi-fermeture ☺')

  const { page } = chloe
  await chloe.lines('c’est une demi-fermeture').click()
  await page.getByRole('tab', { name: 'Échelle' }).click()
  await expect(page.getByRole('option', { name: /demi-fermeture/, selected: true })).toBeVisible()
  await expect(page.getByRole('group', { name: 'Octets' })).toContainText('e2 98 ba')
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    await expect.poll(() => page.evaluate(() => document.getAnimations().length)).toBe(0)
    await page.screenshot({ path: place(PICTURES[theme], info) })
  }
})

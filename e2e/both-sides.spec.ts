/** Both sides of a pair on one page: two programs side by side, each at its line, each with its keyboard and its screen. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, ownHost, test } from './test.ts'

test.use({ program: 'none', host: ownHost })

async function begin(page: Page, card: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Nouvelle séance' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Nouvelle séance' })
  await dialog.getByText(card).click()
  await dialog.getByRole('button', { name: 'Jouer les deux côtés' }).click()
  await expect(page.getByRole('tab', { name: 'Deux côtés' })).toHaveAttribute('aria-selected', 'true')
}

test('a client and its server: a line goes from one keyboard to the other screen', async ({ lab, openPage }) => {
  const page = await openPage()
  await page.goto(lab.url)
  await begin(page, /^Client de lignes/)
  const server = page.getByRole('region', { name: /, serveur$/ })
  const client = page.getByRole('region', { name: /, client$/ })
  await expect(server.getByText('bloqué dans recv')).toBeInViewport()
  await expect(client.getByText('bloqué dans')).toBeInViewport()
  await client.getByRole('textbox').fill('bonjour')
  await client.getByRole('textbox').press('Enter')
  await expect(server.getByRole('log')).toContainText('bonjour')
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
  // On the other's page it is the same, the server still on the left.
  await server.getByRole('link', { name: 'sa page' }).click()
  await page.getByRole('tab', { name: 'Deux côtés' }).click()
  await expect(client.getByRole('link', { name: 'sa page' })).toBeVisible()
  const [left, right] = [await server.boundingBox(), await client.boundingBox()]
  expect(left!.x).toBeLessThan(right!.x)
})

test('two chats: each types in its turn, on one page', async ({ lab, openPage }) => {
  const page = await openPage()
  await page.goto(lab.url)
  await begin(page, /^Dialogue alterné/)
  const server = page.getByRole('region', { name: /, serveur$/ })
  const client = page.getByRole('region', { name: /, client$/ })
  for (const [from, to, text] of [
    [client, server, 'du client'],
    [server, client, 'du serveur'],
  ] as const) {
    await expect(from.getByRole('status').first()).toContainText('attend votre ligne')
    await from.getByRole('textbox').fill(text)
    await from.getByRole('textbox').press('Enter')
    await expect(to.getByRole('log')).toContainText(text)
  }
})

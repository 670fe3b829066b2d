/** A run is taken home from its page, also by who came in by a code. In French. */
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { RunPage } from './run-page.ts'
import { expect, test } from './test.ts'

async function saved(page: Page, format: RegExp): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('dialog', { name: 'Emporter la séance' }).getByRole('link', { name: format }).click(),
  ])
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') }
}

test('what was said is saved in each format, with names or without', async ({ lab, socat, openPage }) => {
  const page = await openPage()
  const room = await RunPage.open(page, lab)
  const terminal = await socat()
  terminal.send('=1+1 bonjour\n')
  await expect(room.lines('bonjour')).toHaveCount(1)
  const name = `:${await terminal.connected()}`
  await page.getByRole('button', { name: 'Emporter la séance' }).click()
  const { id } = await lab.run()
  const text = await saved(page, /^Texte/)
  expect(text).toEqual({ name: `relay-${id}.txt`, text: expect.stringContaining(`${name} → tous les autres: =1+1`) })
  expect((await saved(page, /^CSV/)).text).toContain(`"'=1+1 bonjour`)
  expect((await saved(page, /^Capture/)).name).toBe(`relay-${id}.pcapng`)
  expect((await saved(page, /^Diagramme/)).text).toMatch(/^sequenceDiagram\n/)
  expect((await saved(page, /^JSON/)).text).toMatch(/\{"end":\{"events":\d+\}\}\n$/)
  await page.getByRole('checkbox', { name: /Sans noms/ }).check()
  const bare = await saved(page, /^Texte/)
  expect(bare.text).toContain('P1 → tous les autres')
  expect(bare.text).not.toContain(name)
})

test.describe('where a code is wanted', () => {
  test.use({ args: ['--class', '--pin'] })

  test('whoever came in by the code saves it too, and nobody else', async ({ lab, openPage, playwright }) => {
    const run = /(\/runs\/[\w-]+)\/join$/m.exec(lab.output)![1]!
    const page = await openPage()
    await page.goto(`${run}#pin=${/^ +code +(\d{3}) (\d{3})$/m.exec(lab.output)!.slice(1).join('')}`)
    await page.getByRole('button', { name: 'Emporter la séance' }).click()
    expect((await saved(page, /^Texte/)).text).toContain('run-started')
    const stranger = await playwright.request.newContext()
    const reply = await stranger.get(`${lab.url}/api${run}/export?format=text`)
    expect(reply.status()).toBe(403)
    await stranger.dispose()
  })
})

/**
 * Both class sheets, walked: each row's guides are started by the names that the row has, and each is played to its last step with
 * real socats. A row, a guide or a step that nobody plays fails.
 */
import { platform } from 'node:os'
import type { Locator, Page } from '@playwright/test'
import { rowsOf } from './class-sheet.ts'
import { PLAYS, type Play } from './class-plays.ts'
import { pending } from './guide.ts'
import { Socat } from './socat.ts'
import { expect, test } from './test.ts'

test.use({
  program: 'none',
  // What these leave in TIME_WAIT is not to be counted by the tests of the experiments.
  host: async ({}, use, info) => use(`127.0.0.${110 + info.parallelIndex}`),
})
test.skip(platform() !== 'linux', 'other systems have no /proc/net/tcp, from which steps are ticked')

/** Starts the guide whose card has a button of this name. */
async function open(page: Page, name: string): Promise<Locator> {
  const cards = page.getByRole('region', { name: /^(Expériences|Experiments)$/ })
  await cards
    .getByRole('button')
    .filter({ hasText: new RegExp(`^\\s*${name}\\s*$`) })
    .click()
  const guide = page.getByRole('region', { name: /^Guide/ })
  await expect(guide).toBeVisible()
  return guide
}

const french = rowsOf('fr')
const english = rowsOf('en')

test('every row has a guide, but those that take place elsewhere; every play is of a row', () => {
  expect(french.length).toBe(18)
  for (const rows of [french, english]) {
    expect(rows.filter(({ guides }) => guides.length === 0).map(({ name }) => name)).toEqual([
      '0:25',
      rows === french ? 'pièges' : 'traps',
    ])
  }
  expect(english.map(({ guides }) => guides.length)).toEqual(french.map(({ guides }) => guides.length))
  expect(french.flatMap(({ guides }) => guides).sort()).toEqual(Object.keys(PLAYS).sort())
})

for (const { name, guides } of french)
  for (const title of guides)
    test(`${name}: ${title}`, async ({ lab, openPage, host }) => {
      const page = await openPage()
      const guide = await open(page, title)
      const terminals: Socat[] = []
      const terminal: Play['terminal'] = async (args, address) => {
        const { listeners } = await lab.run()
        const [listener] = listeners
        const scheme = listener?.transport === 'udp' ? 'UDP' : 'TCP'
        const one = new Socat(address ?? `${scheme}:${host}:${listener?.port}`, args)
        terminals.push(one)
        return one
      }
      try {
        await PLAYS[title]?.({ page, guide, lab, host, terminal })
        await expect(pending(guide)).toHaveCount(0)
      } finally {
        await Promise.all(terminals.map((one) => one.dispose()))
      }
    })

test('in English, each row’s guides open by the names that the sheet has', async ({ lab, openPage }) => {
  const page = await openPage({ locale: 'en-GB' })
  for (const title of english.flatMap(({ guides }) => guides)) {
    const guide = await open(page, title)
    await expect(guide.getByRole('listitem').first()).toBeVisible()
    for (const { id, state } of await lab.runs())
      if (state === 'running') await lab.api(`/runs/${id}`, { method: 'DELETE' })
    await page.goto('/')
  }
})

test('the row of the traps: the coach takes the line of the sheet', async ({ openPage }) => {
  const page = await openPage()
  await page.goto('/coach')
  await page.getByRole('textbox', { name: 'Commande socat' }).fill('socat TCP-LISTEN:8080 STDIO')
  await expect(page.getByRole('region', { name: 'Ce qu’il faut en savoir' })).toContainText('TIME_WAIT')
})

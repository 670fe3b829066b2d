/** The trace view: the system calls behind what socat and a browser do, in levels, filtered, chosen, copied. */
import { RunPage } from './run-page.ts'
import { expect, test } from './test.ts'

test('calls by level, with what each read returned; a filter by call; a click selects', async ({
  lab,
  socat,
  openPage,
}) => {
  const page = await openPage({
    viewport: { width: 1440, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const room = await RunPage.open(page, lab)
  const bob = await socat()
  await room.join('Ana')
  await lab.crowd(2)
  bob.send('caf\u00e9 \u001b[2J\n')
  await expect(room.lines('caf')).toHaveCount(1)

  // By keyboard, where nobody types: the third view.
  await page.getByRole('tab', { name: 'Tableau' }).focus()
  await page.keyboard.press('3')
  await expect(page.getByRole('tab', { name: 'Trace' })).toHaveAttribute('aria-selected', 'true')
  const grid = page.getByRole('grid', { name: 'Trace des appels système' })
  const rows = grid.getByRole('row')
  const line = rows.filter({ hasText: 'recv(' })
  await expect(line).toContainText(/select\(socks\) = \[:\d+\] ; recv\(:\d+, 65536\) = 11 "café \\x1b\[2J\\n"/)
  await expect(line).toContainText('send(others, 11)  (1 ligne) ; send(Ana, 11)')
  await expect(rows.filter({ hasText: 'listen(127.0.0.1:' })).toContainText('backlog 511')
  await expect(rows.filter({ hasText: 'accept(listener) = Ana [127.0.0.1:' })).toHaveCount(1)

  const level = page.getByRole('group', { name: 'Niveau' })
  await level.getByRole('button', { name: 'info' }).click()
  await expect(rows.filter({ hasText: 'send(others, 11)' })).not.toContainText('recv(')
  await level.getByRole('button', { name: 'notice' }).click()
  await expect(rows.filter({ hasText: 'send(' })).toHaveCount(0)
  await expect(rows.filter({ hasText: 'accept(listener)' })).toHaveCount(2)
  // It is remembered, and another view shows everything again.
  await page.reload()
  await expect(level.getByRole('button', { name: 'notice' })).toHaveAttribute('aria-pressed', 'true')
  await expect(rows.filter({ hasText: 'accept(listener)' })).toHaveCount(2)
  await page.getByRole('tab', { name: 'Tableau' }).click()
  await expect(room.lines('caf')).toHaveCount(1)
  await page.getByRole('tab', { name: 'Trace' }).click()
  await level.getByRole('button', { name: 'debug' }).click()

  const filter = page.getByRole('textbox', { name: 'Filtrer les événements' })
  await filter.fill('appel:accept')
  await filter.press('Enter')
  await expect(rows).toHaveCount(3)
  await filter.press('Escape')

  await line.click()
  const calls = page.getByRole('region', { name: 'Événement en détail' }).getByRole('list', { name: 'Appels système' })
  await expect(calls.getByRole('listitem')).toHaveCount(4)
  await page.getByRole('button', { name: 'Copier ce qui est à l’écran' }).click()
  await expect(page.getByRole('button', { name: 'Copier ce qui est à l’écran' })).toBeVisible()
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/^\d\d:\d\d:\d\d\.\d{3} \d+\.\d{6} #1 relay N relay/)
  expect(await page.evaluate(() => navigator.clipboard.readText())).not.toContain('\u001b')
})

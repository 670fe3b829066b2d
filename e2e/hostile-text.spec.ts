/** Whatever a participant sends is text: nothing of it acts, nothing of it leaves its row. */
import type { Page } from '@playwright/test'
import { RunPage } from './run-page.ts'
import { expect, test } from './test.ts'

const CASES = [
  {
    name: 'markup',
    sent: '<img src=x onerror="window.hacked = 1"><script>window.hacked = 1</script>',
    shown: '<img src=x',
  },
  { name: 'terminal escapes', sent: '\x1b]0;titre\x07\x1b[31mrouge\x1b[2J', shown: '\\x1b[31mrouge\\x1b[2J' },
  { name: 'C1 controls', sent: 'avant\u009b31mapres', shown: '⟨U+009B⟩' },
  { name: 'a bidi override', sent: 'facture\u202efdp.exe', shown: 'facture⟨U+202E⟩fdp.exe' },
  { name: '10,000 combining marks', sent: `e${'\u0301'.repeat(10_000)} fin`, shown: 'e\u0301' },
  { name: 'a line of 16,000 characters', sent: 'x'.repeat(16_000), shown: 'xxxxxxxx' },
  { name: 'NUL and a lone carriage return', sent: 'a\0b\rc', shown: 'a\\x00b\\rc' },
] as const

for (const { name, sent, shown } of CASES) {
  test(`${name}, shown as text`, async ({ lab, socat, openPage }) => {
    const page = await openPage()
    const blocked: string[] = []
    page.on('console', (message) => message.type() === 'error' && blocked.push(message.text()))
    const room = await RunPage.open(page, lab)
    const eve = await socat()
    eve.send('avant\n')
    await expect(room.lines('avant').first()).toBeVisible()
    const box = () => room.lines(/ligne/).last().boundingBox()
    const plain = await box()
    eve.send(`${sent}\n`)
    // A long one comes in several reads: the first of them is told before the line is whole.
    const { id } = await lab.run()
    const whole = async () => (await lab.events(id)).filter(({ kind }) => kind === 'lines').length
    await expect.poll(whole).toBe(2)
    const row = room.lines(shown).last()
    await expect(row).toBeVisible()

    // Its row is as high as any other, and the page as wide as the window.
    expect((await box())?.height).toBe(plain?.height)
    await row.click()
    const inspector = page.getByRole('region', { name: 'Événement en détail' })
    await expect(inspector.getByRole('group', { name: 'Contenu' })).toContainText(shown)
    await page.getByRole('tab', { name: 'Échelle' }).click()
    await expect(page.getByRole('option', { name: /dit à/ })).toHaveCount(2)
    const overflow = () =>
      page.evaluate(() => [document.documentElement.scrollWidth - innerWidth, document.body.scrollHeight - innerHeight])
    expect(await overflow()).toEqual([0, 0])
    for (const at of [inspector, page.getByRole('region', { name: 'Participants' })]) {
      const { x, width } = (await at.boundingBox()) ?? { x: 0, width: 0 }
      expect(x + width).toBeLessThanOrEqual(1280)
    }
    // Nothing ran, nothing was fetched, nothing acting is in the document.
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false)
    await expect(page.locator('img')).toHaveCount(0)
    expect(await page.evaluate(() => /[\0\x07\x1b\u009b\u202e]/.test(document.body.innerText))).toBe(false)
    expect(blocked).toEqual([])
    // And the journal has the bytes as they were.
    const [, line] = (await lab.events((await lab.run()).id)).filter(({ kind }) => kind === 'lines')
    const kept = Buffer.from(line?.bytes ?? '', 'base64')
    expect(Buffer.from(`${sent}\n`).subarray(0, kept.length - 1)).toEqual(kept.subarray(0, -1))
  })
}

test('a socket path and a command of the coach show what is invisible in them', async ({ lab, openPage }) => {
  const page = await openPage()
  const path = `labo\u202e\u{e0061}\u200b-${process.pid}`
  const { id } = await lab.run()
  const opened = await fetch(`${lab.url}/api/runs/${id}/listeners`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ transport: 'unix', path }),
  })
  expect(opened.status).toBe(201)
  await RunPage.open(page, lab)
  for (const view of ['Tableau', 'Échelle', 'Trace']) {
    await page.getByRole('tab', { name: view }).click()
    await expect(page.locator('body')).toContainText('⟨U+202E⟩')
    expect(await acting(page)).toBe(false)
  }
  await page.goto(`${lab.url}/coach`)
  await page.getByRole('textbox').first().fill('socat - UNIX-CONNECT:/tmp/a\u202eb')
  await expect(page.locator('body')).toContainText('⟨U+202E⟩')
  expect(await acting(page)).toBe(false)
})

/** Whether something that acts stands in the page's text, its title, or what it says of its parts. */
const acting = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const said = [...document.querySelectorAll('[title], [aria-label]')].flatMap((one) => [
      one.getAttribute('title'),
      one.getAttribute('aria-label'),
    ])
    return /[\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u.test(
      [document.title, document.body.innerText, ...said].join(' '),
    )
  })

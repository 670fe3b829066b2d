/** What a page has shown is in the journal, whatever happens to the lab: it is killed under load and started again. */
import type { LabEvent } from '#shared/protocol/events.ts'
import { RunPage } from './run-page.ts'
import type { Socat } from './socat.ts'
import { rowCount, shownRows } from './table.ts'
import { expect, test } from './test.ts'
import { until } from './until.ts'
import { Witness } from './witness.ts'

const NAMES = ['ana', 'bob', 'carl', 'dora'] as const
/** Events to be shown before the lab is killed. */
const ENOUGH = 1500

test('a lab killed under load keeps every event that a page had shown', async ({ lab, socat, openPage }) => {
  const page = await openPage()
  const witness = new Witness(page)
  const room = await RunPage.open(page, lab)
  const { id } = await lab.run()
  // One after the other: their numbers in the run are those of their names here.
  const talkers: { name: string; socat: Socat }[] = []
  for (const name of NAMES) talkers.push({ name, socat: await socat() })

  let count = 0
  const talk = setInterval(() => {
    count++
    for (const { name, socat } of talkers) socat.send(`${name} ${count}\n`)
  }, 2)
  try {
    await until(`the page is shown ${ENOUGH} events`, () => witness.newest(id) >= ENOUGH, 25_000)
    await lab.kill()
  } finally {
    clearInterval(talk)
  }
  await expect(page.getByText('Connexion au labo perdue')).toBeVisible()
  const shown = [...witness.events(id)]
  const rows = await shownRows(page)
  const newest = Math.max(witness.newest(id), await rowCount(page))
  expect(shown.length).toBeGreaterThan(100)
  expect(rows.length).toBeGreaterThan(5)

  await lab.restart()
  const kept = await lab.events(id)
  expect(kept.map(({ seq }) => seq)).toEqual(kept.map((_, index) => index + 1))
  expect(kept.length).toBeGreaterThanOrEqual(newest)
  expect(shown.filter((event) => !same(event, kept[event.seq - 1]))).toEqual([])
  for (const { seq, text } of rows.filter(({ kind }) => kind === 'ligne')) {
    const first = kept[seq - 1]?.text.split('\n')[0]
    expect(text.replaceAll('␊', '↵'), `row ${seq}`).toContain(first)
  }
  // Each talker's lines are all there up to where the lab died, once and in order.
  for (const [index, name] of NAMES.entries()) {
    const said = kept.filter(({ kind, participant }) => kind === 'lines' && participant === index + 1)
    const lines = said.flatMap(({ text }) => text.split('\n').slice(0, -1))
    expect(lines).toEqual(lines.map((_, at) => `${name} ${at + 1}`))
  }

  // The page comes back by itself, and says what became of the run.
  await expect(page.getByText('Connexion au labo perdue')).toBeHidden()
  await expect(page.getByRole('region', { name: 'Rejoindre depuis un terminal' })).toContainText('interrompue')
  await expect(room.message('Ana')).toHaveCount(0)
})

test('a run that was interrupted is among the past runs, and can be read', async ({ lab, socat, openPage }) => {
  const page = await openPage()
  await RunPage.open(page, lab)
  const talker = await socat()
  talker.send('ce qui est écrit reste\n')
  await expect(page.getByRole('row').filter({ hasText: 'ce qui est écrit reste' })).toHaveCount(1)
  const old = await lab.run()
  await lab.kill()
  await lab.restart()
  expect((await lab.runs()).find(({ id }) => id === old.id)?.state).toBe('interrupted')
  expect((await lab.run()).listeners[0]?.port).toBe(old.listeners[0]?.port)

  await page.goto('/')
  const past = page.getByRole('region', { name: 'Séances passées' }).getByRole('link', { name: /interrompue/ })
  await past.click()
  await expect(page).toHaveURL(new RegExp(`/runs/${old.id}$`))
  await expect(page.getByRole('row').filter({ hasText: 'ce qui est écrit reste' })).toHaveCount(1)
  await expect(page.getByText('Séance arrêtée')).toBeVisible()
  await page.getByRole('tab', { name: 'Échelle' }).click()
  await expect(page.getByRole('option', { name: /ce qui est écrit reste/ })).toBeVisible()
  // Nobody can be connected to a program that is no more.
  await expect(page.getByRole('region', { name: 'Participants' }).getByText('connecté', { exact: true })).toHaveCount(0)
})

/** The event stream may have cut the payload; what it brought must be the beginning of what is kept. */
function same(shown: LabEvent, kept: LabEvent | undefined): boolean {
  if (!kept) return false
  const facts = ({ seq, t, kind, participant, size }: LabEvent) => JSON.stringify({ seq, t, kind, participant, size })
  return facts(shown) === facts(kept) && decoded(kept).startsWith(decoded(shown))
}

const decoded = ({ bytes }: LabEvent): string => Buffer.from(bytes, 'base64').toString('latin1')

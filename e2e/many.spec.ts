/** Many of everything: participants by need and by search, runs in a list, and the program in sight whatever is looked at. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Run } from '#shared/protocol/model.ts'
import { RunPage } from './run-page.ts'
import { expect, test } from './test.ts'

const people: Socket[] = []
test.afterEach(() => people.splice(0).forEach((one) => one.destroy()))

async function comes(port: number): Promise<Socket> {
  const one = connect(port, '127.0.0.1').resume()
  people.push(one)
  await once(one, 'connect')
  return one
}

test('whoever is stuck stands first, and a search finds the others', async ({ lab, openPage }) => {
  const page = await openPage()
  const room = await RunPage.open(page, lab)
  const all: Socket[] = []
  for (let i = 0; i < 14; i++) all.push(await comes(lab.port))
  const list = page.getByRole('region', { name: 'Participants' })
  const first = list.getByRole('listitem').first()
  await expect(list.getByRole('listitem')).toHaveCount(14)
  await expect(first).toContainText(`:${all[0]!.localPort}`)
  all[11]!.write('pas de fin')
  await expect(first).toContainText(`:${all[11]!.localPort}`)
  await expect(first).toContainText('pas encore de')
  const tall = (await first.boundingBox())!.height
  expect(tall).toBeCloseTo((await list.getByRole('listitem').nth(1).boundingBox())!.height, 0)
  // When its line ends it stays a moment, then goes back to its place.
  all[11]!.write('\n')
  await expect(first).toContainText(`:${all[0]!.localPort}`)

  await list.getByRole('searchbox', { name: 'Chercher un participant' }).fill(String(all[7]!.localPort))
  await expect(list.getByRole('listitem')).toHaveCount(1)
  await list.getByRole('searchbox').fill('personne ainsi')
  await expect(list.getByText('Personne de ce nom ici.')).toBeVisible()

  // Whatever one looks at, where the program stands stays in sight.
  await room.lines('pas de fin').last().click()
  const detail = page.getByRole('complementary', { name: 'Détail de l’événement' })
  await expect(detail.getByText('bloqué dans select()')).toBeInViewport({ ratio: 1 })
  await expect(detail.getByRole('group', { name: 'Octets' })).toContainText('70 61 73')
})

test('many runs have a list, and the one on screen is in sight', async ({ lab, openPage }) => {
  const started: Run[] = []
  for (let i = 0; i < 6; i++) {
    const body = JSON.stringify({ program: 'relay', listen: [{ transport: 'tcp', port: 0 }] })
    started.push(await lab.api<Run>('/runs', { method: 'POST', body, headers: { 'content-type': 'application/json' } }))
  }
  const page = await openPage()
  const tabs = page.getByRole('navigation', { name: 'Séances en cours' })
  await page.goto(`${lab.url}/runs/${started[5]!.id}`)
  const current = tabs.locator('[aria-current=page]')
  await expect(current).toBeInViewport({ ratio: 1 })
  await page.getByRole('button', { name: 'Toutes les séances en cours, 7' }).click()
  const port = `:${started[0]!.listeners[0]!.port}`
  await page.getByRole('menuitem', { name: port }).click()
  await expect(page).toHaveURL(`${lab.url}/runs/${started[0]!.id}`)
  await expect(current).toContainText(port)
  await expect(current).toBeInViewport({ ratio: 1 })
})

/**
 * The free chat (question 4) in the browser: two real processes share the socket, either side may speak at any time, each
 * direction ends by itself, and a child that is killed ends the chat. Real socats at the other end.
 */
import { existsSync, readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import type { Run } from '#shared/protocol/model.ts'
import type { Lab } from './lab.ts'
import { Socat } from './socat.ts'
import { expect, test as base } from './test.ts'
import { until } from './until.ts'

const test = base.extend<{ terminal: (address: string) => Socat }>({
  terminal: async ({}, use) => {
    const all: Socat[] = []
    await use((address) => {
      const one = new Socat(address)
      all.push(one)
      return one
    })
    await Promise.all(all.map((one) => one.dispose()))
  },
})
test.use({ program: 'none' })

const start = (lab: Lab, options: object, listen?: object[]): Promise<Run> =>
  lab.api<Run>('/runs', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ program: 'duplex-chat', options, ...(listen && { listen }) }),
  })

/** Opens the live program of a run, and gives the process ids that it shows, once there are two. */
async function processes(page: Page, lab: Lab, run: Run): Promise<number[]> {
  await page.goto(`${lab.url}/runs/${run.id}`)
  await page.getByRole('tab', { name: 'Programme' }).click()
  const markers = page.getByRole('tabpanel').locator('li.here')
  await expect(markers).toHaveCount(2)
  const texts = await markers.allTextContents()
  return texts.map((text) => Number(/\((\d+)\)/.exec(text)?.[1]))
}

const status = (pid: number): string => (existsSync(`/proc/${pid}`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : '')
const gone = (pid: number): Promise<void> => until(`process ${pid} has ended`, () => status(pid) === '')

async function type(page: Page, line: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Ligne pour le clavier du programme' })
  await field.fill(line)
  await field.press('Enter')
  await expect(field).toHaveValue('')
}

test('as a server: two processes, both speak when they like, and end of file has two directions', async ({
  lab,
  openPage,
  terminal,
}) => {
  const run = await start(lab, {}, [{ transport: 'tcp', port: 0 }])
  const peer = terminal(`TCP:127.0.0.1:${run.listeners[0]?.port}`)
  const page = await openPage()
  const [child, parent] = (await processes(page, lab, run)) as [number, number]
  // The listing has the child first. Both are in the system's own table, one the parent of the other.
  expect(status(child)).toMatch(new RegExp(`^PPid:\\t${parent}$`, 'm'))

  peer.send('un\n')
  peer.send('deux\n')
  const console = page.getByRole('log', { name: 'Console' })
  await expect(console).toContainText('un')
  await expect(console).toContainText('deux')
  await type(page, 'trois')
  await type(page, 'quatre')
  await peer.hears('trois\nquatre\n')

  // Ctrl+D: FIN goes out, and the child goes on receiving.
  await page.getByRole('button', { name: 'Fin de fichier' }).click()
  await expect(page.getByRole('tabpanel').locator('li.here').last()).toContainText('wait()')
  peer.send('encore moi\n')
  await expect(console).toContainText('encore moi')
  peer.endInput()
  await expect(page.getByText('arrêtée').first()).toBeVisible()
  await gone(child)
})

test('as a client: the peer’s FIN ends the child alone, the parent goes on sending', async ({
  lab,
  openPage,
  terminal,
}) => {
  const peer = terminal('TCP-LISTEN:0,bind=127.0.0.1')
  const run = await start(lab, { role: 'client', target: { host: '127.0.0.1', port: await peer.listening() } })
  const page = await openPage()
  const [child] = (await processes(page, lab, run)) as [number, number]
  peer.send('bonjour\n')
  await expect(page.getByRole('log', { name: 'Console' })).toContainText('bonjour')
  peer.endInput()
  await expect(page.getByRole('tabpanel').locator('li.here')).toHaveCount(1)
  await gone(child)
  await type(page, 'je parle encore')
  await peer.hears('je parle encore\n')
  await page.getByRole('button', { name: 'Fin de fichier' }).click()
  await expect(page.getByText('arrêtée').first()).toBeVisible()
})

test('a child that is killed is told of, and the chat ends', async ({ lab, openPage, terminal }) => {
  const run = await start(lab, {}, [{ transport: 'tcp', port: 0 }])
  const peer = terminal(`TCP:127.0.0.1:${run.listeners[0]?.port}`)
  const page = await openPage()
  const [child] = (await processes(page, lab, run)) as [number, number]
  process.kill(child, 'SIGKILL')
  await expect(page.getByText('arrêtée').first()).toBeVisible()
  await page.getByRole('tab', { name: 'Tableau' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'SIGKILL' })).toHaveCount(1)
  await gone(child)
  // It has had FIN, and goes when its own input ends as well.
  peer.endInput()
  expect(await peer.ended()).toBe(0)
})

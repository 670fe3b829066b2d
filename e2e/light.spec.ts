/** What a phone must fetch before it shows anything, and the second time. Counterparts: `vite.config.ts`; `web/ui/Lazy.svelte`. */
import type { Page, Response } from '@playwright/test'
import { expect, test } from './test.ts'

/** Bytes on the wire: scripts, and everything that is no answer of the API. */
const SCRIPTS = 120_000
const ALL = 240_000

interface Load {
  readonly path: string
  readonly bytes: number
}

/** What is fetched for the page and does not come from the browser's store, until it is quiet. */
async function loads(page: Page, act: () => Promise<unknown>): Promise<readonly Load[]> {
  const session = await page.context().newCDPSession(page)
  const paths = new Map<string, string>()
  const all: Load[] = []
  session.on('Network.responseReceived', ({ requestId, response }) => {
    const { pathname } = new URL(response.url)
    if (!response.fromDiskCache && !pathname.startsWith('/api/')) paths.set(requestId, pathname)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength: bytes }) => {
    const path = paths.get(requestId)
    if (path !== undefined && bytes > 0) all.push({ path, bytes })
  })
  await session.send('Network.enable')
  await act()
  await page.waitForLoadState('networkidle')
  await session.detach()
  return all
}

const sum = (all: readonly Load[]): number => all.reduce((bytes, one) => bytes + one.bytes, 0)
const scripts = (all: readonly Load[]): readonly Load[] => all.filter(({ path }) => path.endsWith('.js'))

test('the first load of a page is light, and the second fetches nothing but the page itself', async ({
  page,
  lab,
}, info) => {
  const run = `/runs/${(await lab.run()).id}`
  for (const path of [run, '/']) {
    const context = await page.context().browser()!.newContext({ locale: 'fr-FR', baseURL: lab.url })
    const fresh = await context.newPage()
    const first = await loads(fresh, () => fresh.goto(path))
    const said = `${sum(scripts(first))} bytes of scripts, ${sum(first)} in all`
    info.annotations.push({ type: path, description: said })
    expect(scripts(first).length, 'scripts seen').toBeGreaterThan(3)
    expect(sum(scripts(first)), said).toBeLessThan(SCRIPTS)
    expect(sum(first), said).toBeLessThan(ALL)
    const second = await loads(fresh, () => fresh.goto(path))
    expect(second.map((one) => one.path)).toEqual([path])
    await context.close()
  }
})

test('scripts and styles come compressed, and may be kept; the page itself is asked for each time', async ({
  page,
  lab,
}) => {
  const seen: Response[] = []
  page.on('response', (response) => seen.push(response))
  await page.goto(lab.url)
  await page.waitForLoadState('networkidle')
  const headers = async (ending: RegExp) =>
    Promise.all(seen.filter((one) => ending.test(new URL(one.url()).pathname)).map((one) => one.allHeaders()))
  for (const one of await headers(/\.(js|css)$/)) {
    expect(one['content-encoding']).toMatch(/^(br|gzip)$/)
    expect(one['cache-control']).toContain('immutable')
  }
  const [html] = await headers(/^\/$/)
  expect(html?.['cache-control']).toContain('no-cache')
  // Whoever takes none of the encodings gets the file itself.
  const plain = await fetch(lab.url, { headers: { 'accept-encoding': 'identity' } })
  expect(plain.headers.get('content-encoding')).toBeNull()
  expect(await plain.text()).toContain('<!doctype html>')
})

test('a part that does not come is told, and comes when it is asked for again', async ({ page, lab }) => {
  await page.goto(`${lab.url}/runs/${(await lab.run()).id}`)
  const button = page.getByRole('button', { name: 'Rejoindre', exact: true })
  await page.route('**/assets/JoinDialog*', (route) => route.abort())
  await button.click()
  await expect(page.getByText('Le labo ne répond pas')).toBeVisible()
  await page.unroute('**/assets/JoinDialog*')
  await button.click()
  await expect(page.getByRole('dialog', { name: 'Rejoindre la séance' })).toBeVisible()
})

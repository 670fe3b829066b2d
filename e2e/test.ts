/**
 * The `test` of every specification: a lab and socats that are started for it and gone after it, and pages that may
 * not complain. Counterparts: `lab.ts`, `socat.ts`.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect, type BrowserContextOptions, type Page, type TestInfo } from '@playwright/test'
import { Lab, type LabOptions } from './lab.ts'
import { Socat } from './socat.ts'

interface Options {
  /** What the lab starts with. `test.use({ program: 'line-server' })` changes it. */
  program: LabOptions['program']
  /**
   * Loopback address of the lab. Labs that let a card or a form choose the port share 8080 and those after it: one that
   * gives its port up for a moment must not lose it to the lab of a test beside it.
   */
  host: string
  /** Further arguments of the lab. */
  args: readonly string[]
}

interface Fixtures {
  lab: Lab
  /** Starts a socat against the first run of the lab, else the only one there is, and waits until it is connected. */
  socat: (args?: readonly string[]) => Promise<Socat>
  /** Opens the page in a browser of its own, with its own storage, as another person would. */
  openPage: (options?: BrowserContextOptions) => Promise<Page>
}

export const test = base.extend<Options & Fixtures>({
  program: ['relay', { option: true }],
  host: ['127.0.0.1', { option: true }],

  args: [[], { option: true }],

  lab: async ({ program, host, args }, use, info) => {
    const data = await mkdtemp(join(tmpdir(), 'socket-lab-e2e-'))
    const lab = new Lab({ data, program, host, args })
    try {
      await lab.start()
      await use(lab)
      if (lab.running) expect(await lab.stop(), 'exit code of the drained lab').toBe(0)
    } finally {
      if (lab.running) await lab.kill()
      if (info.status !== info.expectedStatus) await info.attach('lab', { body: lab.output, contentType: 'text/plain' })
      await rm(data, { recursive: true, force: true })
    }
  },

  socat: async ({ lab, host }, use) => {
    const all: Socat[] = []
    await use(async (args) => {
      const port = lab.port || (await lab.run()).listeners[0]?.port
      const one = new Socat(`TCP:${host}:${port}`, args)
      all.push(one)
      await one.connected()
      return one
    })
    await Promise.all(all.map((one) => one.dispose()))
  },

  openPage: async ({ lab, browser, contextOptions, locale }, use) => {
    const complaints: string[] = []
    const contexts: { close(): Promise<void> }[] = []
    await use(async (options = {}) => {
      const context = await browser.newContext({
        ...contextOptions,
        locale: locale ?? 'fr-FR',
        baseURL: lab.url,
        ...options,
      })
      contexts.push(context)
      const page = await context.newPage()
      page.on('pageerror', (error) => complaints.push(String(error)))
      await page.goto('/')
      // Its script has come: what is typed from now on is heard.
      await expect(page.getByRole('banner')).toBeVisible()
      return page
    })
    await Promise.all(contexts.map((context) => context.close()))
    expect(complaints, 'errors in the pages').toEqual([])
  },
})

/** For `test.use({ host: ownHost })`: a loopback address that no test beside this one has (127.0.0.0/8, RFC 6890). */
export const ownHost = async ({}, use: (host: string) => Promise<void>, info: TestInfo): Promise<void> =>
  use(`127.0.0.${10 + info.parallelIndex}`)

export { expect }

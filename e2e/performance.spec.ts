/**
 * How fast the page is: reported, never judged, since machines differ. What is judged is that it measured something.
 * Counterparts: `light.spec.ts`, which judges bytes; docs/performance.md, which has figures.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Page, TestInfo } from '@playwright/test'
import { RunPage } from './run-page.ts'
import { expect, test } from './test.ts'

const TALKER = fileURLToPath(new URL('talker.mjs', import.meta.url))
const FRAMES_MS = 5000
const LINES = 40

const at = (sorted: readonly number[], share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? NaN

function report(info: TestInfo, type: string, description: string): void {
  info.annotations.push({ type, description })
  console.log(`      ${type}: ${description}`)
}

/** Milliseconds between the frames that the page draws, sorted. */
async function frames(page: Page): Promise<readonly number[]> {
  const gaps = await page.evaluate(
    (duration) =>
      new Promise<number[]>((resolve) => {
        const gaps: number[] = []
        const began = performance.now()
        let last = began
        const next = (now: number): void => {
          if (now > last) gaps.push(now - last)
          last = now
          if (now - began < duration) requestAnimationFrame(next)
          else resolve(gaps)
        }
        requestAnimationFrame(next)
      }),
    FRAMES_MS,
  )
  return gaps.toSorted((a, b) => a - b)
}

test('frames while ten clients say 10,000 lines a second', async ({ lab, openPage }, info) => {
  const page = await openPage()
  await RunPage.open(page, lab)
  const talker = spawn(process.execPath, [TALKER, String(lab.port)], { stdio: 'ignore' })
  try {
    await lab.crowd(10)
    for (const view of ['Échelle', 'Tableau', 'Trace']) {
      await page.getByRole('tab', { name: view }).click()
      const before = (await lab.run()).lastSeq
      const gaps = await frames(page)
      expect((await lab.run()).lastSeq, 'events while it was looked at').toBeGreaterThan(before + 100)
      const [median, worst] = [at(gaps, 0.5), at(gaps, 0.99)]
      report(info, view, `${(1000 / median).toFixed(0)} frames a second at the median, p99 ${worst.toFixed(1)} ms`)
    }
  } finally {
    const over = once(talker, 'exit')
    talker.kill('SIGKILL')
    await over
  }
})

test('a line from the socket to the page', async ({ lab, openPage }, info) => {
  const page = await openPage()
  await RunPage.open(page, lab)
  const client = connect({ port: lab.port, host: '127.0.0.1', noDelay: true }).resume()
  await lab.crowd(1)
  const took: number[] = []
  for (let n = 1; n <= LINES; n++) {
    const shown = page.evaluate(
      (text) =>
        new Promise<number>((resolve) => {
          const observer = new MutationObserver(() => {
            if (!document.querySelector('[role=grid]')?.textContent.includes(text)) return
            observer.disconnect()
            resolve(performance.timeOrigin + performance.now())
          })
          observer.observe(document.body, { subtree: true, childList: true, characterData: true })
        }),
      `mesure ${n} `,
    )
    await sleep(50 + (n % 7) * 3) // not in step with the frames
    const said = performance.timeOrigin + performance.now()
    client.write(`mesure ${n} \n`)
    took.push((await shown) - said)
  }
  client.destroy()
  took.sort((a, b) => a - b)
  expect(took).toHaveLength(LINES)
  report(info, 'socket to page', `${at(took, 0.5).toFixed(0)} ms at the median, ${at(took, 0.95).toFixed(0)} ms at p95`)
})

test('the first paint of a phone on a bad network', async ({ lab, browser }, info) => {
  const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 390, height: 844 } })
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await cdp.send('Network.enable')
  const bytesASecond = 1_600_000 / 8
  const net = { offline: false, latency: 40, downloadThroughput: bytesASecond, uploadThroughput: bytesASecond }
  await cdp.send('Network.emulateNetworkConditions', net)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await page.goto(`${lab.url}/runs/${(await lab.run()).id}`, { waitUntil: 'commit' })
  // What a student needs: which run, who is there, how to come.
  await expect(page.getByText(`TCP:127.0.0.1:${lab.port}`).first()).toBeVisible()
  const useful = await page.evaluate(() => performance.now())
  const shell = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN)
  expect(shell).toBeGreaterThan(0)
  report(info, 'paint', `shell ${shell.toFixed(0)} ms, useful ${useful.toFixed(0)} ms`)
  await context.close()
})

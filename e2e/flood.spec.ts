/**
 * The page under a flood, and with a hundred thousand events behind it: it goes on answering, shows the right rows
 * wherever one looks, and its memory does not grow with the journal.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { CDPSession, Page } from '@playwright/test'
import type { EventPage } from '#shared/protocol/rest.ts'
import type { Lab } from './lab.ts'
import { RunPage } from './run-page.ts'
import { rowCount, shownRows } from './table.ts'
import { expect, test } from './test.ts'
import { until } from './until.ts'

/** MiB of JavaScript heap that the page may have, and may gain while the journal grows tenfold. */
const HEAP = 60
const GROWTH = 12

/** Bytes of JavaScript that are alive in the page, in MiB. */
async function heap(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage')
  const { usedSize } = (await cdp.send('Runtime.getHeapUsage')) as { usedSize: number }
  return usedSize / 1_048_576
}

test('the page answers while `yes | socat` floods the room', async ({ lab, openPage }) => {
  test.slow()
  const page = await openPage()
  const cdp = await page.context().newCDPSession(page)
  const room = await RunPage.open(page, lab)
  await room.join('Ana')
  await page.getByRole('tab', { name: 'Échelle' }).click()
  const seq = async () => (await lab.run()).lastSeq
  const flood = spawn('sh', ['-c', `yes | timeout 60 socat -u - TCP:127.0.0.1:${lab.port}`], {
    stdio: 'ignore',
    detached: true,
  })
  try {
    await until('the flood has begun', async () => (await seq()) > 500)
    const before = await seq()
    await page.getByRole('button', { name: 'Rejoindre', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Rejoindre la séance' })
    await expect(dialog).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await room.send('Ana', 'et moi dans tout ça')
    await expect(room.participant('Ana')).toContainText(/A envoyé\s: 1\sligne/)
    await room.send('Ana', 'je suis encore là')
    await expect(room.participant('Ana')).toContainText(/A envoyé\s: 2\slignes/)

    // Whoever scrolls up is left in peace.
    await page.getByRole('tab', { name: 'Tableau' }).click()
    await expect.poll(() => rowCount(page)).toBeGreaterThan(before)
    await page.getByRole('grid').hover()
    await page.mouse.wheel(0, -300)
    const resting = await restingRow(page)
    const count = await rowCount(page)
    await expect.poll(() => rowCount(page)).toBeGreaterThan(count + 200)
    expect(await restingRow(page)).toEqual(resting)
    expect(await heap(cdp)).toBeLessThan(HEAP)
    expect(flood.exitCode, 'the flood goes on').toBe(null)
  } finally {
    const over = flood.exitCode !== null || once(flood, 'exit')
    // All of the pipe: it is a group of its own.
    if (over !== true) process.kill(-(flood.pid ?? 0), 'SIGKILL')
    await over
  }
  // What was said in the flood is found in it.
  await page.getByRole('textbox', { name: 'Filtrer les événements' }).fill('de:Ana genre:lines')
  await expect(page.getByText(/^2\strouvés$/)).toBeVisible({ timeout: 60_000 })
  await expect(room.lines('et moi dans tout ça')).toHaveCount(1)
  await expect(room.lines('je suis encore là')).toHaveCount(1)
})

test('a hundred thousand events are a screenful for the page', async ({ lab, openPage }) => {
  test.slow()
  const page = await openPage()
  const cdp = await page.context().newCDPSession(page)
  await RunPage.open(page, lab)
  const run = (await lab.run()).id
  const crowd = await Crowd.of(20, lab)
  await crowd.talkUntil(10_000)
  const early = await heap(cdp)
  await crowd.talkUntil(100_000)
  crowd.leave()
  let lastSeq = 0
  await until('everybody has left, and the journal says so', async () => {
    lastSeq = (await lab.run()).lastSeq
    const { events } = await lab.api<EventPage>(`/runs/${run}/events?after=${lastSeq - 20}`)
    return events.length === 20 && events.every(({ kind }) => kind === 'closed')
  })
  await expect.poll(() => rowCount(page)).toBe(lastSeq)

  await page.getByRole('grid').focus()
  await page.keyboard.press('Home')
  await rightRows(page, lab, run, 1)
  await page.keyboard.press('End')
  await rightRows(page, lab, run, lastSeq)
  for (const share of [0.5, 0.25, 0.9]) {
    // As a drag of the scroll bar does it.
    await page.getByRole('grid').evaluate((grid, part) => (grid.scrollTop = part * grid.scrollHeight), share)
    await rightRows(page, lab, run, Math.round(share * lastSeq), lastSeq * 0.02)
  }
  for (let turn = 0; turn < 20; turn++) await page.mouse.wheel(0, turn % 2 ? -5000 : 8000)
  await rightRows(page, lab, run)

  const late = await heap(cdp)
  test.info().annotations.push({ type: 'heap', description: `${early.toFixed(1)} MiB, then ${late.toFixed(1)} MiB` })
  expect(late).toBeLessThan(HEAP)
  expect(late - early).toBeLessThan(GROWTH)
})

/** A row in the middle of the screen and where it stands, once both stay the same from one look to the next. */
async function restingRow(page: Page): Promise<{ place: number; top: number }> {
  let last = { place: 0, top: 0 }
  const rests = async (): Promise<boolean> => {
    const seen = await page.evaluate(() => {
      const row = document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest('[role=row]')
      return {
        place: Number(row?.getAttribute('aria-rowindex') ?? 0),
        top: Math.round(row?.getBoundingClientRect().top ?? 0),
      }
    })
    const same = seen.place > 0 && seen.place === last.place && seen.top === last.top
    last = seen
    return same
  }
  await expect.poll(rests, { message: 'the rows are at rest' }).toBe(true)
  return last
}

/** What the table shows are the journal's events, each in its place; `near` is among them, give or take `slack`. */
async function rightRows(page: Page, lab: Lab, run: string, near?: number, slack = 0): Promise<void> {
  const height = page.viewportSize()?.height ?? 0
  await expect
    .poll(async () => {
      const rows = await shownRows(page)
      const distances = rows.map(({ seq }) => (near === undefined ? 0 : Math.abs(seq - near)))
      return rows.length * 60 > height && Math.min(...distances) <= slack
    })
    .toBe(true)
  const rows = await shownRows(page)
  const first = rows[0]?.seq ?? 0
  expect(rows.map(({ place, seq }) => [place, seq])).toEqual(rows.map((_, index) => [first + index, first + index]))
  const { events } = await lab.api<EventPage>(`/runs/${run}/events?after=${first - 1}&limit=${rows.length}`)
  for (const [index, { kind, text }] of events.entries()) {
    if (kind === 'lines') expect(rows[index]?.text).toBe(text.replace('\n', '↵'))
  }
}

/** Clients that talk a line at a time, so that each line is a read and an event of its own. */
class Crowd {
  readonly #sockets: readonly Socket[]
  readonly #lab: Lab
  #said = 0

  private constructor(sockets: readonly Socket[], lab: Lab) {
    this.#sockets = sockets
    this.#lab = lab
  }

  static async of(size: number, lab: Lab): Promise<Crowd> {
    const sockets = Array.from({ length: size }, () => connect({ port: lab.port, host: '127.0.0.1', noDelay: true }))
    await Promise.all(sockets.map((socket) => once(socket, 'connect')))
    await lab.crowd(size)
    return new Crowd(sockets, lab)
  }

  /** Everybody says a line, and hears it from the others, until there are so many events. */
  async talkUntil(events: number): Promise<void> {
    while ((await this.#lab.run()).lastSeq < events) for (let round = 0; round < 200; round++) await this.#round()
  }

  leave(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  async #round(): Promise<void> {
    const heard = this.#sockets.map((socket) => hears(socket, this.#sockets.length - 1))
    for (const socket of this.#sockets) socket.write(`ligne ${++this.#said}\n`)
    await Promise.all(heard)
  }
}

/** Resolves when so many lines have come. */
async function hears(socket: Socket, lines: number): Promise<void> {
  let come = 0
  await new Promise<void>((resolve) => {
    const listen = (bytes: Buffer): void => {
      for (const byte of bytes) if (byte === 10) come++
      if (come < lines) return
      socket.off('data', listen)
      resolve()
    }
    socket.on('data', listen)
  })
}

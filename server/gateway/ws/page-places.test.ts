/** Pages have places: by address, before their hello too, and who comes back has one. */
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { openApp, Tab } from '../../testing/app.ts'
import { until } from '../../testing/raw-client.ts'
import { ManualClock } from '../../core/clock.ts'
import { Roles } from '../http/roles.ts'

let server: Awaited<ReturnType<typeof openApp>>
const open: WebSocket[] = []
afterEach(async () => {
  for (const socket of open.splice(0)) socket.terminate()
  await server.close()
})

interface End {
  readonly code: number
  readonly reason: string
}

/** A WebSocket that says nothing. */
async function silent(): Promise<{ socket: WebSocket; end: Promise<End> }> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/api/ws`)
  open.push(socket)
  const end = once(socket, 'close').then(([code, reason]) => ({ code: code as number, reason: String(reason) }))
  await once(socket, 'open')
  return { socket, end }
}

async function page(session?: string): Promise<{ tab: Tab; session: string }> {
  const tab = await server.tab(session)
  open.push(tab.socket)
  return { tab, session: tab.all('welcome')[0]!.session }
}

/** A page whose hello is refused. */
async function refusedPage(): Promise<End> {
  const { socket, end } = await silent()
  socket.send(JSON.stringify({ type: 'hello', protocol: 2 }))
  return end
}

const refusal = (code: string, limit: number, flag: string) => ({
  code: 1013,
  reason: JSON.stringify({ code, params: { limit, flag } }),
})
const OF_ADDRESS = (limit: number) => refusal('too-many-pages-of-address', limit, '--max-pages-per-address')

describe('pages of one address', () => {
  it('are fifty where the lab says so, this machine’s too, and the next is told the limit and its flag', async () => {
    server = await openApp({ pagesPerAddress: 50 })
    for (let n = 0; n < 50; n++) await page()
    expect(await refusedPage()).toEqual(OF_ADDRESS(50))
    expect(Buffer.byteLength(OF_ADDRESS(50).reason)).toBeLessThanOrEqual(123)
  })

  it('may come back when all places are taken, also while others knock', async () => {
    server = await openApp({ pagesPerAddress: 3 })
    const pages = [await page(), await page(), await page()]
    for (const { tab, session } of pages) {
      tab.socket.terminate()
      await until(
        'its end',
        () => tab.closed,
        (closed) => closed !== null,
      )
      expect(await refusedPage()).toEqual(OF_ADDRESS(3))
      const again = await page(session)
      expect(again.tab.all('welcome')[0]).toMatchObject({ session, resumed: true })
    }
  })

  it('give their places back when they are gone for good', async () => {
    const clock = new ManualClock()
    server = await openApp({ pagesPerAddress: 1 }, undefined, { clock })
    const { tab } = await page()
    tab.socket.close(1001)
    await until(
      'its end',
      () => tab.closed,
      (closed) => closed !== null,
    )
    expect(await refusedPage()).toEqual(OF_ADDRESS(1))
    clock.advance(5000)
    await page()
  })
})

describe('connections without a hello', () => {
  it('are no way to more places: a thousand of them leave fifty', async () => {
    server = await openApp({ pagesPerAddress: 50 })
    const ends: End[] = []
    for (let n = 0; n < 1000; n++) void (await silent()).end.then((end) => ends.push(end))
    await until(
      '950 refusals',
      () => ends.length,
      (length) => length === 950,
    )
    expect(ends.every(({ code }) => code === 1013)).toBe(true)
    expect(ends[0]).toEqual(OF_ADDRESS(50))
  })

  it('are closed after a while, and leave pages their places meanwhile', async () => {
    const clock = new ManualClock()
    server = await openApp({ pagesPerAddress: 2 }, undefined, { clock })
    const first = await silent()
    await page()
    const idle = [await silent(), await silent()]
    // Whoever has been silent longest makes room, so that a page that says hello at once always comes in.
    expect(await first.end).toEqual(OF_ADDRESS(2))
    await page()
    idle.splice(0, 1)
    clock.advance(10_000)
    for (const { end } of idle) expect(await end).toEqual({ code: 1008, reason: 'no hello' })
  })
})

describe('pages in all', () => {
  it('have a limit too, and some more are kept for addresses without a page', async () => {
    server = await openApp({ pages: 20, pagesPerAddress: 50 })
    for (let n = 0; n < 20; n++) await page()
    expect(await refusedPage()).toEqual(refusal('too-many-pages', 20, '--max-pages'))
  })
})

describe('the teacher', () => {
  it('comes in when one address has all its places, and when all are taken', async () => {
    const roles = new Roles('student', { lab: '0123456789ab', secret: 'right' })
    server = await openApp({ pages: 20, pagesPerAddress: 20 }, undefined, { roles })
    for (let n = 0; n < 20; n++) await page()
    await refusedPage()
    const key = roles.keyFor('right')!
    for (let tabs = 0; tabs < 2; tabs++) {
      const tab = await Tab.open(server.port, undefined, server.port, '127.0.0.1', key)
      open.push(tab.socket)
      expect(tab.all('welcome')[0]).toMatchObject({ role: 'teacher' })
    }
  })
})

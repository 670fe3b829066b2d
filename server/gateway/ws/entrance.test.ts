/** Who comes in over the WebSocket and what REST answers those outside, in a lab with a code. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { once } from 'node:events'
import { systemClock } from '../../core/system-clock.ts'
import { Access } from '../../commands/access.ts'
import { CLOSE, PROTOCOL, SESSION_HEADER } from '#shared/model/constants.ts'
import type { ClientMessage } from '#shared/protocol/messages.ts'
import { openApp, Tab } from '../../testing/app.ts'
import { Roles } from '../http/roles.ts'

const SECRET = { lab: '0123456789ab', secret: 'right' }
const ANA = 'the-browser-of-ana'
let access: Access
let app: Awaited<ReturnType<typeof openApp>>
const tabs: Tab[] = []
const accessOf = (wantsPin: boolean): Access => new Access({ clock: systemClock, key: SECRET.secret, wantsPin })
async function open(one: Access): Promise<void> {
  access = one
  app = await openApp({}, undefined, { roles: new Roles('student', SECRET), access })
}
beforeEach(() => open(accessOf(true)))
afterEach(async () => {
  for (const tab of tabs.splice(0)) tab.socket.terminate()
  await app.close()
})

/** What a page gets that says this: its tab, or why it stays outside. */
async function comes(hello: Partial<Extract<ClientMessage, { type: 'hello' }>>): Promise<Tab | string> {
  const tab = new Tab(new WebSocket(`ws://127.0.0.1:${app.port}/api/ws`))
  tabs.push(tab)
  await once(tab.socket, 'open')
  const over = once(tab.socket, 'close') as Promise<[number, Buffer]>
  tab.send({ type: 'hello', protocol: PROTOCOL, ...hello })
  const first = await Promise.race([over, tab.receives('welcome')])
  if (!Array.isArray(first)) return tab
  expect(first[0]).toBe(CLOSE.outside)
  expect(tab.messages).toEqual([])
  return (JSON.parse(first[1].toString()) as { code: string }).code
}
async function isIn(hello: Parameters<typeof comes>[0]): Promise<Tab> {
  const tab = await comes(hello)
  if (typeof tab === 'string') throw new Error(`outside: ${tab}`)
  return tab
}
const passOf = (tab: Tab): string => tab.all('welcome')[0]!.pass!
const teacher = async (): Promise<Tab> => {
  const reply = await fetch(`${app.url}/api/teacher`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ secret: 'right' }),
  })
  return isIn({ teacher: ((await reply.json()) as { key: string }).key })
}
let ref = 0
const ask = async (tab: Tab, order: { type: 'new-pin' } | { type: 'lock'; locked: boolean }): Promise<void> => {
  const own = ++ref
  tab.send({ ...order, ref: own })
  await tab.receives('done', (message) => message.ref === own)
}

describe('a code', () => {
  it('is wanted of who comes without; a wrong one tells nothing more, and the right one opens', async () => {
    expect(await comes({ browser: ANA })).toBe('pin-wanted')
    expect(await comes({ browser: ANA, pin: access.pin === '000000' ? '000001' : '000000' })).toBe('wrong-pin')
    const tab = await isIn({ browser: ANA, pin: access.pin! })
    expect(tab.all('welcome')[0]).toMatchObject({ role: 'student', resumed: false })
    expect((await tab.receives('access')).pin).toBeUndefined()
  })

  it('is told to the teacher, who comes in without it and may change it; those who are in stay in', async () => {
    const [head, ana] = [await teacher(), await isIn({ browser: ANA, pin: access.pin! })]
    const before = access.pin!
    expect(await head.receives('access')).toEqual({ type: 'access', locked: false, pin: before })
    await ask(head, { type: 'new-pin' })
    expect(await head.receives('access', ({ pin }) => pin !== before)).toMatchObject({ pin: access.pin })
    expect(ana.closed).toBeNull()
    expect(await comes({ browser: 'the-browser-of-bob', pin: before })).toBe('wrong-pin')
    await isIn({ browser: ANA, pass: passOf(ana) })
    const { session } = ana.all('welcome')[0]!
    expect((await isIn({ session })).all('welcome')[0]).toMatchObject({ resumed: true })
    expect(JSON.stringify(ana.messages)).not.toContain(access.pin)
  })

  it('is no student’s to change', async () => {
    const ana = await isIn({ browser: ANA, pin: access.pin! })
    ana.send({ type: 'new-pin', ref: 1 })
    expect((await ana.receives('failed')).error.code).toBe('teacher-only')
    ana.send({ type: 'lock', ref: 2, locked: true })
    expect((await ana.receives('failed', (one) => one.ref === 2)).error.code).toBe('teacher-only')
  })

  it('keeps who is in over a restart of the lab', async () => {
    const pass = passOf(await isIn({ browser: ANA, pin: access.pin! }))
    await app.close()
    await open(accessOf(true))
    await isIn({ browser: ANA, pass })
    expect(await comes({ browser: 'another-browser-x', pass })).toBe('pin-wanted')
  })
})

describe('the lock', () => {
  it('keeps newcomers outside, also with the code; who was in comes back', async () => {
    await app.close()
    await open(accessOf(false))
    const [head, ana] = [await teacher(), await isIn({ browser: ANA })]
    await ask(head, { type: 'lock', locked: true })
    expect(await ana.receives('access', ({ locked }) => locked)).toEqual({ type: 'access', locked: true })
    expect(await comes({ browser: 'the-browser-of-bob' })).toBe('lab-locked')
    await isIn({ browser: ANA, pass: passOf(ana) })
    await ask(head, { type: 'lock', locked: false })
    await isIn({ browser: 'the-browser-of-bob' })
  })

  it('holds for who has the right code too', async () => {
    access.lock(true)
    expect(await comes({ browser: ANA, pin: access.pin! })).toBe('lab-locked')
  })
})

describe('the API, from outside', () => {
  const status = async (path: string, headers: Record<string, string> = {}): Promise<unknown> => {
    const reply = await fetch(`${app.url}${path}`, { headers })
    const text = await reply.text()
    return reply.ok ? reply.status : (JSON.parse(text) as { code: string }).code
  }

  it('answers whether the lab works, and nothing of the lab; who is in reads all', async () => {
    const run = await app.lab.start({ program: 'relay', listen: [{ transport: 'tcp', port: 0 }] })
    const paths = ['', '/events', '/participants', '/observations', '/files', '/program.py'].map(
      (part) => `/api/runs/${run.id}${part}`,
    )
    const { session } = (await isIn({ browser: ANA, pin: access.pin! })).all('welcome')[0]!
    for (const path of ['/api/runs', '/api/programs', ...paths]) {
      expect(await status(path), path).toBe('pin-wanted')
      expect(await status(path, { [SESSION_HEADER]: 'unknown' }), path).toBe('pin-wanted')
      expect(await status(path, { [SESSION_HEADER]: session }), path).toBe(200)
    }
    const { downloads } = tabs[0]!.all('welcome')[0]!
    expect(await status(`${paths.at(-1)}?lang=en&as=${downloads}`)).toBe(200)
    expect(await status(`${paths.at(-1)}?lang=en&as=${session}`)).toBe('pin-wanted')
    const { status: stopped } = await fetch(`${app.url}${paths[0]}?as=${downloads}`, { method: 'DELETE' })
    expect(stopped).toBe(403)
    expect(await status('/api/health')).toBe(200)
    expect(await status('/api/tls/ca.pem')).toBe(200)
    access.lock(true)
    expect(await status('/api/runs')).toBe('lab-locked')
  })
})

/** Who is the teacher, for REST and WebSocket alike, and what wrong secrets cost. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../../core/clock.ts'
import { SESSION_HEADER } from '#shared/model/constants.ts'
import { openApp, Tab } from '../../testing/app.ts'
import { Roles } from './roles.ts'
import { WrongTries } from '../ws/wrong-tries.ts'

const TEACHER = { lab: '0123456789ab', secret: 'right' }
let app: Awaited<ReturnType<typeof openApp>>
beforeEach(async () => {
  app = await openApp({}, undefined, { roles: new Roles('student', TEACHER) })
})
afterEach(() => app.close())

const enter = (secret: string): Promise<Response> =>
  fetch(`${app.url}/api/teacher`, {
    method: 'POST',
    body: JSON.stringify({ secret }),
    headers: { 'content-type': 'application/json' },
  })
const cookieOf = async (): Promise<string> => (await enter('right')).headers.get('set-cookie')!
const stop = (run: string, headers: Record<string, string>): Promise<Response> =>
  fetch(`${app.url}/api/runs/${run}`, { method: 'DELETE', headers })
const start = () => app.lab.start({ program: 'relay', listen: [{ transport: 'tcp', port: 0 }] })
const welcomeOf = async (cookie?: string) => {
  const tab = await Tab.open(app.port, undefined, app.port, '127.0.0.1', cookie)
  return tab.all('welcome')[0]!
}

describe('the teacher’s cookie', () => {
  it('is given for the secret, named after the lab, out of reach of scripts and other sites, and is not the secret', async () => {
    const reply = await enter('right')
    expect(reply.status).toBe(204)
    const cookie = reply.headers.get('set-cookie')!
    expect(cookie).toMatch(/^socket-lab-0123456789ab=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
    expect(cookie).not.toContain('right')
  })

  it('is not given for a wrong one', async () => {
    const reply = await enter('wrong')
    expect([reply.status, reply.headers.get('set-cookie')]).toEqual([403, null])
    expect(await reply.json()).toMatchObject({ code: 'wrong-secret' })
  })

  it('makes the teacher of a call and of a page; loopback alone makes nobody one', async () => {
    const { id } = await start()
    const refused = await stop(id, {})
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([403, 'teacher-only'])
    expect((await stop(id, { cookie: 'socket-lab-0123456789ab=forged' })).status).toBe(403)
    expect(await welcomeOf()).toMatchObject({ role: 'student', rights: { stop: 'own' } })
    const cookie = await cookieOf()
    expect(await welcomeOf(cookie)).toMatchObject({ role: 'teacher', rights: { stop: 'any' } })
    expect((await stop(id, { cookie })).status).toBe(200)
  })

  it('is wanted of a call that names the teacher’s session, too', async () => {
    const { id } = await start()
    const cookie = await cookieOf()
    const { session } = await welcomeOf(cookie)
    expect((await stop(id, { [SESSION_HEADER]: session })).status).toBe(403)
    expect((await stop(id, { [SESSION_HEADER]: session, cookie })).status).toBe(200)
  })

  it('is that of one secret only', async () => {
    const other = new Roles('student', { ...TEACHER, secret: 'newer' })
    expect(other.ofPage((await cookieOf()).split(';')[0])).toBe('student')
  })
})

describe('a student’s page', () => {
  it('stops the run that it started, and learns of it when it comes back', async () => {
    const { session } = await welcomeOf()
    const headers = { [SESSION_HEADER]: session, 'content-type': 'application/json' }
    const body = JSON.stringify({ program: 'relay', listen: [{ transport: 'tcp', port: 0 }] })
    const started = await fetch(`${app.url}/api/runs`, { method: 'POST', headers, body })
    const { id } = (await started.json()) as { id: string }
    const back = await app.tab(session)
    expect(back.all('welcome')[0]).toMatchObject({ resumed: true, ownRuns: [id] })
    const { id: other } = await start()
    expect((await stop(other, { [SESSION_HEADER]: session })).status).toBe(403)
    expect((await stop(id, { [SESSION_HEADER]: session })).status).toBe(200)
  })
})

describe('wrong tries', () => {
  it('wait longer each, by asker, and by all together after thirty in a minute', async () => {
    const clock = new ManualClock()
    const tries = new WrongTries(clock)
    const waits = async (key: string, ms: number): Promise<void> => {
      let over = false
      const answer = tries.wait(key).then(() => (over = true))
      clock.advance(ms - 1)
      await Promise.resolve()
      expect(over).toBe(false)
      clock.advance(1)
      await answer
    }
    await waits('a', 250)
    await waits('a', 500)
    await waits('b', 250)
    for (let n = 0; n < 27; n++) await waits(`c${n}`, 250)
    await waits('d', 8000)
    clock.advance(60_000)
    await waits('a', 250)
  })
})

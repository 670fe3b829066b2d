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
const keyOf = async (): Promise<string> => ((await (await enter('right')).json()) as { key: string }).key
const stop = (run: string, headers: Record<string, string>): Promise<Response> =>
  fetch(`${app.url}/api/runs/${run}`, { method: 'DELETE', headers })
const start = () => app.lab.start({ program: 'relay', listen: [{ transport: 'tcp', port: 0 }] })
const welcomeOf = async (teacher?: string) => {
  const tab = await Tab.open(app.port, undefined, app.port, '127.0.0.1', teacher)
  return tab.all('welcome')[0]!
}

describe('the teacher’s key', () => {
  it('is given for the secret in the answer’s body, in no cookie, and is not the secret', async () => {
    const reply = await enter('right')
    expect([reply.status, reply.headers.get('set-cookie')]).toEqual([200, null])
    const { key } = (await reply.json()) as { key: string }
    expect(key).toMatch(/^[\w-]{43}$/)
    expect(key).not.toContain('right')
  })

  it('is not given for a wrong one', async () => {
    const reply = await enter('wrong')
    expect(reply.status).toBe(403)
    expect(await reply.json()).toMatchObject({ code: 'wrong-secret' })
  })

  it('makes the teacher of a call and of a page; loopback alone makes nobody one', async () => {
    const { id } = await start()
    const refused = await stop(id, {})
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([403, 'teacher-only'])
    expect((await stop(id, { authorization: 'Bearer forged' })).status).toBe(403)
    expect(await welcomeOf()).toMatchObject({ role: 'student', rights: { stop: 'own' } })
    expect(await welcomeOf('forged')).toMatchObject({ role: 'student' })
    const key = await keyOf()
    expect(await welcomeOf(key)).toMatchObject({ role: 'teacher', rights: { stop: 'any' } })
    expect((await stop(id, { authorization: `Bearer ${key}` })).status).toBe(200)
  })

  it('goes with the session of the teacher’s page', async () => {
    const { id } = await start()
    const { session } = await welcomeOf(await keyOf())
    expect((await stop(id, { [SESSION_HEADER]: `${session}x` })).status).toBe(403)
    expect((await stop(id, { [SESSION_HEADER]: session })).status).toBe(200)
  })

  it('is that of one secret only, and of one lab', async () => {
    const key = await keyOf()
    expect(new Roles('student', { ...TEACHER, secret: 'newer' }).ofPage(key)).toBe('student')
    expect(new Roles('student', { ...TEACHER, lab: 'ba9876543210' }).ofPage(key)).toBe('student')
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

describe('a browser', () => {
  const browser = 'b'.repeat(32)

  it('is one student in all its tabs: two runs, which each of them stops', async () => {
    const [one, two, other] = await Promise.all(
      [browser, browser, 'c'.repeat(32)].map((who) =>
        Tab.open(app.port, undefined, app.port, '127.0.0.1', undefined, who),
      ),
    )
    const startAs = (session: string) =>
      fetch(`${app.url}/api/runs`, {
        method: 'POST',
        headers: { [SESSION_HEADER]: session, 'content-type': 'application/json' },
        body: JSON.stringify({ program: 'relay', listen: [{ transport: 'tcp', port: 0 }] }),
      })
    const sessionOf = (tab: Tab): string => tab.all('welcome')[0]!.session
    const first = (await (await startAs(sessionOf(one!))).json()) as { id: string }
    expect((await startAs(sessionOf(two!))).status).toBe(201)
    const third = await startAs(sessionOf(two!))
    expect(await third.json()).toMatchObject({ code: 'too-many-own-runs' })
    expect((await startAs(sessionOf(other!))).status).toBe(201)
    expect((await stop(first.id, { [SESSION_HEADER]: sessionOf(other!) })).status).toBe(403)
    expect((await stop(first.id, { [SESSION_HEADER]: sessionOf(two!) })).status).toBe(200)
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

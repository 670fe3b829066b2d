/**
 * Every route of the API, asked by everybody who may ask: the teacher, the student whose run it is, another student, a page that only looks
 * on, a call that names no page, and who is outside a lab with a code. A route without a row fails, and so does a row without a route.
 * Counterparts: `commands/policy.test.ts`, for commands; `outside.ts`.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Access } from '../../commands/access.ts'
import { systemClock } from '../../core/system-clock.ts'
import { openApp, Tab } from '../../testing/app.ts'
import { SESSION_HEADER } from '#shared/model/constants.ts'
import type { Run } from '#shared/protocol/model.ts'
import { Roles } from './roles.ts'

const TEACHER = { lab: '0123456789ab', secret: 'right' }
const ASKERS = ['teacher', 'owner', 'student', 'onlooker', 'script', 'outside'] as const
type Asker = (typeof ASKERS)[number]

const PORT = { transport: 'tcp', port: 0 }
/** Codes by which a route says that somebody may not ask. */
const REFUSALS = ['teacher-only', 'owner-only', 'not-yours', 'not-your-address', 'pin-wanted', 'wrong-secret']

/** Who is not refused. */
type Row = readonly Asker[]
const INSIDE: Row = ['teacher', 'owner', 'student', 'onlooker', 'script']
const ANYBODY: Row = ASKERS
const OWNERS: Row = ['teacher', 'owner']
const TEACHERS: Row = ['teacher']

/** Of each route who may ask, and what is sent with it. */
const ROUTES: Readonly<Record<string, { readonly may: Row; readonly query?: string; readonly body?: object }>> = {
  'get /api/health': { may: ANYBODY },
  'get /api/tls/ca.pem': { may: ANYBODY },
  'post /api/teacher': { may: ANYBODY, body: { secret: TEACHER.secret } },
  'get /api/programs': { may: INSIDE },
  'get /api/kept': { may: INSIDE },
  'get /api/runs': { may: INSIDE },
  'get /api/runs/{id}': { may: INSIDE },
  'get /api/runs/{id}/events': { may: INSIDE },
  'get /api/runs/{id}/export': { may: INSIDE, query: '?format=text' },
  'get /api/runs/{id}/files': { may: INSIDE },
  'get /api/runs/{id}/files/{file}': { may: INSIDE },
  'get /api/runs/{id}/moment': { may: INSIDE, query: '?seq=1' },
  'get /api/runs/{id}/name': { may: INSIDE, query: '?name=zoe' },
  'get /api/runs/{id}/observations': { may: INSIDE },
  'get /api/runs/{id}/participants': { may: INSIDE },
  'get /api/runs/{id}/program.py': { may: INSIDE },
  'get /api/runs/{id}/timeline': { may: INSIDE },
  'post /api/runs': { may: ['teacher', 'owner', 'student'], body: { program: 'relay', listen: [PORT] } },
  'delete /api/runs/{id}': { may: OWNERS },
  'delete /api/runs/{id}/kept': { may: OWNERS },
  'delete /api/runs/{id}/files/{file}': { may: OWNERS },
  'put /api/runs/{id}/upload': { may: OWNERS, query: '?name=a.txt' },
  'post /api/runs/{id}/listeners': { may: OWNERS, body: PORT },
  'delete /api/runs/{id}/listeners/{listener}': { may: OWNERS },
  'post /api/runs/{id}/participants/{participant}/disconnect': { may: OWNERS, body: { how: 'fin' } },
  // Whom, depends on the address that one asks from: all of these ask from the same one (`runtime/run/naming.ts`).
  'put /api/runs/{id}/participants/{participant}/name': { may: ['teacher', 'owner', 'student'], body: { name: 'zoe' } },
  'post /api/runs/{id}/freeze': { may: TEACHERS, body: { frozen: false } },
  'get /api/attendance': { may: TEACHERS },
  'post /api/freeze': { may: TEACHERS, body: { frozen: false } },
  'post /api/stop-all': { may: TEACHERS },
  'post /api/forget': { may: TEACHERS, body: { name: 'nobody of that name' } },
}

let app: Awaited<ReturnType<typeof openApp>>
let onlookers: Awaited<ReturnType<typeof openApp>>
let guarded: Awaited<ReturnType<typeof openApp>>
beforeAll(async () => {
  const open = (newcomers: 'student' | 'onlooker', access?: Access) =>
    openApp({}, undefined, { roles: new Roles(newcomers, TEACHER), ...(access && { access }) })
  app = await open('student')
  onlookers = await open('onlooker')
  guarded = await open('student', new Access({ clock: systemClock, key: 'key', wantsPin: true }))
})
afterAll(() => Promise.all([app, onlookers, guarded].map((one) => one.close())))

const labOf = (asker: Asker) => (asker === 'outside' ? guarded : asker === 'onlooker' ? onlookers : app)
const keyOfTeacher = new Roles('student', TEACHER).keyFor(TEACHER.secret)!
const header = (tab: Tab): Record<string, string> => ({ [SESSION_HEADER]: tab.all('welcome')[0]!.session })
const pages = new Map<string, Promise<Tab>>()
function pageOf(port: number, browser: string, teacher?: string): Promise<Tab> {
  const key = `${port} ${browser}`
  const page = pages.get(key) ?? Tab.open(port, undefined, port, '127.0.0.1', teacher, browser.repeat(32))
  pages.set(key, page)
  return page
}

/** Asks, of a run and participant of its own, and gives the code of the refusal; null where it was none. */
async function refusalOf(asker: Asker, route: string): Promise<string | null> {
  const { port, url } = labOf(asker)
  // Where newcomers may start nothing, or are outside, the run is the teacher's.
  const owner = await pageOf(port, 'a', labOf(asker) === app ? undefined : keyOfTeacher)
  const json = { 'content-type': 'application/json' }
  const started = await fetch(`${url}/api/runs`, {
    method: 'POST',
    headers: { ...header(owner), ...json },
    body: JSON.stringify({ program: 'relay', listen: [PORT] }),
  })
  expect(started.status, await started.clone().text()).toBe(201)
  const { id } = (await started.json()) as Run
  const participant = route.includes('{participant}') ? await owner.join(id, 'ana') : 0
  const asking = { student: 'b', onlooker: 'c' }[asker as string]
  const page = asker === 'owner' ? owner : asking === undefined ? null : await pageOf(port, asking)
  const who = asker === 'teacher' ? { authorization: `Bearer ${keyOfTeacher}` } : page ? header(page) : {}

  const [method, path] = route.split(' ') as [string, string]
  const { query = '', body } = ROUTES[route]!
  const filled = path
    .replace('{id}', id)
    .replace('{participant}', String(participant))
    .replace(/\{\w+\}/, '1')
  const sent = method === 'put' && body === undefined ? { 'content-type': 'application/octet-stream' } : body && json
  const reply = await fetch(`${url}${filled}${query}`, {
    method: method.toUpperCase(),
    headers: { ...who, ...sent },
    ...(body ? { body: JSON.stringify(body) } : method === 'put' && { body: 'bonjour' }),
  })
  const text = await reply.text()
  expect([reply.status, text], 'the call is one that the route understands').not.toEqual([400, expect.anything()])
  expect(reply.status).not.toBe(500)
  // Who goes on speaking would have ten seconds for it.
  if (participant > 0) {
    await fetch(`${url}/api/runs/${id}/participants/${participant}/disconnect`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keyOfTeacher}`, ...json },
      body: JSON.stringify({ how: 'rst' }),
    })
  }
  await fetch(`${url}/api/stop-all`, { method: 'POST', headers: { authorization: `Bearer ${keyOfTeacher}` } })
  const code = reply.ok ? '' : (JSON.parse(text) as { code: string }).code
  return REFUSALS.includes(code) ? code : null
}

it('has a row for every route, and no other', async () => {
  const { paths } = (await (await fetch(`${app.url}/api/openapi.json`)).json()) as { paths: Record<string, object> }
  const all = Object.entries(paths).flatMap(([path, ways]) => Object.keys(ways).map((way) => `${way} ${path}`))
  expect(Object.keys(ROUTES).sort()).toEqual(all.sort())
})

describe.each(ASKERS)('%s', (asker) => {
  it.each(Object.keys(ROUTES))('%s', async (route) => {
    const refusal = await refusalOf(asker, route)
    expect(refusal === null, String(refusal)).toBe(ROUTES[route]!.may.includes(asker))
    if (asker === 'outside' && refusal !== null) expect(refusal).toBe('pin-wanted')
  })
})

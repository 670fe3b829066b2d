/** What the wall of the class is told: real pages, real runs, real sockets. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { WallPerson } from '#shared/protocol/wall.ts'
import { openApp, Tab } from '../../testing/app.ts'
import { startRun } from '../../testing/lab.ts'
import { until } from '../../testing/raw-client.ts'
import { Roles } from '../http/roles.ts'

const SECRET = { lab: '0123456789ab', secret: 'right' }
const roles = new Roles('student', SECRET)
const KEY = roles.keyFor('right')!
let app: Awaited<ReturnType<typeof openApp>>
beforeEach(async () => {
  app = await openApp({}, undefined, { roles })
})
afterEach(() => app.close())

const teacherPage = (): Promise<Tab> => Tab.open(app.port, undefined, app.port, '127.0.0.1', KEY)

/** What the page knows by now: each message over those before. */
function known(tab: Tab): Map<number, WallPerson> {
  const people = new Map<number, WallPerson>()
  for (const { whole, people: news, gone } of tab.all('wall')) {
    if (whole) people.clear()
    for (const one of news) people.set(one.number, one)
    for (const number of gone) people.delete(number)
  }
  return people
}
const byName = (tab: Tab, name: string) => [...known(tab).values()].find((one) => one.name === name)
const person = async (tab: Tab, name: string, fits: (one: WallPerson) => boolean = () => true): Promise<WallPerson> => {
  const one = () => byName(tab, name)
  await until(`the tile of ${name}`, one, (tile) => tile !== undefined && fits(tile))
  return one()!
}
const does = (one: WallPerson): string | undefined => one.parts[0]?.does

async function wall(): Promise<Tab> {
  const teacher = await teacherPage()
  teacher.send({ type: 'watch-wall', ref: 900 })
  await teacher.receives('done')
  return teacher
}

it('is the teacher’s: students are refused, and told nothing', async () => {
  const student = await app.tab()
  student.send({ type: 'watch-wall', ref: 1 })
  const { error } = await student.receives('failed')
  expect(error.code).toBe('teacher-only')
  const teacher = await wall()
  await app.tab()
  await until(
    'a tile',
    () => known(teacher).size,
    (size) => size === 2,
  )
  expect(student.all('wall')).toEqual([])
})

it('tells who is there, in which run, and who waits for what since when, with the kernel’s bytes', async () => {
  const room = await startRun(app.lab, 'relay-known', { count: 2, strategy: 'in-turn' })
  const [ana, bob] = [await app.tab(), await app.tab()]
  await ana.join(room.run.id, 'ana')
  const second = await bob.join(room.run.id, 'bob')
  const teacher = await wall()
  expect(does(await person(teacher, 'ana'))).toBe('goes')
  const before = Date.now()
  await bob.say(room.run.id, second, 'et moi\n')
  const { parts, here } = await person(teacher, 'bob', (one) => does(one) === 'unread')
  expect(here).toBe(true)
  expect(parts[0]).toMatchObject({
    run: room.run.id,
    participant: second,
    program: 'relay-known',
    mark: 'web',
    bytes: 7,
  })
  expect(parts[0]?.call).toEqual({ call: 'recv', who: 1, name: 'ana' })
  expect(parts[0]?.since).toBeGreaterThanOrEqual(before - 5)
  expect(parts[0]?.since).toBeLessThanOrEqual(Date.now())
})

it('tells the time of a wait that began before anybody looked', async () => {
  const room = await startRun(app.lab, 'relay-known', { count: 2, strategy: 'in-turn' })
  const [ana, bob] = [await app.tab(), await app.tab()]
  await ana.join(room.run.id, 'ana')
  const second = await bob.join(room.run.id, 'bob')
  const before = Date.now()
  await bob.say(room.run.id, second, 'et moi\n')
  const seen = async () => {
    const query = { run: room.run.id, after: 0, limit: 100 }
    const { observations } = await app.lab.journal.observations(query, { by: 'test', line: '' })
    return observations.some(
      ({ seen: one }) => one.kind === 'sockets-seen' && one.rows.some((row) => row.side === 'program' && row.recvQ > 0),
    )
  }
  let observed = false
  await until('the journal has seen it', () => (void seen().then((now) => (observed = now)), observed), Boolean)
  const teacher = await wall()
  const { parts } = await person(teacher, 'bob', (one) => does(one) === 'unread' && one.parts[0]?.since !== null)
  expect(parts[0]?.since).toBeGreaterThanOrEqual(before - 5)
})

it('shows the run of a student as the student’s program, which keeps others waiting', async () => {
  const ana = await app.tab()
  const { session } = ana.all('welcome')[0]!
  const reply = await fetch(`${app.url}/api/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-socket-lab-session': session },
    body: JSON.stringify({ program: 'line-server', listen: [{ transport: 'tcp', port: 0 }] }),
  })
  expect(reply.status).toBe(201)
  const run = (await reply.json()) as { id: string; listeners: { port: number }[] }
  const [bob, eve] = [await app.tab(), await app.tab()]
  await bob.join(run.id, 'bob')
  const second = await eve.join(run.id, 'eve')
  await eve.say(run.id, second, 'coucou\n')
  const teacher = await wall()
  expect(does(await person(teacher, 'eve', (one) => does(one) === 'accept'))).toBe('accept')
  const own = () => [...known(teacher).values()].find((one) => one.parts.some(({ mark }) => mark === 'program'))
  await until('her program blocks', own, (one) => one !== undefined && does(one) === 'blocks')
  expect(own()?.parts[0]).toMatchObject({
    run: run.id,
    participant: null,
    call: { call: 'recv', name: 'bob' },
    waiting: 1,
  })
})

it('has a tile for each terminal that nobody has claimed, until it goes', async () => {
  const room = await startRun(app.lab, 'relay')
  const terminal = await room.client()
  const teacher = await wall()
  const tiles = () => [...known(teacher).values()]
  await until('its tile', tiles, (all) => all.some(({ unclaimed, parts }) => unclaimed && parts[0]?.mark === 'tcp'))
  terminal.reset()
  await until('no tile', tiles, (all) => all.every(({ unclaimed }) => unclaimed === undefined))
})

it('keeps the number of a person, and how far it is in a guide', async () => {
  const teacher = await wall()
  const room = await startRun(app.lab, 'relay')
  const ana = await app.tab()
  await ana.join(room.run.id, 'ana')
  const { number } = await person(teacher, 'ana')
  ana.send({ type: 'step', guide: 'silent', done: 2, of: 4 })
  const { number: still, step } = await person(teacher, 'ana', (one) => one.step !== null)
  expect([still, step]).toEqual([number, { guide: 'silent', done: 2, of: 4 }])
})

it('is one tile for all tabs of one browser, with what each of them brought in', async () => {
  const room = await startRun(app.lab, 'relay')
  const open = (): Promise<Tab> =>
    Tab.open(app.port, undefined, app.port, '127.0.0.1', undefined, 'a browser of her own')
  const [one, two] = [await open(), await open()]
  await one.join(room.run.id, 'ana')
  await two.join(room.run.id, 'ana bis')
  const teacher = await wall()
  const { parts } = await person(teacher, 'ana bis')
  expect(parts.map(({ participant }) => participant)).toEqual([1, 2])
  expect(known(teacher).size).toBe(1)
  one.socket.close()
  two.socket.close()
  await until(
    'nobody here',
    () => [...known(teacher).values()],
    ([tile]) => tile?.here === false,
  )
})

it('tells only what has changed, and nothing once it is left', async () => {
  const room = await startRun(app.lab, 'relay')
  for (const name of ['a', 'b', 'c', 'd']) await (await app.tab()).join(room.run.id, name)
  const teacher = await wall()
  await person(teacher, 'd')
  await (await app.tab()).join(room.run.id, 'e')
  await person(teacher, 'e')
  const [first, ...later] = teacher.all('wall')
  expect([first?.whole, later.every(({ whole }) => !whole)]).toEqual([true, true])
  for (const { people } of later) for (const { name } of people) expect(['e', null]).toContain(name)
  teacher.send({ type: 'unwatch-wall' })
  await teacher.say(room.run.id, await teacher.join(room.run.id, 'f'), 'x\n')
  const count = teacher.all('wall').length
  const other = await wall()
  await person(other, 'e')
  expect(teacher.all('wall').length).toBe(count)
})

it('shows raised hands, and the teacher alone lowers those of others', async () => {
  const teacher = await wall()
  const room = await startRun(app.lab, 'relay')
  const ana = await app.tab()
  await ana.join(room.run.id, 'ana')
  ana.send({ type: 'raise-hand', ref: 800, word: 'recv ?' })
  const { number, hand } = await person(teacher, 'ana', (one) => one.hand !== null)
  expect(hand).toMatchObject({ word: 'recv ?' })
  expect((await ana.receives('hand')).hand).toEqual(hand)
  teacher.send({ type: 'lower-hand', ref: 77, person: number })
  await person(teacher, 'ana', (one) => one.hand === null)
  expect((await ana.receives('hand', (one) => one.hand === null)).hand).toBeNull()
  ana.send({ type: 'raise-hand', ref: 801, word: '' })
  await person(teacher, 'ana', (one) => one.hand !== null)
  ana.send({ type: 'raise-hand', ref: 802, word: null })
  await person(teacher, 'ana', (one) => one.hand === null)
})

it('has one person for a session, and one hand, whichever browser takes it up', async () => {
  const teacher = await wall()
  const open = (browser: string, session?: string): Promise<Tab> =>
    Tab.open(app.port, session, app.port, '127.0.0.1', undefined, browser)
  const room = await startRun(app.lab, 'relay')
  const ana = await open('a browser of her own')
  await ana.join(room.run.id, 'ana')
  ana.send({ type: 'raise-hand', ref: 803, word: '' })
  const { number } = await person(teacher, 'ana', (one) => one.hand !== null)
  const { session } = ana.all('welcome')[0]!
  const taken = await open('a browser of somebody else', session)
  expect((await taken.receives('hand')).hand).not.toBeNull()
  taken.send({ type: 'raise-hand', ref: 804, word: null })
  expect((await person(teacher, 'ana', (one) => one.hand === null)).number).toBe(number)
})

it('answers in the order in which it is asked, whatever else is asked', async () => {
  const teacher = await wall()
  teacher.send({ type: 'freeze', ref: 901, run: null, frozen: false })
  teacher.send({ type: 'lower-hand', ref: 902, person: null })
  await teacher.receives('done', ({ ref }) => ref === 902)
  expect(teacher.all('done').flatMap(({ ref }) => (ref > 900 ? [ref] : []))).toEqual([901, 902])
})

it('tells a page its own tile, and its place in the line, until it has looked enough; no wall is open meanwhile', async () => {
  const room = await startRun(app.lab, 'relay')
  const [ana, bob] = [await app.tab(), await app.tab()]
  await ana.join(room.run.id, 'ana')
  await bob.join(room.run.id, 'bob')
  bob.send({ type: 'raise-hand', ref: 810, word: '' })
  await bob.receives('done', ({ ref }) => ref === 810)
  ana.send({ type: 'watch-own-tile', on: true })
  const first = await ana.receives('own-tile')
  expect(first).toMatchObject({ person: { name: 'ana', hand: null }, rank: null })
  expect(first.person?.parts).toHaveLength(1)
  ana.send({ type: 'raise-hand', ref: 811, word: 'recv ?' })
  expect(await ana.receives('own-tile', ({ rank }) => rank !== null)).toMatchObject({
    person: { hand: { word: 'recv ?' } },
    rank: 2,
  })
  bob.send({ type: 'raise-hand', ref: 812, word: null })
  await ana.receives('own-tile', ({ rank }) => rank === 1)
  ana.send({ type: 'watch-own-tile', on: false })
  expect(bob.all('own-tile')).toEqual([])
})

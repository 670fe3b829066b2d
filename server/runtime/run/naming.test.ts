/** Who may name whom, and what the run keeps of it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseFilter } from '#shared/trace/filter.ts'
import { LAB } from '../../journal/port.ts'
import { openApp } from '../../testing/app.ts'
import { openLab, startRun, type TestRun } from '../../testing/lab.ts'
import { nameParticipant, type Nameable, type Namer } from './naming.ts'

const terminal = (host = '10.0.0.5'): Nameable & { given: Nameable['given'] } => ({
  id: 3,
  web: false,
  host,
  given: null,
  get name() {
    return this.given?.name ?? ':51512'
  },
})
const same = (raw: string): string => raw
const AT_LAB: Namer = { by: { page: 1, address: '127.0.0.1' }, anybody: true }
const THERE: Namer = { by: { page: 2, address: '10.0.0.5' }, anybody: false }
const SECOND: Namer = { by: { page: 3, address: '10.0.0.5' }, anybody: false }
const ELSEWHERE: Namer = { by: { page: 4, address: '10.0.0.6' }, anybody: false }
const refused = (code: string) => expect.objectContaining({ code })

describe('a participant without a name', () => {
  it('is named from its own address, by whoever is first there', () => {
    const one = terminal('::ffff:10.0.0.5')
    expect(() => nameParticipant(one, 'eve', ELSEWHERE, same)).toThrow(refused('not-your-address'))
    expect(nameParticipant(one, 'bob', THERE, same)).toBe(true)
    expect(() => nameParticipant(one, 'eve', SECOND, same)).toThrow(refused('named-already'))
    expect(() => nameParticipant(one, 'eve', ELSEWHERE, same)).toThrow(refused('not-your-address'))
    expect(one.name).toBe('bob')
    // Whoever mistyped may correct it, and nobody takes it back from there.
    expect(nameParticipant(one, 'Bob', THERE, same)).toBe(true)
    expect(() => nameParticipant(one, '', THERE, same)).toThrow(refused('named-already'))
    expect(one.name).toBe('Bob')
  })

  it('is named by the machine of the lab wherever it is, again and again, and gets its port back', () => {
    const one = terminal()
    expect(nameParticipant(one, 'bob', AT_LAB, same)).toBe(true)
    expect(nameParticipant(one, 'bob', AT_LAB, same)).toBe(false)
    expect(nameParticipant(one, 'eve', AT_LAB, same)).toBe(true)
    expect(nameParticipant(one, '', AT_LAB, same)).toBe(true)
    expect([one.name, nameParticipant(one, '', AT_LAB, same)]).toEqual([':51512', false])
  })

  it('keeps what it is called where another name is refused', () => {
    const one = terminal()
    nameParticipant(one, 'bob', AT_LAB, same)
    const none = (): never => {
      throw new Error('refused')
    }
    expect(() => nameParticipant(one, 'eve', AT_LAB, none)).toThrow('refused')
    expect(one.name).toBe('bob')
  })

  it('is not a browser: that one chose its name', () => {
    const one = { ...terminal(), web: true, name: 'ana' }
    expect(() => nameParticipant(one, 'bob', AT_LAB, same)).toThrow(refused('named-already'))
  })
})

describe('a run', () => {
  let opened: Awaited<ReturnType<typeof openLab>>
  let room: TestRun
  beforeEach(async () => {
    opened = await openLab()
    room = await startRun(opened.lab, 'relay')
  })
  afterEach(() => opened.close())
  const name = (participant: number, raw: string): void => opened.lab.name(room.run.id, participant, raw, AT_LAB)

  it('keeps the name with its journal, and finds by it', async () => {
    const bob = await room.client()
    await room.participants((states) => states[0] === 'open')
    name(1, ' Bob ')
    expect(await room.event('name')).toMatchObject({ participant: 1, name: 'Bob', by: AT_LAB.by })
    expect(opened.lab.live(room.run.id)!.participants()[0]).toMatchObject({ name: 'Bob', named: true })
    bob.say('salut\n')
    await room.event('lines')
    const filter = parseFilter('from:bob kind:lines')
    const { entries } = await opened.journal.read({ run: room.run.id, after: 0, limit: 10, filter }, LAB)
    expect(entries).toHaveLength(1)
    await opened.lab.stop(room.run.id)
    const past = await opened.journal.participants({ run: room.run.id, from: 1, to: 99, limit: 9 }, LAB)
    expect(past.participants).toMatchObject([{ id: 1, name: 'Bob', named: true }])
  })

  it('has no two names that look alike, whoever has them', async () => {
    await room.client()
    await room.client()
    await opened.lab.join(room.run.id, 'Ana')
    await room.participants((states) => states.filter((one) => one === 'open').length === 3)
    expect(() => name(1, 'ÁNA')).toThrow(refused('name-taken'))
    expect(() => name(1, ':8080')).toThrow(refused('bad-name'))
    expect(() => name(1, 'programme')).toThrow(refused('name-reserved'))
    name(1, 'Bob')
    expect(() => name(2, 'bob')).toThrow(refused('name-taken'))
    await expect(opened.lab.join(room.run.id, 'BOB')).rejects.toThrow(refused('name-taken'))
    name(1, 'bob')
    name(1, '')
    name(2, 'Bob')
    expect(() => name(9, 'eve')).toThrow(refused('unknown-participant'))
    const names = (await room.events()).flatMap((event) => (event.kind === 'name' ? [event.name] : []))
    expect(names).toEqual(['Bob', 'bob', expect.stringMatching(/^:\d+$/), 'Bob'])
  })
})

it('is asked for by REST and by a page', async () => {
  const server = await openApp()
  const room = await startRun(server.lab, 'relay')
  await room.client()
  await room.client()
  await room.participants((states) => states.filter((one) => one === 'open').length === 2)
  const run = room.run.id
  const put = (participant: number, name: string) =>
    fetch(`${server.url}/api/runs/${run}/participants/${participant}/name`, {
      method: 'PUT',
      body: JSON.stringify({ name }),
      headers: { 'content-type': 'application/json' },
    })
  expect((await put(1, 'bob')).status).toBe(200)
  expect([(await put(2, 'b0b')).status, (await put(7, 'eve')).status]).toEqual([409, 404])
  const tab = await server.tab()
  tab.send({ type: 'name', ref: 1, run, participant: 2, name: 'eve' })
  await tab.receives('done', ({ ref }) => ref === 1)
  expect(await room.event('name', ({ name }) => name === 'eve')).toMatchObject({
    participant: 2,
    by: { page: tab.all('welcome')[0]!.page, address: '127.0.0.1' },
  })
  tab.send({ type: 'name', ref: 2, run, participant: 2, name: 'bob' })
  await tab.receives('failed', ({ ref, error }) => ref === 2 && error.code === 'name-taken')
  await server.close()
})

/** The teacher's hand on participants: a browser is meant as a person, whoever came without one as a connection or an address. */
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { openLab, startRun, type TestRun } from '../testing/lab.ts'
import { until } from '../testing/raw-client.ts'
import { Commands } from './execute.ts'
import type { Who } from './who.ts'

const TEACHER: Who = { page: 1, address: '10.0.0.1', role: 'teacher' }
const TAB: Who = { page: 2, person: 1, address: '10.0.0.2', role: 'student' }
const OTHER_TAB: Who = { page: 3, person: 1, address: '10.0.0.2', role: 'student' }
const BOB: Who = { page: 4, person: 2, address: '10.0.0.2', role: 'student' }
/** An address of this machine that is not loopback; there may be none. */
const OWN = Object.values(networkInterfaces())
  .flatMap((all) => all ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address

let opened: Awaited<ReturnType<typeof openLab>>
let commands: Commands
let room: TestRun
let run: string
beforeEach(async () => {
  opened = await openLab()
  commands = new Commands(opened.lab)
  room = await startRun(opened.lab, 'relay')
  run = room.run.id
})
afterEach(() => opened.close())

const join = async (who: Who, name: string) => (await commands.execute(who, { type: 'join', run, name })).id
const say = (who: Who, participant: number) =>
  commands.execute(who, { type: 'send', run, participant, bytes: Buffer.from('x\n'), cuts: [] })
const refused = (code: string) => expect.objectContaining({ code }) as Error
const silence = (id: number) =>
  opened.lab
    .live(run)!
    .participants()
    .find((one) => one.id === id)?.silent

/** Acts as soon as the run shows so many: what brought the last one in has not been answered then. */
function whenShown(count: number, act: () => void): void {
  const deaf = opened.lab.listen({
    runChanged() {
      if (shownStates().length < count) return
      deaf()
      act()
    },
    committed() {},
  })
}

const shownStates = () =>
  opened.lab
    .live(run)!
    .participants()
    .map(({ state }) => state)

describe('mute', () => {
  it('is of the person: all its participants, and those by which it comes back', async () => {
    const [one, two, bob] = [await join(TAB, 'ana'), await join(OTHER_TAB, 'ana2'), await join(BOB, 'bob')]
    commands.execute(TEACHER, { type: 'mute', run, participant: one, muted: true })
    expect([silence(one), silence(two), silence(bob)]).toEqual(['muted', 'muted', undefined])
    expect(() => say(TAB, one)).toThrow(refused('muted'))
    say(BOB, bob)
    const three = await join(OTHER_TAB, 'ana3')
    expect(() => say(OTHER_TAB, three)).toThrow(refused('muted'))
    commands.execute(TEACHER, { type: 'mute', run, participant: three, muted: false })
    say(TAB, one)
    say(OTHER_TAB, await join(OTHER_TAB, 'ana4'))
  })

  it('is no hindrance to a join whose participant has gone again, or whose run is stopping', async () => {
    const one = await join(TAB, 'ana')
    commands.execute(TEACHER, { type: 'mute', run, participant: one, muted: true })
    const joining = join(OTHER_TAB, 'ana2')
    whenShown(2, () => void opened.lab.stop(run))
    expect(await joining).toBe(one + 1)
  })

  it('is not there where there are no connections', async () => {
    const udp = await startRun(opened.lab, 'udp-receiver')
    expect(() => commands.execute(TEACHER, { type: 'mute', run: udp.run.id, participant: 1, muted: true })).toThrow(
      refused('no-connection'),
    )
  })
})

describe('the floor', () => {
  it('refuses the sends of all others with words that name its holder', async () => {
    const [ana, bob] = [await join(TAB, 'ana'), await join(BOB, 'bob')]
    commands.execute(TEACHER, { type: 'give-floor', run, participant: bob })
    expect(() => say(TAB, ana)).toThrow(expect.objectContaining({ code: 'no-floor', params: { run, name: 'bob' } }))
    say(BOB, bob)
    commands.execute(TEACHER, { type: 'give-floor', run, participant: null })
    say(TAB, ana)
  })
})

describe('who is kept out', () => {
  it('is a person, by whatever tab it comes; the address is no reason, and it may come where it was not kept out', async () => {
    const [one, two, bob] = [await join(TAB, 'ana'), await join(OTHER_TAB, 'ana2'), await join(BOB, 'bob')]
    commands.execute(TEACHER, { type: 'keep-out', run, participant: one })
    for (const id of [one, two]) await room.event('closed', ({ participant }) => participant === id)
    await expect(join(TAB, 'ana')).rejects.toThrow(refused('kept-out'))
    await expect(join(OTHER_TAB, 'ana')).rejects.toThrow(refused('kept-out'))
    say(BOB, bob)
    expect(opened.lab.live(run)!.live().out).toEqual([{ id: one, name: 'ana' }])
    const other = await startRun(opened.lab, 'relay')
    await commands.execute(TAB, { type: 'join', run: other.run.id, name: 'ana' })
    commands.execute(TEACHER, { type: 'let-in', run, participant: one })
    await join(TAB, 'ana')
    expect(opened.lab.live(run)!.live()).not.toHaveProperty('out')
    expect(() => commands.execute(TEACHER, { type: 'let-in', run, participant: one })).toThrow(refused('not-kept-out'))
  })

  it('is an address, where it came without a browser: the next from there is turned away, browsers are not', async () => {
    const terminal = await room.client()
    await room.event('connected')
    commands.execute(TEACHER, { type: 'keep-out', run, participant: 1 })
    await room.event('closed')
    await room.client().catch(() => {})
    expect(await room.event('refused')).toMatchObject({ reason: 'kept-out' })
    expect(opened.lab.live(run)!.live().out).toEqual([{ id: 1, name: `:${terminal.port}`, address: '127.0.0.1' }])
    await join(TAB, 'ana')
    commands.execute(TEACHER, { type: 'let-in', run, participant: 1 })
    const again = await room.client()
    await room.event('connected', ({ web, participant }) => !web && participant > 1)
    again.reset()
  })

  it('does not stay where that was asked for while its join was under way: as a person, before anybody knows who it is', async () => {
    const joining = commands.execute(TAB, { type: 'join', run, name: 'ana' })
    whenShown(1, () => commands.execute(TEACHER, { type: 'keep-out', run, participant: 1 }))
    await expect(joining).rejects.toThrow(refused('kept-out'))
    await room.event('closed')
    expect(opened.lab.live(run)!.live().out).toEqual([{ id: 1, name: 'ana' }])
    await expect(join(OTHER_TAB, 'ana')).rejects.toThrow(refused('kept-out'))
    expect(commands.participantsOf(TAB)).toEqual([])
    // Nobody else of loopback is meant.
    await room.client()
    await room.event('connected', ({ web }) => !web)
    await join(BOB, 'bob')
  })

  it('does not stay by a second tab whose join was under way', async () => {
    const one = await join(TAB, 'ana')
    const joining = join(OTHER_TAB, 'ana2')
    commands.execute(TEACHER, { type: 'keep-out', run, participant: one })
    await expect(joining).rejects.toThrow(refused('kept-out'))
    await room.event('closed', ({ participant }) => participant !== one)
    expect(commands.participantsOf(OTHER_TAB)).toEqual([])
  })

  it.skipIf(!OWN)('takes the other terminals of its address along', async () => {
    const { id } = await opened.lab.start({ program: 'relay', listen: [{ transport: 'tcp', host: OWN!, port: 0 }] })
    run = id
    const { port } = opened.lab.view(id).listeners[0]!
    const clients = [connect(port, OWN), connect(port, OWN)]
    onTestFinished(() => clients.forEach((client) => client.destroy()))
    await until('both', shownStates, (states) => states.length === 2)
    commands.execute(TEACHER, { type: 'keep-out', run, participant: 1 })
    expect(shownStates()).toEqual(['closed', 'closed'])
  })

  it('leaves the other terminals of the lab’s own machine where they are', async () => {
    const [one, two] = [await room.client(), await room.client()]
    await room.event('connected', ({ participant }) => participant === 2)
    commands.execute(TEACHER, { type: 'keep-out', run, participant: 1 })
    one.finish()
    await room.event('closed', ({ participant }) => participant === 1)
    expect(shownStates().toSorted()).toEqual(['closed', 'open'])
    two.reset()
  })

  it('leaves when it came by datagrams and a browser; without one nobody can be kept out there', async () => {
    const udp = await startRun(opened.lab, 'udp-receiver')
    const { id } = await commands.execute(TAB, { type: 'join', run: udp.run.id, name: 'ana' })
    commands.execute(TEACHER, { type: 'keep-out', run: udp.run.id, participant: id })
    expect(commands.participantsOf(TAB)).toEqual([])
    await expect(commands.execute(TAB, { type: 'join', run: udp.run.id, name: 'ana' })).rejects.toThrow(
      refused('kept-out'),
    )
    expect(() => commands.execute(TEACHER, { type: 'keep-out', run: udp.run.id, participant: 9 })).toThrow(
      refused('unknown-participant'),
    )
  })
})

describe('one for each student', () => {
  it('starts no more once all are stopped', async () => {
    const people = [TAB, BOB, { ...BOB, page: 5, person: 3 }].map((who) => ({ who, name: 'ana' }))
    const each = commands.execute(TEACHER, { type: 'start-for-each', program: 'relay', options: {}, people })
    await commands.execute(TEACHER, { type: 'stop-all' })
    await each
    expect(opened.lab.views().filter(({ state }) => state !== 'stopped')).toEqual([])
    expect(opened.lab.views().length).toBeLessThan(4)
    // Whoever asks for it afterwards means it.
    const again = await commands.execute(TEACHER, {
      ...{ type: 'start-for-each', program: 'relay', options: {} },
      people: people.slice(0, 1),
    })
    expect(again).toMatchObject([{ state: 'running' }])
  })
})

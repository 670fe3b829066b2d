/** Each command through the one way in: who may, and what the journal has of it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toEvent } from '../journal/encode.ts'
import { LAB } from '../journal/port.ts'
import { openLab, startRun, type TestRun } from '../testing/lab.ts'
import { until } from '../testing/raw-client.ts'
import type { By } from '#shared/protocol/by.ts'
import type { LabEvent } from '#shared/protocol/events.ts'
import type { ProgramId } from '#shared/protocol/model.ts'
import { LINES } from './audit.ts'
import type { Command, CommandType } from './command.ts'
import { Commands } from './execute.ts'
import { POLICY, type Policy } from './policy.ts'
import type { Who } from './who.ts'

const PAGE: Who = { page: 7, address: '127.0.0.1', role: 'everybody' }
const OTHER: Who = { page: 8, address: '10.0.0.10', role: 'everybody' }
const PORT = { transport: 'tcp', port: 0 } as const
const TYPES = Object.keys(LINES) as CommandType[]

let opened: Awaited<ReturnType<typeof openLab>>
let commands: Commands
beforeEach(async () => {
  opened = await openLab()
  commands = new Commands(opened.lab)
})
afterEach(() => opened.close())

const start = (program: ProgramId): Promise<TestRun> => startRun(opened.lab, program)

/** A run in which this command can be carried out, and what there is to be carried out. */
const READY: { [T in CommandType]: (who: Who) => Promise<{ run: string | null; command: Command }> } = {
  start: async () => ({ run: null, command: { type: 'start', program: 'relay', listen: [PORT] } }),
  'start-for-each': async () => ({
    run: null,
    command: {
      type: 'start-for-each',
      program: 'relay',
      people: [{ who: { ...OTHER, role: 'student' }, name: 'ana' }],
    },
  }),
  stop: async () => inRun('relay', (run) => ({ type: 'stop', run })),
  'stop-all': async () => inRun('relay', () => ({ type: 'stop-all' })),
  'open-listener': async () => inRun('relay', (run) => ({ type: 'open-listener', run, listen: PORT })),
  'close-listener': async () => {
    const { run } = await start('relay')
    await opened.lab.openListener(run.id, PORT)
    return { run: run.id, command: { type: 'close-listener', run: run.id, listener: 1 } }
  },
  join: async () => inRun('relay', (run) => ({ type: 'join', run, name: 'ana' })),
  send: async (who) => {
    const { run } = await start('relay')
    const { id } = await new Commands(opened.lab).execute(OTHER, { type: 'join', run: run.id, name: 'bob' })
    expect(id).toBe(1)
    const own = await commands.execute(who, { type: 'join', run: run.id, name: 'ana' })
    const bytes = Buffer.from('bonjour\n')
    return { run: run.id, command: { type: 'send', run: run.id, participant: own.id, bytes, cuts: [] } }
  },
  close: async (who) => {
    const { run } = await start('relay')
    const { id } = await commands.execute(who, { type: 'join', run: run.id, name: 'ana' })
    return { run: run.id, command: { type: 'close', run: run.id, participant: id, how: 'full' } }
  },
  type: async () => inRun('alternating-chat', (run) => ({ type: 'type', run, bytes: Buffer.from('salut\n') })),
  'type-end': async () => inRun('alternating-chat', (run) => ({ type: 'type-end', run })),
  'set-stepper': async () => inRun('relay', (run) => ({ type: 'set-stepper', run, state: 'paused' })),
  freeze: async () => inRun('relay', (run) => ({ type: 'freeze', run, frozen: true })),
  mute: async () => withBob((run) => ({ type: 'mute', run, participant: 1, muted: true })),
  'give-floor': async () => withBob((run) => ({ type: 'give-floor', run, participant: 1 })),
  'keep-out': async () => withBob((run) => ({ type: 'keep-out', run, participant: 1 })),
  'let-in': async () => {
    const ready = await withBob((run) => ({ type: 'let-in', run, participant: 1 }))
    opened.lab.live(ready.run)!.keptOut.add(1, 'bob', { address: '192.0.2.1' })
    return ready
  },
  disconnect: async () => {
    const room = await start('relay')
    await room.client()
    await room.event('connected')
    return { run: room.run.id, command: { type: 'disconnect', run: room.run.id, participant: 1, how: 'rst' } }
  },
  name: async () => {
    const room = await start('relay')
    await room.client()
    await room.event('connected')
    return { run: room.run.id, command: { type: 'name', run: room.run.id, participant: 1, name: 'bob' } }
  },
  upload: async () => inRun('file-sender', (run) => ({ type: 'upload', run, name: 'f', total: 0 })),
  'remove-file': async () => {
    const room = await start('file-receiver')
    const peer = await room.client()
    peer.say('abc')
    peer.finish()
    await room.event('transfer', ({ state }) => state === 'whole')
    return { run: room.run.id, command: { type: 'remove-file', run: room.run.id, file: 1 } }
  },
  'see-class': async () => inRun('relay', () => ({ type: 'see-class' })),
  lead: async () => inRun('relay', () => ({ type: 'lead' })),
  'write-notice': async () => inRun('relay', () => ({ type: 'write-notice', text: 'x' })),
  'raise-hand': async () => inRun('relay', () => ({ type: 'raise-hand', word: 'x' })),
  'lower-hand': async () => inRun('relay', () => ({ type: 'lower-hand', person: null })),
  show: async () => inRun('relay', () => ({ type: 'show', person: 1 })),
  forget: async (who) => {
    const { run } = await start('relay')
    await commands.execute(who, { type: 'join', run: run.id, name: 'zoe' })
    await opened.lab.stop(run.id)
    return inRun('relay', () => ({ type: 'forget', name: 'zoe' }))
  },
  erase: async () => {
    const { run } = await start('relay')
    await opened.lab.stop(run.id)
    return inRun('relay', () => ({ type: 'erase', run: run.id }))
  },
  lock: async () => inRun('relay', () => ({ type: 'lock', locked: true })),
  'new-pin': async () => inRun('relay', () => ({ type: 'new-pin' })),
}

/** Somebody without a browser is in the run. */
async function withBob(command: (run: string) => Command) {
  const room = await start('relay')
  await room.client()
  await room.event('connected')
  return { run: room.run.id, command: command(room.run.id) }
}

async function inRun(program: ProgramId, command: (run: string) => Command) {
  const { run } = await start(program)
  return { run: run.id, command: command(run.id) }
}

const eventsOf = async (run: string): Promise<LabEvent[]> => {
  const { entries } = await opened.lab.journal.read({ run, after: 0, limit: 1000 }, LAB)
  return entries.map((entry) => toEvent(entry))
}

/** Carries a command out, ends its run, and gives what the journal says of who asked since then. */
async function linesOf(who: Who, { run, command }: Awaited<ReturnType<(typeof READY)['start']>>) {
  const before = run === null ? 0 : opened.lab.live(run)!.recorder.lastSeq
  const result = await commands.execute(who, command)
  const id = run ?? opened.lab.views()[0]!.id
  if (result && 'cut' in result) await result.end()
  // It is set between two turns of the event loop.
  const stepper = () => opened.lab.live(id)!.live().select?.state
  if (command.type === 'set-stepper') await until('the stepper', stepper, (now) => now === command.state)
  if (command.type === 'freeze') await until('the freeze', () => opened.lab.live(id)!.live().frozen, Boolean)
  await opened.lab.stop(id)
  const lines = (await eventsOf(id)).filter(({ seq }) => seq > before)
  // What a disconnected participant's `closed` says is said by `disconnect`, and that of who is kept out by `class`.
  const told = (kind: string) => kind === 'closed' || (command.type === 'keep-out' && kind === 'disconnect')
  return lines.filter((event) => 'by' in event && !told(event.kind)) as (LabEvent & { by: By })[]
}

describe('a command', () => {
  it.each(TYPES)(
    '%s is in the policy, and leaves one line that says who asked, where it changes a run',
    async (type) => {
      expect(POLICY[type].everybody).toBeDefined()
      const who: Who = POLICY[type].everybody === null ? { ...PAGE, role: 'teacher' } : PAGE
      const lines = await linesOf(who, await READY[type](who))
      const kind = LINES[type]
      const named = type === 'join' ? { name: 'ana' } : {}
      expect(lines.map(({ kind, by }) => ({ kind, by }))).toEqual(
        kind === null ? [] : [{ kind, by: { page: 7, ...named, address: PAGE.address } }],
      )
    },
  )

  it.each(TYPES)('%s is not carried out where nobody may, and leaves no line', async (type) => {
    const ready = await READY[type](PAGE)
    const nobody = Object.fromEntries(TYPES.map((one) => [one, {}])) as Policy
    const seq = () => (ready.run === null ? 0 : opened.lab.live(ready.run)!.recorder.lastSeq)
    const before = [seq(), opened.lab.running]
    const refusing = new Commands(opened.lab, nobody)
    expect(() => refusing.execute(PAGE, ready.command)).toThrow(
      expect.objectContaining({ code: 'not-allowed', status: 403, params: { command: type } }),
    )
    expect([seq(), opened.lab.running]).toEqual(before)
  })

  it('is named by the newest participant of its page, best of the run that it is about', async () => {
    const [one, two] = [await start('relay'), await start('relay')]
    for (const [room, name] of [
      [one, 'ana'],
      [one, 'bob'],
      [two, 'eve'],
    ] as const)
      await commands.execute(PAGE, { type: 'join', run: room.run.id, name })
    commands.execute(PAGE, { type: 'set-stepper', run: one.run.id, state: 'paused' })
    expect(await one.event('stepper')).toMatchObject({ by: { page: 7, name: 'bob' } })
    expect(await two.event('connected')).toMatchObject({ by: { page: 7, name: 'bob' } })
    await commands.execute(PAGE, { type: 'stop', run: (await start('relay')).run.id })
    expect((await eventsOf('3')).at(-1)).toMatchObject({ kind: 'run-stopped', by: { page: 7, name: 'eve' } })
  })

  it('that types is told before what the program does with it, and not at all where it is refused', async () => {
    const room = await start('alternating-chat')
    await room.client()
    await room.event('connected')
    commands.execute(PAGE, { type: 'type-end', run: room.run.id })
    expect(() => commands.execute(PAGE, { type: 'type', run: room.run.id, bytes: Buffer.from('x\n') })).toThrow(
      expect.objectContaining({ code: 'overloaded' }),
    )
    await room.event('command', ({ command }) => command === 'type-end')
    expect((await room.events()).filter(({ kind }) => kind === 'command')).toHaveLength(1)
    const client = await startRun(opened.lab, 'line-client', { target: { host: '127.0.0.1', port: room.port } })
    await client.event('connected')
    commands.execute(PAGE, { type: 'type', run: client.run.id, bytes: Buffer.from('x\n') })
    await client.event('lines')
    expect((await client.events()).map(({ kind }) => kind).slice(-2)).toEqual(['command', 'lines'])
  })

  it('leaves a line where a file of a run is deleted that has ended', async () => {
    const { run, command } = await READY['remove-file'](PAGE)
    await opened.lab.stop(run!)
    await commands.execute(PAGE, command)
    const events = await until(
      'the line',
      () => eventsOf(run!),
      (all) => all.at(-1)?.kind === 'command',
    )
    expect(events.at(-2)).toMatchObject({ kind: 'run-stopped' })
    expect(events.at(-1)).toMatchObject({ command: 'remove-file', file: 1, by: { page: 7, address: PAGE.address } })
    expect(opened.lab.view(run!).lastSeq).toBe(events.length)
    expect(events.at(-1)!.t).toBeGreaterThanOrEqual(0)
  })
})

describe('what is one’s own', () => {
  const only = (type: CommandType): Commands =>
    new Commands(opened.lab, { ...POLICY, [type]: { ...POLICY[type], everybody: 'own' } })

  it('is a run that one started', async () => {
    commands = only('stop')
    const { id: run } = await commands.execute(PAGE, { type: 'start', program: 'relay', listen: [PORT] })
    expect(() => commands.execute(OTHER, { type: 'stop', run })).toThrow(
      expect.objectContaining({ code: 'owner-only', params: { command: 'stop', run } }),
    )
    expect((await commands.execute(PAGE, { type: 'stop', run })).state).toBe('stopped')
  })

  it('is a participant that one brought in, as long as it is there', async () => {
    commands = only('disconnect')
    const room = await start('relay')
    const run = room.run.id
    const { id: participant } = await commands.execute(PAGE, { type: 'join', run, name: 'ana' })
    const refused = expect.objectContaining({ code: 'not-yours', params: { run, participant } }) as Error
    const send = { type: 'send', run, participant, bytes: Buffer.from('x\n'), cuts: [] } as const
    expect(() => commands.execute(OTHER, send)).toThrow(refused)
    expect(() => commands.execute(OTHER, { type: 'close', run, participant, how: 'reset' })).toThrow(refused)
    expect(() => commands.execute(OTHER, { type: 'disconnect', run, participant, how: 'rst' })).toThrow(refused)
    expect(commands.participantsOf(PAGE).map(({ name }) => name)).toEqual(['ana'])
    commands.execute(PAGE, { type: 'disconnect', run, participant, how: 'rst' })
    await until(
      'nobody',
      () => commands.participantsOf(PAGE),
      (own) => own.length === 0,
    )
    expect(() => commands.execute(PAGE, send)).toThrow(refused)
  })

  it('leaves when the session of its page is over, also what is only on its way in', async () => {
    const room = await start('relay')
    await commands.execute(PAGE, { type: 'join', run: room.run.id, name: 'ana' })
    const late = commands.execute(PAGE, { type: 'join', run: room.run.id, name: 'bob' })
    commands.sessionOver(PAGE)
    await late
    await room.participants((states) => states.length === 2 && states.every((state) => state !== 'open'))
  })
})

describe('uploads', () => {
  const upload = (who: Who, run: string) => commands.execute(who, { type: 'upload', run, name: 'f', total: null })
  const overloaded = expect.objectContaining({ code: 'overloaded' }) as Error

  it('of one page are four at once, and one that is over makes room', async () => {
    const [one, two] = [(await start('file-sender')).run.id, (await start('file-sender')).run.id]
    const begun = [one, one, two, two].map((run) => upload(PAGE, run))
    expect(() => upload(PAGE, one)).toThrow(overloaded)
    await begun[0]!.end()
    begun[3]!.cut()
    await expect(begun[3]!.over).rejects.toMatchObject({ code: 'file-cut' })
    const more = [upload(PAGE, one), upload(PAGE, two)]
    expect(() => upload(PAGE, two)).toThrow(overloaded)
    // One that is refused for another reason takes no place.
    await more[0]!.end()
    expect(() => upload(PAGE, '99')).toThrow(expect.objectContaining({ code: 'unknown-run' }))
    await upload(PAGE, one).end()
  })

  it('to one run are sixteen at once, and those by the API count by address', async () => {
    const [one, two] = [(await start('file-sender')).run.id, (await start('file-sender')).run.id]
    for (const host of [1, 2, 3, 4]) {
      const api: Who = { address: `10.0.0.${host}`, role: 'everybody' }
      for (let n = 0; n < 4; n++) upload({ ...api }, one)
      expect(() => upload({ ...api }, two)).toThrow(overloaded)
    }
    expect(() => upload(PAGE, one)).toThrow(overloaded)
    upload(PAGE, two)
  })
})

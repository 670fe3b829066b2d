/** Every command, asked by every role, of what is its own and of what is another's. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLab } from '../testing/lab.ts'
import type { ErrorCode } from '#shared/errors/codes.ts'
import { LINES } from './audit.ts'
import type { Command, CommandType } from './command.ts'
import { Commands } from './execute.ts'
import { POLICY } from './policy.ts'
import type { Role, Who } from './who.ts'

const PORT = { transport: 'tcp', port: 0 } as const
const ROLES: readonly Role[] = ['everybody', 'teacher', 'student', 'speaker', 'onlooker']
const TYPES = Object.keys(LINES) as CommandType[]

const ANY = { own: null, other: null }
const OWN_RUN = { own: null, other: 'owner-only' } as const
const OWN_PARTICIPANT = { own: null, other: 'not-yours' } as const
const NONE = { own: 'teacher-only', other: 'teacher-only' } as const
type Row = Record<Role, { own: ErrorCode | null; other: ErrorCode | null }>
const row = (all: Row['teacher'], student: Row['student'], speaker: Row['speaker']): Row => ({
  everybody: all,
  teacher: all,
  student,
  speaker,
  onlooker: NONE,
})
const NOBODY = { own: 'not-allowed', other: 'not-allowed' } as const
const TEACHERS: Row = { everybody: NOBODY, teacher: ANY, student: NONE, speaker: NONE, onlooker: NONE }

/** What each is answered; null: not refused by the policy. A command without a row is a type error, and fails below. */
const EXPECTED: Record<CommandType, Row> = {
  start: row(ANY, ANY, NONE),
  'start-for-each': row(ANY, NONE, NONE),
  stop: row(ANY, OWN_RUN, NONE),
  'stop-all': row(ANY, NONE, NONE),
  'open-listener': row(ANY, OWN_RUN, NONE),
  'close-listener': row(ANY, OWN_RUN, NONE),
  join: row(ANY, ANY, ANY),
  send: row(OWN_PARTICIPANT, OWN_PARTICIPANT, OWN_PARTICIPANT),
  close: row(OWN_PARTICIPANT, OWN_PARTICIPANT, OWN_PARTICIPANT),
  type: row(ANY, OWN_RUN, NONE),
  'type-end': row(ANY, OWN_RUN, NONE),
  'set-stepper': row(ANY, OWN_RUN, NONE),
  freeze: row(ANY, NONE, NONE),
  mute: row(ANY, NONE, NONE),
  'give-floor': row(ANY, NONE, NONE),
  'keep-out': row(ANY, NONE, NONE),
  'let-in': row(ANY, NONE, NONE),
  disconnect: row(ANY, OWN_PARTICIPANT, OWN_PARTICIPANT),
  name: row(ANY, ANY, ANY),
  upload: row(ANY, OWN_RUN, NONE),
  'remove-file': row(ANY, OWN_RUN, NONE),
  'see-class': row(ANY, NONE, NONE),
  show: row(ANY, NONE, NONE),
  'raise-hand': { ...row(ANY, ANY, ANY), onlooker: ANY },
  'lower-hand': row(ANY, NONE, NONE),
  'write-notice': row(ANY, NONE, NONE),
  lead: row(ANY, NONE, NONE),
  lock: TEACHERS,
  'new-pin': TEACHERS,
  forget: row(ANY, NONE, NONE),
  erase: row(ANY, OWN_RUN, NONE),
}
const REFUSALS = ['not-allowed', 'teacher-only', 'owner-only', 'not-yours']

const commandOf = (type: CommandType, run: string, participant: number): Command =>
  ({
    type,
    ...(type === 'start'
      ? { program: 'relay', listen: [PORT] }
      : type === 'start-for-each'
        ? { program: 'relay' }
        : { run }),
    ...(['send', 'close', 'disconnect'].includes(type) && { participant }),
    ...{ listen: PORT, listener: 9, name: 'zoe', bytes: Buffer.from('x\n'), cuts: [], file: 1, total: 0 },
    how: type === 'disconnect' ? 'rst' : 'full',
    state: 'paused',
    locked: true,
    people: [],
  }) as unknown as Command

let opened: Awaited<ReturnType<typeof openLab>>
let commands: Commands
beforeEach(async () => {
  opened = await openLab()
  commands = new Commands(opened.lab)
})
afterEach(() => opened.close())

/** A page of that role with a run and a participant, got while it was a student. */
async function page(number: number, role: Role, name: string) {
  const who: { page: number; address: string; role: Role } = { page: number, address: '10.0.0.9', role: 'student' }
  const { id: run } = await commands.execute(who, { type: 'start', program: 'relay', listen: [PORT] })
  const { id: participant } = await commands.execute(who, { type: 'join', run, name })
  who.role = role
  return { who, run, participant }
}

async function refusalOf(who: Who, command: Command): Promise<unknown> {
  try {
    await commands.execute(who, command)
    return null
  } catch (error) {
    const { code } = error as { code: string }
    return REFUSALS.includes(code) ? code : null
  }
}

describe('the policy', () => {
  it('has a row for every command, and every role in it', () => {
    expect(Object.keys(POLICY).sort()).toEqual([...TYPES].sort())
    expect(Object.keys(EXPECTED).sort()).toEqual([...TYPES].sort())
    for (const type of TYPES) expect(Object.keys(POLICY[type]).sort(), type).toEqual([...ROLES].sort())
  })

  describe.each(ROLES)('for %s', (role) => {
    it.each(TYPES)('answers %s', async (type) => {
      const [own, other] = [await page(1, role, 'ana'), await page(2, 'student', 'bob')]
      // Not all at once: a student may start two runs.
      expect(await refusalOf(own.who, commandOf(type, other.run, other.participant))).toBe(EXPECTED[type][role].other)
      expect(await refusalOf(own.who, commandOf(type, own.run, own.participant))).toBe(EXPECTED[type][role].own)
    })
  })

  it('tells a page the column of its role', () => {
    expect(commands.rightsOf('student')).toMatchObject({ start: 'any', stop: 'own', join: 'any' })
    const allowed = Object.entries(commands.rightsOf('onlooker')).filter(([, right]) => right !== null)
    expect(allowed).toEqual([['raise-hand', 'any']])
  })
})

describe('a student', () => {
  const who: Who = { page: 3, address: '10.0.0.9', role: 'student' }
  const start = () => commands.execute(who, { type: 'start', program: 'relay', listen: [PORT] })
  const refused = expect.objectContaining({ code: 'too-many-own-runs', params: { limit: 2 } }) as Error

  it('has two runs at once, those about to start among them', async () => {
    const [one, two, three] = await Promise.allSettled([start(), start(), start()])
    expect([one.status, two.status]).toEqual(['fulfilled', 'fulfilled'])
    expect(three).toMatchObject({ status: 'rejected', reason: refused })
    await expect(start()).rejects.toThrow(refused)
    await commands.execute(who, { type: 'stop', run: commands.runsOf(who)[0]! })
    await start()
  })
})

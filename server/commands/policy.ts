/**
 * Who may do what: one row a command, with every role. `any`: every run and participant; `own`: the runs that the asker
 * started and the participants that it brought in; null: nothing. Raw participants ask for nothing, so they have no role.
 * Counterparts: `execute.ts`, which asks before anything is done; the page, which is sent the column of its role.
 */
import type { Right } from '#shared/protocol/rights.ts'
import type { CommandType } from './command.ts'
import type { Role } from './who.ts'

/** A missing row or role, or one too many, is a type error. */
export type Policy = Readonly<Record<CommandType, Readonly<Record<Role, Right>>>>

const FOR_OWNERS = { everybody: 'any', teacher: 'any', student: 'own', speaker: null, onlooker: null } as const
const FOR_TEACHERS = { everybody: 'any', teacher: 'any', student: null, speaker: null, onlooker: null } as const
const FOR_ACCESS = { everybody: null, teacher: 'any', student: null, speaker: null, onlooker: null } as const
const FOR_SPEAKERS = { everybody: 'own', teacher: 'own', student: 'own', speaker: 'own', onlooker: null } as const

export const POLICY: Policy = {
  start: { everybody: 'any', teacher: 'any', student: 'any', speaker: null, onlooker: null },
  'start-for-each': FOR_TEACHERS,
  stop: FOR_OWNERS,
  'stop-all': FOR_TEACHERS,
  'open-listener': FOR_OWNERS,
  'close-listener': FOR_OWNERS,
  join: { everybody: 'any', teacher: 'any', student: 'any', speaker: 'any', onlooker: null },
  send: FOR_SPEAKERS,
  close: FOR_SPEAKERS,
  type: FOR_OWNERS,
  'type-end': FOR_OWNERS,
  'set-stepper': FOR_OWNERS,
  freeze: FOR_TEACHERS,
  mute: FOR_TEACHERS,
  'give-floor': FOR_TEACHERS,
  'keep-out': FOR_TEACHERS,
  'let-in': FOR_TEACHERS,
  disconnect: { everybody: 'any', teacher: 'any', student: 'own', speaker: 'own', onlooker: null },
  // Whom, depends on the address that one asks from: `runtime/run/naming.ts`.
  name: { everybody: 'any', teacher: 'any', student: 'any', speaker: 'any', onlooker: null },
  upload: FOR_OWNERS,
  'remove-file': FOR_OWNERS,
  'see-class': FOR_TEACHERS,
  show: FOR_TEACHERS,
  // Who may only look on may ask for help all the same.
  'raise-hand': { everybody: 'any', teacher: 'any', student: 'any', speaker: 'any', onlooker: 'any' },
  'lower-hand': FOR_TEACHERS,
  'write-notice': FOR_TEACHERS,
  lead: FOR_TEACHERS,
  // Where everybody is everybody everybody has access.
  lock: FOR_ACCESS,
  'new-pin': FOR_ACCESS,
  forget: FOR_TEACHERS,
  erase: FOR_OWNERS,
}

/**
 * Who may do what: one row a command. `any`: every run and participant; `own`: the runs that the asker started and the
 * participants that it brought in; a role that is not named may not. Counterpart: `execute.ts`, which asks before
 * anything is done.
 */
import type { CommandType } from './command.ts'
import type { Role } from './who.ts'

export type Reach = 'any' | 'own'
/** A missing row, or one too many, is a type error. */
export type Policy = Readonly<Record<CommandType, Readonly<Partial<Record<Role, Reach>>>>>

export const POLICY: Policy = {
  start: { everybody: 'any' },
  stop: { everybody: 'any' },
  'open-listener': { everybody: 'any' },
  'close-listener': { everybody: 'any' },
  join: { everybody: 'any' },
  send: { everybody: 'own' },
  close: { everybody: 'own' },
  type: { everybody: 'any' },
  'type-end': { everybody: 'any' },
  'set-stepper': { everybody: 'any' },
  disconnect: { everybody: 'any' },
  // Whom, depends on the address that one asks from: `runtime/run/naming.ts`.
  name: { everybody: 'any' },
  upload: { everybody: 'any' },
  'remove-file': { everybody: 'any' },
}

/**
 * Records who asked for a change in the run's journal: in the change's own event, else in an event of kind `command`.
 * Counterparts: `shared/protocol/by.ts`; `execute.ts`. Invariant: a change leaves one such event, a refusal none.
 */
import type { Lab } from '../runtime/lab/lab.ts'
import type { By } from '#shared/protocol/by.ts'
import type { EventKind } from '#shared/protocol/events.ts'
import type { CommandOf, CommandType } from './command.ts'
import type { Own } from './own.ts'
import type { Who } from './who.ts'

/** The kind of that event; null for traffic of a participant whose page `connected` names, and for what changes no run. */
export const LINES = {
  start: 'run-started',
  // In each run.
  'start-for-each': 'run-started',
  stop: 'run-stopped',
  // In each run.
  'stop-all': 'run-stopped',
  'open-listener': 'listening',
  'close-listener': 'listener-closed',
  join: 'connected',
  send: null,
  close: null,
  type: 'command',
  'type-end': 'command',
  'set-stepper': 'stepper',
  freeze: 'freeze',
  mute: 'class',
  'give-floor': 'class',
  // The `disconnect` of each of its participants follows.
  'keep-out': 'class',
  'let-in': 'class',
  disconnect: 'disconnect',
  name: 'name',
  upload: 'transfer',
  'remove-file': 'command',
  'see-class': null,
  show: null,
  'raise-hand': null,
  'lower-hand': null,
  'write-notice': null,
  lead: null,
  lock: null,
  'new-pin': null,
  // An event of kind `command` in each run that it changes (`forget.ts`).
  forget: null,
  // Nothing is left to record it in: the log has it.
  erase: null,
} as const satisfies Record<CommandType, EventKind | null>

type Lines = typeof LINES
type Bare = { [K in CommandType]: Lines[K] extends 'command' ? K : never }[CommandType]

/** Who asked, as others see it. @param run the run that changes; undefined while it does not exist */
export function byOf(who: Who, own: Own, run?: string): By {
  const { page, address, role } = who
  const name = own.newestName(who, run)
  const teacher = role === 'teacher' && { teacher: true as const }
  return { ...(page !== undefined && { page }), ...(name !== undefined && { name }), ...teacher, address }
}

/** Records a change that has no event of its own. */
export function recordCommand(lab: Lab, command: CommandOf<Bare>, by: By): void {
  const file = command.type === 'remove-file' ? { file: command.file } : {}
  lab.record(command.run, { command: command.type, by, ...file })
}

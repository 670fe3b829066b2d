/**
 * Every change of a run that somebody may ask for, and its result. Counterparts: `gateway/http/` and `gateway/ws/`,
 * which build commands from requests; `execute.ts`, which carries them out.
 * Invariant: nobody can ask for a change that is not listed here.
 */
import type { Upload } from '../runtime/transfers/upload.ts'
import type { Disconnect } from '#shared/protocol/events.ts'
import type { ListenAddress, Run, ProgramId } from '#shared/protocol/model.ts'
import type { StepperState } from '#shared/protocol/stepper.ts'
import type { Forgot } from '#shared/protocol/forget.ts'
import type { OwnParticipant } from './own.ts'
import type { Who } from './who.ts'

type Of<T extends string, F extends object> = { readonly type: T } & Readonly<F>

/** Somebody of the class: one of its pages, and its name where it has said one. */
export interface Student {
  readonly who: Who
  readonly name: string | null
}

export type Command =
  /** What is missing takes its default: options by the schema of the program, the next free port of the lab's host. */
  | Of<'start', { program: ProgramId; options?: unknown; listen?: readonly ListenAddress[] }>
  /** Starts the same for each of these people, whose it is then. */
  | Of<'start-for-each', { program: ProgramId; options?: unknown; people: readonly Student[] }>
  | Of<'stop', { run: string }>
  /** Stops every run that is live or about to start; those whose start is asked for later stay. */
  | Of<'stop-all', object>
  | Of<'open-listener', { run: string; listen: ListenAddress }>
  | Of<'close-listener', { run: string; listener: number }>
  /** Opens a web participant, which belongs to the asker. */
  | Of<'join', { run: string; name: string }>
  /** Writes bytes on the connection of a web participant, in one go or cut at these offsets. */
  | Of<'send', { run: string; participant: number; bytes: Uint8Array; cuts: readonly number[] }>
  /** Ends a web participant: FIN, FIN in both directions, or RST. */
  | Of<'close', { run: string; participant: number; how: 'half' | 'full' | 'reset' }>
  /** Types on the keyboard of the program, its line end included. */
  | Of<'type', { run: string; bytes: Uint8Array }>
  | Of<'type-end', { run: string }>
  | Of<'set-stepper', { run: string; state: StepperState }>
  /** Stops all reading of a run, or of every run where it is null, or lets go. */
  | Of<'freeze', { run: string | null; frozen: boolean }>
  /** Has the run read nothing more of a participant, or hear it again. */
  | Of<'mute', { run: string; participant: number; muted: boolean }>
  /** Has the run read one participant alone, or, where it is null, everybody. */
  | Of<'give-floor', { run: string; participant: number | null }>
  /** Ends the connection of a participant, and lets its person, or its address, not come back while the run lives. */
  | Of<'keep-out', { run: string; participant: number }>
  /** Lets in again whoever had this number. */
  | Of<'let-in', { run: string; participant: number }>
  /** Ends the connection of any participant. */
  | Of<'disconnect', { run: string; participant: number; how: Disconnect }>
  /** Names a participant that came without a name; an empty name takes it back. */
  | Of<'name', { run: string; participant: number; name: string }>
  /** Hands a file sender its file; `total`: its bytes, where the asker says so. */
  | Of<'upload', { run: string; name: string; total: number | null }>
  | Of<'remove-file', { run: string; file: number }>
  /** Changes nothing: asks to see what everybody does. */
  | Of<'see-class', object>
  /** Chooses, with its agreement, who is shown to all; null: nobody. */
  | Of<'show', { person: number | null }>
  /** Has all pages go where this one is, or ends that. */
  | Of<'lead', object>
  /** Writes a message to all; '' takes it back. */
  | Of<'write-notice', { text: string }>
  /** Raises the asker's own hand, with this word, or says another one with it; null: lowers it. */
  | Of<'raise-hand', { word: string | null }>
  /** Lowers the hand of somebody; null: of all. */
  | Of<'lower-hand', { person: number | null }>
  /** Keeps newcomers out of the lab, or lets them in again. */
  | Of<'lock', { locked: boolean }>
  /** Gives the lab another code. */
  | Of<'new-pin', object>
  /** Replaces a person's names and addresses in all that is kept of runs that have ended. `addresses`: these instead of those that nobody else had. */
  | Of<'forget', { name: string; addresses?: readonly string[] }>
  /** Deletes all that is kept of a run that has ended, its files too. */
  | Of<'erase', { run: string }>

export type CommandType = Command['type']
export type CommandOf<T extends CommandType> = Extract<Command, { type: T }>

/** The result of each command: a value at once, or a promise. */
export interface Results {
  forget: Promise<Forgot>
  /** Resolves when nothing of it is left on disk. */
  erase: Promise<void>
  start: Promise<Run>
  /** Rejects with what the first that cannot be started says; those before it go on. */
  'start-for-each': Promise<readonly Run[]>
  /** Resolves when the last connection is gone. */
  stop: Promise<Run>
  /** Resolves when the last run has stopped, with how many have; rejects with what the first that failed says. */
  'stop-all': Promise<{ readonly stopped: number }>
  'open-listener': Promise<Run>
  'close-listener': Run
  join: Promise<OwnParticipant>
  send: void
  close: void
  type: void
  'type-end': void
  'set-stepper': void
  freeze: void
  mute: void
  'give-floor': void
  'keep-out': void
  'let-in': void
  disconnect: Run
  name: Run
  upload: Upload
  'remove-file': Promise<void>
  'see-class': void
  show: void
  'write-notice': void
  lead: void
  'raise-hand': void
  'lower-hand': void
  lock: void
  'new-pin': void
}

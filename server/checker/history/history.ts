/**
 * What happened while a stage was played, recorded first and judged afterwards: all that a cause rests on stands here, so that a
 * history can be judged again without running anything. Counterparts: `table.ts`, which records; `causes/`, which judge.
 * Times are milliseconds since the stage began. Bytes are latin1 text, one character a byte.
 */
import type { CallName } from '../../processes/calls.ts'

/** At what a thread waits. A number is a client of the stage, or the connection of a program that is a client itself. */
export type WaitsAt = number | 'listener' | 'keyboard' | 'screen' | 'elsewhere' | null

export interface ThreadSeen {
  readonly pid: number
  readonly tid: number
  /** As /proc has it: S sleeps, R runs, Z has ended and nobody waited for it. */
  readonly state: string
  /** null: it runs, or the system does not tell. */
  readonly call: CallName | null
  readonly at: WaitsAt
}

/** The program's end of a connection, as the kernel has it; a client whose row is gone is absent. */
export interface EndSeen {
  readonly client: number
  readonly state: string
  /** Bytes that the program has not read; a FIN that it has not read counts as one. */
  readonly recvQ: number
  readonly sendQ: number
  /** false: in the listener's queue still, or closed by the program. */
  readonly accepted: boolean
}

export interface Look {
  readonly threads: readonly ThreadSeen[]
  /** Listening sockets of the program's own processes. */
  readonly listeners: readonly { readonly host: string; readonly port: number }[]
  readonly ends: readonly EndSeen[]
  /** Processes that have ended and that nobody waited for. */
  readonly zombies: number
  /** Share of one processor that it used, or wanted, since the last look with nothing to do; null where not measured. */
  readonly busy: number | null
  /** Rows of its port in TIME_WAIT. */
  readonly timeWait: number
  /** The system tells nothing of processes and sockets. */
  readonly blind: boolean
}

export type Happened =
  | { readonly kind: 'started'; readonly pid: number; readonly port: number; readonly onTerminal: boolean }
  | { readonly kind: 'listening' }
  | { readonly kind: 'connected'; readonly client: number; readonly port: number }
  /** The program has connected, but to another address than the one that it was given. */
  | { readonly kind: 'strayed'; readonly host: string; readonly port: number }
  | { readonly kind: 'refused'; readonly client: number; readonly code: string }
  /** `token`: it must come out once, whole, in one line. */
  | { readonly kind: 'sent'; readonly client: number; readonly bytes: string; readonly token?: string }
  /** Another token of what that client has sent. */
  | { readonly kind: 'expected'; readonly client: number; readonly token: string }
  | { readonly kind: 'typed'; readonly bytes: string; readonly token?: string }
  | { readonly kind: 'keyboard-ended' }
  | { readonly kind: 'left'; readonly client: number; readonly how: 'FIN' | 'RST' }
  | { readonly kind: 'heard'; readonly client: number; readonly bytes: string }
  | { readonly kind: 'closed'; readonly client: number; readonly how: 'FIN' | 'RST' }
  | { readonly kind: 'screen'; readonly bytes: string }
  | { readonly kind: 'errors'; readonly bytes: string }
  | { readonly kind: 'killed' }
  | { readonly kind: 'ended'; readonly code: number | null; readonly signal: string | null }
  | { readonly kind: 'looked'; readonly after: string; readonly look: Look }
  /** More was printed than is kept. */
  | { readonly kind: 'flooded'; readonly bytes: number }

export type Entry = Happened & { readonly ms: number }
export type History = readonly Entry[]
type Kind = Happened['kind']
export type Of<K extends Kind> = Extract<Entry, { kind: K }>

export const all = <K extends Kind>(history: History, kind: K): Of<K>[] =>
  history.filter((entry): entry is Of<K> => entry.kind === kind)

/** From the last start of the program: before it, a stage may have played something else. */
export function sinceStart(history: History): History {
  const last = history.findLastIndex(({ kind }) => kind === 'started')
  return last < 0 ? history : history.slice(last)
}

/** What stood on the screen, all together, when the entry at `until` happened. */
export const screenOf = (history: History, until = history.length): string =>
  all(history.slice(0, until), 'screen')
    .map(({ bytes }) => bytes)
    .join('')

/** The screen in lines, CR LF of a terminal taken for LF; what stands behind the last LF is the last one. */
export const linesOf = (screen: string): string[] => screen.replaceAll('\r\n', '\n').split('\n')

export const heardBy = (history: History, client: number): string =>
  all(history, 'heard')
    .filter((entry) => entry.client === client)
    .map(({ bytes }) => bytes)
    .join('')

/** The newest look, or the one after what is named. */
export const lookAfter = (history: History, after?: string): Look | null =>
  all(history, 'looked').findLast((entry) => after === undefined || entry.after === after)?.look ?? null

export const hasEnded = (history: History): Of<'ended'> | null => all(history, 'ended').at(-1) ?? null

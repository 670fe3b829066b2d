/**
 * What others may know of a program: every decision that depends on the program asks for a trait, never for an id. Each
 * program declares its own in `programs/<id>/traits.ts`.
 */
import type { AnyOptions } from './options.ts'
import type { ProgramId } from './programs.ts'

/** `in`: the program receives files; `out`: it sends them. */
export type Direction = 'in' | 'out'

/**
 * What a program does in a wake-up of select: it wakes, accepts, reads, passes on what it read, sees an end of file.
 */
export type InWakeUp = 'wakes' | 'accepts' | 'reads' | 'passes' | 'ends'
/** Lines of its listing that a wake-up takes it through, by what it did. */
export type WakeUpLines = Readonly<Record<InWakeUp, readonly string[]>>

/** It keeps queues; its only process stands in sendall; each of its processes does for itself. */
export type Sending = 'queues' | 'sendall' | 'sendall-each'

export interface Traits {
  /** Question of the worksheet; null for what its page on socat shows. */
  readonly question: number | null
  /** It has connections, or it sends and receives datagrams. */
  readonly carrier: 'stream' | 'datagram'
  /** Whether it listens or connects to its target; `by-option`: its option `role` decides. */
  readonly role: 'server' | 'client' | 'by-option'
  /** `screen`: it prints on its console; `keyboard`: it reads it as well. */
  readonly console: 'none' | 'screen' | 'keyboard'
  /** Where it waits in select for all its sockets at once: its wake-ups can be shown and stepped. */
  readonly selects: WakeUpLines | null
  /** Whether it hands connections to a child (fork): TLS, whose state is one process's own, does not fit then. */
  readonly forks: boolean | ((options: AnyOptions) => boolean)
  /** Which way its files go; null where it has none. */
  readonly files: Direction | null
  /** Line of its listing that sends to connections what was said or typed; null where nothing is sent so. */
  readonly sends: string | null
  /** Whether it keeps a queue for each receiver, and sends what select says there is room for; else it stands in sendall. */
  readonly queues?: (options: AnyOptions) => boolean
  /** The server that understands a client of this program best; null where it never connects. */
  readonly pairsWith: ProgramId | null
  /** It and its peer send in strict turns: two of them may wait for each other for ever. */
  readonly takesTurns?: true
  /** A lab that is told nothing else starts with it, and its start form does too. */
  readonly startsFirst?: true
}

/** Whether the program with these options connects to a target; else it listens. */
export const connects = ({ role }: Pick<Traits, 'role'>, options: { readonly role?: unknown }): boolean =>
  role === 'client' || (role === 'by-option' && options.role === 'client')

/** Whether the program with these options hands connections to a child. */
export const forksWith = ({ forks }: Pick<Traits, 'forks'>, options: AnyOptions): boolean =>
  typeof forks === 'function' ? forks(options) : forks

/** How the program with these options sends: see `server/runtime/streams/backpressure.ts`. */
export const sendingOf = (traits: Pick<Traits, 'forks' | 'queues'>, options: AnyOptions): Sending =>
  traits.queues?.(options) ? 'queues' : forksWith(traits, options) ? 'sendall-each' : 'sendall'

/** Whether a person at its keyboard answers, at leisure, a peer that has ended its own direction. */
export const answersLate = ({ carrier, console }: Pick<Traits, 'carrier' | 'console'>): boolean =>
  carrier === 'stream' && console === 'keyboard'

/** A client of datagrams has no listener to come to, but what it sends can be received, and it sends what is typed. */
export const sendsDatagrams = ({ carrier, role }: Pick<Traits, 'carrier' | 'role'>): boolean =>
  carrier === 'datagram' && role === 'client'

/**
 * The live program: its listing, a whole program in Python, and where each of its processes stands in it.
 * Invariant: the place comes from the program's state, never from a timer.
 */
import type { By } from './by.ts'
import type { Listener } from './model.ts'
import type { StepperState } from './stepper.ts'

/** One line of a listing. The comment is in both languages; the code is the same. */
export interface ListingLine {
  readonly id: string
  /** Python, with its indentation. */
  readonly code: string
  readonly fr?: string
  readonly en?: string
  /** The program needs it, but it is not what the program teaches: the page shows it on demand. */
  readonly folded?: true
}
export type Listing = readonly ListingLine[]

/** Where the program of a listing listens: a listener of its run. */
export type BoundAddress = Pick<Listener, 'transport' | 'host' | 'port' | 'ipv6Only' | 'path' | 'mode'>

/** What a process waits for, by the call it is blocked in. */
export interface Waiting {
  readonly call:
    'accept' | 'connect' | 'recv' | 'recvfrom' | 'sendall' | 'sendto' | 'select' | 'keyboard' | 'wait' | 'choice'
  /** Whom `recv` or `sendall` waits for. */
  readonly who?: number
}

/** One process of the program. */
export interface ProcessView {
  /**
   * `main`, `child-N` for the process that serves participant N, or `thread` for the second thread of the only process.
   */
  readonly id: string
  /** Its process id, where it is a real process of its own. */
  readonly pid?: number
  /** Line of the listing at which it stands. */
  readonly line: string
  /** Null while it runs, which is never for long. */
  readonly waits: Waiting | null
}

/** The beginning of a line typed ahead. */
export interface AheadLine {
  /** Its first 256 bytes as text. */
  readonly text: string
  /** All its bytes. */
  readonly size: number
}

/** The keyboard of the program's console: lines typed before the program asks wait there. */
export interface KeyboardView {
  /** The program is blocked reading the keyboard. */
  readonly wanted: boolean
  /** The oldest 10 lines typed ahead, in order. */
  readonly ahead: readonly AheadLine[]
  /** How many wait in all. */
  readonly lines: number
  /** Where the program reads blocks of so many bytes and not lines: their size, and how many bytes wait. */
  readonly block?: { readonly size: number; readonly waiting: number }
  /** End of file was typed (Ctrl+D). */
  readonly ended: boolean
}

/** One wake-up of select. */
export interface WakeUp {
  /** The `wakeUp` of the events that it led to. */
  readonly number: number
  /** Participants whose sockets were ready; 0 is the listening socket. */
  readonly ready: readonly number[]
  /** How many more there were. */
  readonly more: number
  /** Sequence number of the first event that it led to; null where no line was whole yet. */
  readonly first: number | null
  /** Lines of the listing that it took the program through. */
  readonly lines: readonly string[]
}

/** A program that waits in select. */
export interface SelectView {
  readonly state: StepperState
  /** Who paused it, or asked for one wake-up; null while it runs. */
  readonly by: By | null
  /** The latest wake-ups, newest last. */
  readonly wakeUps: readonly WakeUp[]
}

/** Somebody whom the teacher keeps out of a run. */
export interface KeptOut {
  /** The number that it had. */
  readonly id: number
  readonly name: string
  /** Of whoever came without a browser: everybody else of that address or network is kept out too. IPv6: its first 64 bits, "2001:db8:1:2::/64". */
  readonly address?: string
}

/** A run that is frozen: nobody in it is read, and what comes stays in the kernel. */
export interface Frozen {
  /** Microseconds since the run's start, like `t`. */
  readonly since: number
  /** Who froze it. */
  readonly by: By
}

/** What a run's program does now; empty for an ended run. */
export interface LiveState {
  readonly processes: readonly ProcessView[]
  /** Null where the program has no keyboard. */
  readonly keyboard: KeyboardView | null
  /** The run at the other end, when both programs are blocked in recv from each other. */
  readonly deadlock: string | null
  /** Null where the program does not wait in select. */
  readonly select: SelectView | null
  /** Absent where nobody is kept out. */
  readonly out?: readonly KeptOut[]
  /** Absent where nothing is frozen. */
  readonly frozen?: Frozen
}

/**
 * Who waits in a run, for what, since when, and how many bytes: the one answer from which every view speaks, on the page and
 * on a terminal. Pure. Counterparts: `server/kernel/run-rows.ts`, whose rows it prefers wherever the system has any;
 * `server/runtime/`, whose own word it takes for what no table knows; `played.ts`, where the kernel's rows differ.
 * Invariants: nobody is marked for bytes that do not wait; what is not known is null and never 0.
 */
import type { KernelRow } from '../model/kernel.ts'
import { lastsTooLong, PARTIAL_AFTER_US } from '../net/partial.ts'
import type { Participant, PartialLine, Silence } from '../protocol/model.ts'
import type { ProcessView, Waiting } from '../protocol/program.ts'

/** A queue that has not moved for so long is worth a word. Microseconds. */
const STALLED_AFTER_US = 1_000_000

/** What there is to know of a run at one moment. */
export interface Seen {
  /** None of a run that is over. */
  readonly processes: readonly ProcessView[]
  readonly people: readonly Participant[]
  /** Null where the system has no tables, or nobody has looked yet. */
  readonly rows: readonly KernelRow[] | null
  /** Microseconds since the run's start, like `t`. */
  readonly now: number
  /** Nobody is read, whatever the program would do. */
  readonly frozen?: boolean
  /** Since when, as far as somebody has seen it begin; absent where nobody has looked. */
  readonly times?: Times
}

/** Since when what waits waits (`wait-times.ts`). Microseconds since the run's start; null where that is not known. */
export interface Times {
  unread(participant: number): { readonly since: number | null } | null
  inCallSince(process: string): number | null
}

/** What somebody waits for. */
export type WaitFor =
  /** Connected for the kernel, and not accepted: the program is in this call. */
  | { readonly for: 'accept'; readonly call: Waiting | null }
  /** It does not take what waits for it: the others wait, and it is the one marked. */
  | { readonly for: 'taking'; readonly waiting: readonly number[] }
  /** Not read until these take more. */
  | { readonly for: 'queues'; readonly of: readonly number[] }
  /** Not read: the run is frozen. */
  | { readonly for: 'freeze' }
  /** Not read: the teacher has muted it, or given the floor to another one. */
  | { readonly for: 'silence'; readonly why: Silence }
  /** Not read: the program is in this call; null where it runs. */
  | { readonly for: 'turn'; readonly call: Waiting | null }

export interface PersonWaits {
  /** Null where it is read, and takes what is sent. */
  readonly waits: WaitFor | null
  /** Microseconds since the run's start; null where that is not known. */
  readonly since: number | null
  /** The program reads what it says as it comes. */
  readonly isRead: boolean
  /** Bytes from it that the program has not read, a FIN not counted. Null where no table tells. */
  readonly unread: number | null
  /** When the first of them came, microseconds since the run's start; null where that is not known, or there are none. */
  readonly unreadSince: number | null
  /** A byte or a FIN is there for the program to read. Null where no table tells. */
  readonly readable: boolean | null
  /** Bytes for it that the kernel has not taken. */
  readonly queued: number
  /** Bytes for it that the kernel has taken, and its end has not acknowledged, a FIN not counted. Null where no table tells. */
  readonly unacknowledged: number | null
  /** Bytes for it that its own kernel keeps and it has not read, a FIN not counted. Null where no table of this machine tells. */
  readonly unheard: number | null
  /** Bytes that the program has read of a line whose end has not come. */
  readonly begun: number
  /** The line that it has begun and not ended for a second. */
  readonly lasting: PartialLine | null
  /** Bytes wait, or the connection itself does: worth an eye. Otherwise a quiet word is enough. */
  readonly marked: boolean
}

export interface ProcessWaits {
  readonly process: ProcessView
  /** The line of which `recv` has brought the beginning. */
  readonly lasting: PartialLine | null
  /** When it entered the call that it is in, microseconds since the run's start; null where that is not known. */
  readonly since: number | null
}

export interface Waits {
  of(participant: number): PersonWaits
  readonly processes: readonly ProcessWaits[]
  /** Nobody is read: it is nobody's doing but the one's who froze the run. */
  readonly frozen: boolean
  /** Those who are there and not read, by id: for the program to turn to them. */
  readonly unread: readonly number[]
  /** Something of it is told with its seconds, or will be. */
  readonly counts: boolean
  /** When time alone changes what is said next, by the run's clock; Infinity where it does not. */
  readonly next: number
}

export const NO_WAIT: PersonWaits = {
  waits: null,
  since: null,
  isRead: true,
  unread: null,
  unreadSince: null,
  readable: null,
  queued: 0,
  unacknowledged: null,
  unheard: null,
  begun: 0,
  lasting: null,
  marked: false,
}

/** States in which a FIN of the other end has come: one byte of what waits is that. */
const FIN_CAME: ReadonlySet<string> = new Set(['CLOSE_WAIT', 'LAST_ACK', 'CLOSING', 'TIME_WAIT'])
/** States in which a FIN of this end is not acknowledged: one byte of what is under way is that. */
const FIN_SENT: ReadonlySet<string> = new Set(['FIN_WAIT1', 'LAST_ACK', 'CLOSING'])

/** Bytes of a row that wait to be read. The kernel counts a FIN as one, and it is always the last to be read. */
export const unreadIn = ({ state, recvQ }: Pick<KernelRow, 'state' | 'recvQ'>): number =>
  recvQ > 0 && FIN_CAME.has(state) ? recvQ - 1 : recvQ

/** Bytes of a row that are not acknowledged. */
const unacknowledgedIn = ({ state, sendQ }: Pick<KernelRow, 'state' | 'sendQ'>): number =>
  sendQ > 0 && FIN_SENT.has(state) ? sendQ - 1 : sendQ

export function waitsOf(seen: Seen): Waits {
  const { processes, people, now } = seen
  const rows = { program: new Map<number, KernelRow>(), peer: new Map<number, KernelRow>() }
  for (const row of seen.rows ?? []) {
    // A datagram socket is one for all: its queue is nobody's.
    if (row.proto === 'tcp' && row.participant !== null) rows[row.side].set(row.participant, row)
  }
  const persons = new Map<number, PersonWaits>()
  for (const one of people) persons.set(one.id, personWaits(one, seen, rows.program.get(one.id), rows.peer.get(one.id)))
  return {
    of: (participant) => persons.get(participant) ?? NO_WAIT,
    processes: processes.map((process) => {
      const { waits } = process
      const from = waits?.call === 'recv' ? people.find(({ id }) => id === waits.who) : undefined
      return {
        process,
        lasting: from ? lastingOf(from, now) : null,
        since: seen.times?.inCallSince(process.id) ?? null,
      }
    }),
    frozen: seen.frozen ?? false,
    unread: people.flatMap((one) =>
      one.state !== 'closed' && one.paused && !isInRecv(one.id, processes) ? [one.id] : [],
    ),
    counts: people.some(
      ({ state, takenAt, partial }) => state !== 'closed' && (takenAt !== undefined || partial !== undefined),
    ),
    next: changesAt(people, now),
  }
}

function personWaits(
  one: Participant,
  seen: Seen,
  row: KernelRow | undefined,
  theirs: KernelRow | undefined,
): PersonWaits {
  if (one.state === 'closed' || seen.processes.length === 0) return NO_WAIT
  const unread = row ? unreadIn(row) : null
  const waits = waitFor(one, seen)
  const lasting = lastingOf(one, seen.now)
  return {
    waits,
    since: waits?.for === 'taking' ? (one.takenAt ?? null) : (lasting?.partialSince ?? null),
    isRead: one.state !== 'waiting' && (!one.paused || isInRecv(one.id, seen.processes)),
    unread,
    unreadSince: unread === 0 ? null : (seen.times?.unread(one.id)?.since ?? null),
    readable: row ? row.recvQ > 0 : null,
    queued: one.queued,
    unacknowledged: row ? unacknowledgedIn(row) : null,
    unheard: theirs ? unreadIn(theirs) : null,
    begun: one.partialBytes,
    lasting,
    marked: isMarked(waits, unread),
  }
}

function isMarked(waits: WaitFor | null, unread: number | null): boolean {
  switch (waits?.for) {
    case 'accept':
    case 'taking':
      return true
    case 'freeze':
    case 'silence':
    case 'turn':
      return (unread ?? 0) > 0
    default:
      // Who waits for somebody's queue waits quietly: that one is marked.
      return false
  }
}

function waitFor(one: Participant, { processes, people, now, frozen }: Seen): WaitFor | null {
  if (one.takenAt !== undefined && now - one.takenAt >= STALLED_AFTER_US) {
    return { for: 'taking', waiting: people.flatMap((other) => (other.waitsFor?.includes(one.id) ? [other.id] : [])) }
  }
  if (frozen) return { for: 'freeze' }
  if (one.state === 'waiting') return { for: 'accept', call: processes[0]?.waits ?? null }
  if (one.waitsFor !== undefined && one.waitsFor.length > 0) return { for: 'queues', of: one.waitsFor }
  if (one.silent) return { for: 'silence', why: one.silent }
  if (!one.paused) return null
  if (isInRecv(one.id, processes)) return null
  return { for: 'turn', call: processes[0]?.waits ?? null }
}

/** Whether a process is in recv from it. */
const isInRecv = (id: number, processes: readonly ProcessView[]): boolean =>
  processes.some(({ waits }) => waits?.call === 'recv' && waits.who === id)

/** The line that it has begun and not ended for a second. @param now microseconds since the run's start */
export const lastingOf = ({ partial, state }: Participant, now: number): PartialLine | null =>
  partial && state !== 'closed' && lastsTooLong(partial, now) ? partial : null

/** When time alone changes what is said of them next, by the run's clock; Infinity where it does not. */
export function changesAt(people: readonly Participant[], now: number): number {
  const moments = people.flatMap(({ state, partial, takenAt }) =>
    state === 'closed'
      ? []
      : [
          ...(partial ? [partial.partialSince + PARTIAL_AFTER_US] : []),
          ...(takenAt === undefined ? [] : [takenAt + STALLED_AFTER_US]),
        ],
  )
  return Math.min(...moments.filter((at) => at > now), Infinity)
}

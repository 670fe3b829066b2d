/**
 * When a step of a guide has happened. Pure: from what the lab says of the run, of its people and of the kernel's
 * sockets. Invariant: no step is ever done because time has passed.
 */
import { isIpv6 } from '#shared/net/address.ts'
import type { KernelRow } from '#shared/model/kernel.ts'
import type { Participant, Run } from '#shared/protocol/model.ts'
import type { ProcessView, Waiting } from '#shared/protocol/program.ts'
import { NO_WAIT, type PersonWaits } from '#shared/state/waits.ts'
import type { Live } from '../store/contract.ts'
import type { Mark } from './experiments.ts'

/** What there is to see of an experiment at one moment. */
export interface Sight {
  readonly run: Run
  /** The other side of a chat. */
  readonly other: Run | undefined
  readonly live: Live | null
  readonly people: readonly Participant[]
  readonly rows: readonly KernelRow[]
  /** A restart from the guide has just been refused for what is left on the port. */
  readonly refused: boolean
  /** Words of its events (`store/happened.svelte.ts`). */
  readonly happened: ReadonlySet<string>
  /** What was seen before: some things are over as soon as they have happened. */
  readonly seen: ReadonlySet<Mark>
}

const sent = ({ people }: Sight): number => people.reduce((sum, one) => sum + one.sent.lines, 0)
const received = ({ people }: Sight): number => people.reduce((sum, one) => sum + one.received.lines, 0)
const program = ({ rows }: Sight): readonly KernelRow[] => rows.filter(({ side }) => side === 'program')
/** What each waits for. */
const waiting = ({ people, live }: Sight): (Participant & PersonWaits)[] =>
  people.map((one) => ({ ...one, ...(live?.waits.of(one.id) ?? NO_WAIT) }))
/** Bytes of a participant wait that the program does not read. */
const unread = (sight: Sight): boolean => waiting(sight).some(({ unread }) => (unread ?? 0) > 0)
/** The same, or bytes of the program that the other end does not read. */
const unreadThere = (sight: Sight): boolean => unread(sight) || waiting(sight).some(({ unheard }) => (unheard ?? 0) > 0)
/** Processes of the program, each with the call that it is in. */
const processes = ({ live }: Sight): readonly ProcessView[] => live?.waits.processes.map(({ process }) => process) ?? []
const isIn = (sight: Sight, call: Waiting['call']): boolean =>
  processes(sight).some(({ waits }) => waits?.call === call)
const inTimeWait = (sight: Sight): readonly KernelRow[] => program(sight).filter(({ state }) => state === 'TIME_WAIT')
const inAccept = (sight: Sight): boolean => isIn(sight, 'accept')
const isOver = (run: Run | undefined): boolean => run !== undefined && run.state !== 'running'
const inSendall = (sight: Sight): boolean => isIn(sight, 'sendall')
/** Those who came by a program of their own. */
const terminals = ({ people }: Sight): readonly Participant[] => people.filter(({ web }) => !web)
/** Bytes of a participant of a browser wait that the program does not read. */
const unreadOfPage = (sight: Sight): boolean => waiting(sight).some(({ web, unread }) => web && (unread ?? 0) > 0)
const inRecv = (sight: Sight): boolean => isIn(sight, 'recv')
/** Bytes of somebody wait whom the kernel has connected, and the program has not accepted. */
const waitsUnaccepted = (sight: Sight): boolean =>
  waiting(sight).some(({ state, unread }) => state === 'waiting' && (unread ?? 0) > 0)
/** The kernel has connected this row's participant, and the program has not accepted it. */
const isWaiting = ({ people }: Sight, { participant }: KernelRow): boolean =>
  people.some(({ id, state }) => id === participant && state === 'waiting')
/** Somebody is here, by a terminal of this family of addresses. */
const byFamily = (sight: Sight, family: 4 | 6): boolean =>
  terminals(sight).some(
    ({ via, address, state }) => via === 'tcp' && state === 'open' && address.startsWith('[') === (family === 6),
  )
const hasSpoken = ({ people }: Sight, id: number): boolean => people.some((one) => one.id === id && one.sent.lines > 0)

const MARKS: Record<Mark, (sight: Sight) => boolean> = {
  stopped: ({ run }) => run.state === 'stopped',
  refused: ({ refused }) => refused,
  // What the earlier program left is there, and yet this one listens.
  'at-once': (sight) =>
    sight.seen.has('stopped') &&
    inTimeWait(sight).some(({ participant }) => participant === null) &&
    program(sight).some(({ state }) => state === 'LISTEN'),
  'time-wait': (sight) => inTimeWait(sight).some(({ participant }) => participant !== null),

  typed: ({ live }) => live?.deadlock !== null && (live?.keyboard?.lines ?? 0) > 0,
  deadlock: ({ live }) => live !== null && live.deadlock !== null,
  over: ({ run, other }) => isOver(run) || isOver(other),
  ended: ({ run, other }) => isOver(run) && isOver(other),

  wrote: (sight) => sent(sight) + received(sight) >= 1,
  crossed: (sight) => sent(sight) >= 1 && received(sight) >= 1,
  answered: (sight) => sent(sight) >= 2 && received(sight) >= 2,
  waits: unreadThere,

  spoke: unread,
  'recv-q': unread,
  turn: (sight) => processes(sight).some(({ waits }) => waits?.call === 'recv' && waits.who === 1),
  unblocked: (sight) => sight.seen.has('recv-q') && hasSpoken(sight, 1),

  // Each line so far was read, and let the loop go on.
  round: (sight) => sent(sight) >= 3,
  accept: (sight) => sent(sight) >= 3 && inAccept(sight),
  unheard: (sight) => inAccept(sight) && unread(sight),
  unread: (sight) => inAccept(sight) && unread(sight),
  deaf: (sight) => terminals(sight).some(({ state }) => state === 'open'),
  // More than anybody types.
  flood: (sight) => terminals(sight).some(({ sent: { bytes } }) => bytes > 100_000),
  'in-sendall': inSendall,
  // The kernel's share of what the program wants to send: full.
  'send-q': (sight) => inSendall(sight) && waiting(sight).some(({ unacknowledged }) => (unacknowledged ?? 0) > 0),
  frozen: (sight) => inSendall(sight) && unreadOfPage(sight),
  freed: (sight) =>
    sight.seen.has('in-sendall') && !inSendall(sight) && terminals(sight).some(({ state }) => state === 'closed'),

  came: (sight) => terminals(sight).length > 0,
  said: (sight) => terminals(sight).some(({ sent: { lines } }) => lines > 0),
  estab: (sight) => program(sight).some(({ participant, state }) => participant !== null && state === 'ESTAB'),

  two: (sight) => terminals(sight).filter(({ state }) => state !== 'closed').length >= 2,
  'not-accepted': (sight) => program(sight).some((row) => row.state === 'ESTAB' && isWaiting(sight, row)),
  'second-said': waitsUnaccepted,
  queued: waitsUnaccepted,
  'first-left': ({ people, seen }) => seen.has('two') && people.some(({ id, state }) => id === 1 && state === 'closed'),
  'let-in': ({ people, seen }) =>
    seen.has('not-accepted') && people.some(({ id, state }) => id > 1 && state === 'open'),

  'typed-line': (sight) => received(sight) > 0,
  'answer-waits': unreadThere,
  'server-over': ({ run, other }) => isOver(run) || isOver(other),
  // A client that nobody answers ends with nobody to talk to.
  'nobody-there': ({ run, people }) => isOver(run) && people.length === 0,
  'refused-there': ({ run, people }) => isOver(run) && people.length === 0,

  ahead: (sight) => inRecv(sight) && (sight.live?.keyboard?.lines ?? 0) > 0,
  blocked: inRecv,
  reply: (sight) => sight.seen.has('ahead') && sent(sight) >= 1 && received(sight) >= 2,

  'eof-here': ({ live }) => live?.keyboard?.ended ?? false,
  // Of a FIN that came before the page, only the state tells: every line that it has seen was said after.
  'still-heard': ({ happened, people }) =>
    happened.has('lines after half-closed') ||
    happened.has('lines after ended') ||
    (happened.has('lines') && !happened.has('ended') && people.some(({ state }) => state === 'ended')),
  'eof-both': ({ run, other, seen }) => seen.has('eof-here') && isOver(run) && isOver(other),
  'two-pids': (sight) => new Set(processes(sight).flatMap(({ pid }) => pid ?? [])).size >= 2,
  'half-open': ({ rows }) => rows.some(({ state }) => state === 'FIN_WAIT2' || state === 'CLOSE_WAIT'),

  'both-heard': (sight) => hasSpoken(sight, 1) && hasSpoken(sight, 2),
  'one-more': ({ people }) => people.some(({ id }) => id > 2),
  children: (sight) => processes(sight).filter(({ id }) => id.startsWith('child')).length >= 2,
  never: (sight) => program(sight).some((row) => row.state === 'ESTAB' && isWaiting(sight, row)),

  held: ({ live }) => live?.select?.state === 'paused',
  'one-step': ({ happened }) => happened.has('stepper stepping'),
  'go-on': ({ live, seen }) => seen.has('one-step') && live?.select?.state === 'running',
  'thrown-out': ({ happened }) => happened.has('disconnect'),
  'who-holds': ({ live }) => live?.select?.state === 'paused' && live.select.by !== null,
  together: ({ live }) => live?.select?.wakeUps.some(({ ready, more }) => ready.length + more >= 2) ?? false,

  'tls-listener': ({ run }) => run.listeners.some(({ transport }) => transport === 'tls'),
  'tls-in': (sight) => terminals(sight).some(({ via }) => via === 'tls'),
  'no-authority': ({ happened }) => happened.has('refused certificate-refused'),
  'not-tls': ({ happened }) => happened.has('refused not-tls'),
  'unix-listener': ({ run }) => run.listeners.some(({ transport }) => transport === 'unix'),
  'unix-in': (sight) => terminals(sight).some(({ via }) => via === 'unix'),
  'unix-count': ({ rows }) => rows.some(({ connections }) => (connections ?? 0) > 0),
  'v6-listener': ({ run }) => run.listeners.some(({ host }) => isIpv6(host)),
  'v6-in': (sight) => byFamily(sight, 6),
  'v4-in': (sight) => byFamily(sight, 4),
  families: (sight) => byFamily(sight, 6) && byFamily(sight, 4),

  'file-begun': ({ happened }) => happened.has('in begun'),
  'file-whole': ({ happened }) => happened.has('in whole'),
  'file-offered': ({ happened }) => happened.has('upload whole'),
  'file-taken': ({ happened }) => happened.has('out whole'),
  'file-cut': ({ happened }) => happened.has('out partial'),

  'two-senders': ({ people }) => people.filter(({ via, sent: { lines } }) => via === 'udp' && lines > 0).length >= 2,
  empty: ({ happened }) => happened.has('datagram empty'),
  boundaries: ({ happened }) => happened.has('datagram'),
  'one-socket': ({ rows }) => rows.some(({ proto }) => proto === 'udp'),

  'idle-in': (sight) => terminals(sight).some(({ state }) => state === 'open'),
  countdown: ({ people }) => people.some(({ idleTimeout }) => idleTimeout !== undefined),
  'left-first': ({ happened }) => happened.has('ended'),
  'idle-out': ({ happened }) => happened.has('closed idle-timeout'),

  'in-pieces': ({ happened }) => happened.has('partial-line'),
  'fin-sent': ({ happened }) => happened.has('ended'),
  'rst-sent': ({ happened }) => happened.has('closed reset'),
  beside: (sight) => terminals(sight).length > 0,

  newcomer: ({ people, seen }) => seen.has('unread') && people.some(({ id, state }) => id > 2 && state !== 'waiting'),
}

/** Those of these steps that have happened now and were not seen before. */
export const newMarks = (marks: readonly Mark[], sight: Sight): Mark[] =>
  marks.filter((mark) => !sight.seen.has(mark) && MARKS[mark](sight))

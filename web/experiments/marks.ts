/**
 * When a step of a guide has happened. Pure: from what the lab says of the run, of its people and of the kernel's
 * sockets. Invariant: no step is ever done because time has passed.
 */
import type { KernelRow } from '#shared/model/kernel.ts'
import type { Participant, Run } from '#shared/protocol/model.ts'
import type { LiveState } from '#shared/protocol/program.ts'
import type { Mark } from './experiments.ts'

/** What there is to see of an experiment at one moment. */
export interface Sight {
  readonly run: Run
  /** The other side of a chat. */
  readonly other: Run | undefined
  readonly live: LiveState | null
  readonly people: readonly Participant[]
  readonly rows: readonly KernelRow[]
  /** A restart from the guide has just been refused for what is left on the port. */
  readonly refused: boolean
  /** What was seen before: some things are over as soon as they have happened. */
  readonly seen: ReadonlySet<Mark>
}

const sent = ({ people }: Sight): number => people.reduce((sum, one) => sum + one.sent.lines, 0)
const received = ({ people }: Sight): number => people.reduce((sum, one) => sum + one.received.lines, 0)
const program = ({ rows }: Sight): readonly KernelRow[] => rows.filter(({ side }) => side === 'program')
/** Bytes of a participant wait that the program does not read. */
const unread = (sight: Sight): boolean => program(sight).some((row) => row.participant !== null && row.recvQ > 0)
const inTimeWait = (sight: Sight): readonly KernelRow[] => program(sight).filter(({ state }) => state === 'TIME_WAIT')
const inAccept = ({ live }: Sight): boolean => live?.processes.some(({ waits }) => waits?.call === 'accept') ?? false
const isOver = (run: Run | undefined): boolean => run !== undefined && run.state !== 'running'
const inSendall = ({ live }: Sight): boolean => live?.processes.some(({ waits }) => waits?.call === 'sendall') ?? false
/** Those who came by a program of their own. */
const terminals = ({ people }: Sight): readonly Participant[] => people.filter(({ web }) => !web)
/** Bytes of a participant of a browser wait that the program does not read. */
const unreadOfPage = (sight: Sight): boolean =>
  program(sight).some(
    ({ participant, recvQ }) => recvQ > 0 && sight.people.some(({ id, web }) => web && id === participant),
  )
const hasSpoken = ({ people }: Sight, id: number): boolean => people.some((one) => one.id === id && one.sent.lines > 0)

const happened: Record<Mark, (sight: Sight) => boolean> = {
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
  waits: ({ rows }) => rows.some(({ participant, recvQ }) => participant !== null && recvQ > 0),

  spoke: unread,
  'recv-q': unread,
  turn: ({ live }) => live?.processes.some(({ waits }) => waits?.call === 'recv' && waits.who === 1) ?? false,
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
  'send-q': (sight) =>
    inSendall(sight) && program(sight).some(({ participant, sendQ }) => participant !== null && sendQ > 0),
  frozen: (sight) => inSendall(sight) && unreadOfPage(sight),
  freed: (sight) =>
    sight.seen.has('in-sendall') && !inSendall(sight) && terminals(sight).some(({ state }) => state === 'closed'),

  newcomer: ({ people, seen }) => seen.has('unread') && people.some(({ id, state }) => id > 2 && state !== 'waiting'),
}

/** Those of these steps that have happened now and were not seen before. */
export const newMarks = (marks: readonly Mark[], sight: Sight): Mark[] =>
  marks.filter((mark) => !sight.seen.has(mark) && happened[mark](sight))

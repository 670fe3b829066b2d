/**
 * One moment of a run, past or of a minute ago, and how its events lie in time. Counterparts: `server/study/moment/`, which finds
 * it; `web/store/past.svelte.ts`, by which every view shows it.
 */
import { Type, type Static } from 'typebox'
import type { KernelRow } from '../model/kernel.ts'
import type { PersonSeen } from './observations.ts'
import type { ProcessView } from './program.ts'

/** Which moment: one of both is given, or neither for the beginning. */
export const MomentQuery = Type.Object(
  {
    seq: Type.Optional(
      Type.Integer({ minimum: 0, description: 'just after this event, when what it led to has been seen' }),
    ),
    t: Type.Optional(Type.Integer({ minimum: 0, description: "microseconds since the run's start" })),
  },
  { additionalProperties: false },
)
export type MomentQuery = Static<typeof MomentQuery>

/** Bytes of a participant that wait, as `Unread` of `shared/state/wait-times.ts` has them. */
export interface UnreadThen {
  readonly id: number
  readonly from: number
  readonly since: number | null
  readonly bytes: number
  readonly arrivals: readonly { readonly after: number; readonly at: number | null; readonly bytes: number }[]
}

export const Moment = Type.Object({
  seq: Type.Integer({ minimum: 0, description: 'the newest event then, 0 before the first' }),
  t: Type.Integer({ description: "microseconds since the run's start" }),
  next: Type.Union([Type.Integer(), Type.Null()], {
    description: '`t` of what comes next, event or observation; null where nothing does',
  }),
  processes: Type.Unsafe<readonly ProcessView[] | null>({
    description: 'where the program stood; null where that is not known',
  }),
  calls: Type.Array(Type.Object({ process: Type.String(), since: Type.Union([Type.Integer(), Type.Null()]) }), {
    description: 'when each process entered the call that it was in; null: earlier than one can tell',
  }),
  rows: Type.Unsafe<readonly KernelRow[] | null>({
    description: 'the kernel’s rows, timers as they stood then; null where nobody had looked',
  }),
  more: Type.Integer({ description: 'rows that were left out' }),
  people: Type.Unsafe<readonly PersonSeen[] | null>({
    description: 'who was there, as far as they waited; null where that is not known',
  }),
  frozen: Type.Boolean({ description: 'nobody was read' }),
  unread: Type.Unsafe<readonly UnreadThen[]>({ description: 'bytes that the program had not read, and since when' }),
})
export type Moment = Static<typeof Moment>

export const TimelineQuery = Type.Object(
  { points: Type.Integer({ minimum: 2, maximum: 128, default: 128, description: 'how many at most' }) },
  { additionalProperties: false },
)

export const Timeline = Type.Object({
  points: Type.Array(Type.Tuple([Type.Integer(), Type.Integer()]), {
    description:
      '`seq` and `t` of events, in order, the first and the newest among them, closest where the run was slow: between two of them the others lie in order, at times that this does not tell',
  }),
})
export type Timeline = Static<typeof Timeline>

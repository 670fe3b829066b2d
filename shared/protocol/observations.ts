/**
 * Observations of a run beside its events: where its program stands, the kernel's rows of its sockets, and who waits. Kept so
 * that past runs show them too. Counterparts: `server/runtime/run/shell.ts` and `server/runtime/lab/socket-sampler.ts`,
 * which make them; `shared/state/seen-so-far.ts`, which folds them; `events.ts`.
 * Invariants: an observation is recorded when something has changed and only then; it has a number of its own, so that
 * `seq` of events stays free of gaps; `after` places it among them.
 */
import { Type, type Static } from 'typebox'
import type { KernelRow } from '../model/kernel.ts'
import type { Participant } from './model.ts'
import type { ProcessView } from './program.ts'

/** The position of the program: all of its processes, each at its line and in its call. */
export interface ProgramMoved {
  readonly kind: 'program-moved'
  readonly processes: readonly ProcessView[]
}

/** The kernel's rows of the run's sockets. */
export interface SocketsSeen {
  readonly kind: 'sockets-seen'
  /** All of them where `whole`; else those that are new or have changed. A row is known by `rowKey`. */
  readonly rows: readonly KernelRow[]
  /** Keys of rows that are there no more. */
  readonly gone: readonly string[]
  readonly whole: boolean
  /** Rows that the run has and that were left out here. */
  readonly more: number
}

/** What the run itself knows of a participant that no table of the kernel has. */
export type PersonSeen = Pick<
  Participant,
  'id' | 'state' | 'paused' | 'queued' | 'takenAt' | 'waitsFor' | 'partial' | 'partialBytes'
>

/** The participants of the run, as far as they wait. */
export interface PeopleSeen {
  readonly kind: 'people-seen'
  /** All who are there where `whole`; else those who are new or have changed. */
  readonly people: readonly PersonSeen[]
  /** Who is there no more, by id. */
  readonly gone: readonly number[]
  readonly whole: boolean
  /** Nobody is read: the run is frozen. */
  readonly frozen: boolean
}

export type Seen = ProgramMoved | SocketsSeen | PeopleSeen
export type ObservationKind = Seen['kind']

/**
 * As REST answers it. `seen` is one of `ProgramMoved`, `SocketsSeen` and `PeopleSeen`; kinds of a later lab are passed over by
 * readers.
 */
export const Observation = Type.Object({
  number: Type.Integer({ minimum: 1, description: 'from 1 without gaps within a run' }),
  after: Type.Integer({ minimum: 0, description: 'sequence number of the newest event at that moment' }),
  t: Type.Integer({ description: "monotonic microseconds since the run's start, like that of events" }),
  time: Type.Number({ description: 'wall clock, milliseconds since 1970, UTC' }),
  seen: Type.Unsafe<Seen>(
    Type.Object(
      {
        kind: Type.String({
          description:
            'program-moved: `processes`, each at its line of the listing; sockets-seen: `rows` of the kernel, new or changed, and the keys of those `gone`; people-seen: `people`, new or changed, and the ids of those `gone`; all of them where `whole`',
        }),
      },
      { additionalProperties: true },
    ),
  ),
})
export type Observation = Static<typeof Observation>

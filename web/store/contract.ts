/**
 * What the views of the traffic (ladder, table, inspector) ask of the state: nothing of the event stream, nothing of REST.
 * All getters are reactive (Svelte 5 runes behind them).
 */
import type { LabEvent } from '#shared/protocol/events.ts'
import type { Participant, PartialLine } from '#shared/protocol/model.ts'
import type { LiveState } from '#shared/protocol/program.ts'
import type { Waits } from '#shared/state/waits.ts'

/**
 * The rows of a run's journal, or of a filter over it. Rows are uniform and numbered from 0; without a filter
 * row i is event i + 1. Millions of rows cost nothing: only those around the last `show` are held.
 */
export interface EventView {
  /** How many rows there are now. Grows while the run lives. */
  readonly length: number
  /** Sequence number of a row; 0 when it is not known yet. */
  seqAt(row: number): number
  /** The row that shows this event, or the nearest one after it. */
  rowOf(seq: number): number
  /** The event of a row; undefined while it is being read. */
  get(row: number): LabEvent | undefined
  /** Names the rows on screen (both included), so that they and their surroundings are loaded. Idempotent, cheap. */
  show(first: number, last: number): void
}

/** What a run's program does now, and who waits for it: all that a view may say of that is in `waits`. */
export interface Live extends LiveState {
  readonly waits: Waits
}

/** Who is who in a run, past participants included. */
export interface ParticipantsView {
  get(id: number): Participant | undefined
  /** Name to show: the participant's, "Programme"/"Program" for 0, "#id" while it is not known. */
  name(id: number): string
  /** Index into the identity colours, --id-0 to --id-11; the program has none. */
  colour(id: number): number
  /** The line that a participant has begun and not ended for a second; null where there is none. */
  lasting?(id: number): PartialLine | null
  /** Those whose connection lived at any moment from event `from` to event `to`, by id. */
  livingIn(from: number, to: number): Participant[]
}

/** What is chosen in the run page: shared by ladder, table and inspector. */
export interface Selection {
  /** Sequence number of the chosen event, null when none. */
  readonly seq: number | null
  choose(seq: number | null): void
  /** The view sticks to the newest row. Switched off by scrolling up. */
  following: boolean
}

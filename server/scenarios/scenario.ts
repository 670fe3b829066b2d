/**
 * What a scenario is: a pure program of the worksheet. It is told what happened (`Input`) and answers with its next
 * state and what is to be done (`Effect`); it knows no socket, no clock, no journal. Counterpart: `runtime/run.ts`.
 * Invariant: `step` depends on its arguments alone, so that a dialogue test can say everything about it.
 */
import type { TSchema } from 'typebox'
import type { Released } from '../core/line-framer.ts'
import type { Audience } from '../wire/events.ts'
import type { ScenarioId } from '../wire/model.ts'

/** Something happened to the program. `who` is the number of a participant. */
export type Input =
  /** A connection is established for the kernel: `accept` would return it. */
  | { readonly type: 'arrived'; readonly who: number }
  /** A read brought these whole lines, all of that read together. */
  | { readonly type: 'lines'; readonly who: number; readonly lines: Released }
  /** `recv` returned nothing: the peer sent FIN. Its last lines came before. */
  | { readonly type: 'ended'; readonly who: number }
  /** The connection is gone in both directions. */
  | { readonly type: 'gone'; readonly who: number }
  /** The timer that the scenario started for this participant fired. */
  | { readonly type: 'timer'; readonly who: number }

/** Something is to be done. */
export type Effect =
  /** `accept` returns this connection. It is not read until `read` says so. */
  | { readonly type: 'accept'; readonly who: number }
  /** From now on the program reads this connection; until then its bytes stay in the kernel. */
  | { readonly type: 'read'; readonly who: number }
  /** `sendall` of these lines to the audience, byte for byte; recorded as one event. */
  | { readonly type: 'deliver'; readonly from: number; readonly lines: Released; readonly to: Audience }
  /** `close` of the connection, after what is queued for it; `why` is recorded. */
  | { readonly type: 'close'; readonly who: number; readonly why: 'finished' | 'half-closed-too-long' }
  /** Start the participant's timer, in milliseconds. It dies with the connection. */
  | { readonly type: 'timer'; readonly who: number; readonly ms: number }

export interface Step<State> {
  readonly state: State
  readonly effects: readonly Effect[]
}

export interface Scenario<State> {
  readonly id: ScenarioId
  /** Question of the worksheet. */
  readonly question: number
  /** Web participants can join: the program listens. */
  readonly joinable: boolean
  /** The program prints on its console. */
  readonly console: boolean
  /** JSON Schema of the options: the page's form, the REST check and the defaults come from it. */
  readonly options: TSchema
  initial(): State
  step(state: State, input: Input): Step<State>
}

/**
 * Who runs, pauses or steps a program that waits in select. Records each change; a program whose page has gone runs
 * again. Counterparts: `runtime/run/stepper.ts`, which pauses the program; `gateway/ws/departures.ts`, which knows when
 * a page has gone.
 * Invariant: every change that somebody asked for is an event, and a paused program belongs to one asker.
 */
import { LabError } from '../../core/errors.ts'
import type { By } from '#shared/protocol/by.ts'
import { PROGRAM } from '#shared/model/constants.ts'
import type { StepperState } from '#shared/protocol/stepper.ts'
import type { Stepper } from '../run/stepper.ts'
import type { StreamContext } from './context.ts'

export interface StepperControlParts {
  readonly endOfTurn: (callback: () => void) => void
  /** Ends the current wake-up, so that this change is not recorded as part of it. */
  readonly turnOver: () => void
}

export class StepperControl {
  readonly #run: StreamContext
  readonly #stepper: Stepper
  readonly #parts: StepperControlParts

  constructor(run: StreamContext, state: Stepper, parts: StepperControlParts) {
    this.#run = run
    this.#stepper = state
    this.#parts = parts
  }

  /**
   * Whether the program serves its wake-ups by itself (`running`), waits before the next (`paused`) or may serve one
   * (`stepping`). Takes it over from whoever paused it. Throws `run-not-running`.
   */
  set(state: StepperState, by: By): void {
    if (!this.#run.running) throw new LabError('run-not-running', { run: this.#run.record.id })
    this.#later(() => {
      const owner = this.#stepper.by
      if (this.#stepper.is(state) && (state === 'running' || (owner?.page !== undefined && owner.page === by.page)))
        return
      this.#change(state, { state, by }, by)
    })
  }

  /** This page has been gone for too long: the programs that it paused run again. */
  pageGone(page: number): void {
    this.#later(() => {
      const { by } = this.#stepper
      if (by?.page === page) this.#change('running', { state: 'running', by, gone: true }, null)
    })
  }

  /** Acts between two turns, when what was ready in this one has been served. */
  #later(act: () => void): void {
    this.#parts.endOfTurn(() => {
      if (this.#run.running) act()
    })
  }

  #change(state: StepperState, told: { state: StepperState; by: By; gone?: true }, by: By | null): void {
    this.#parts.turnOver()
    this.#run.recorder.recordBeside('stepper', PROGRAM, told)
    this.#stepper.set(state, by)
    this.#run.touch()
  }
}

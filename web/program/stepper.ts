/** Asks a run's program to run, to pause or to serve one wake-up; a refusal becomes a notice. */
import type { StepperState } from '#shared/protocol/stepper.ts'
import { explain, lab } from '../store/lab.svelte.ts'
import { notices } from '../store/notices.svelte.ts'

/** Resolves in any case. */
export async function setStepper(run: string, state: StepperState): Promise<void> {
  try {
    await lab.setStepper(run, state)
  } catch (fault) {
    notices.bad(explain(fault))
  }
}

/** Pauses a program that runs, and resumes one that is paused. Does nothing where there is no select. */
export function togglePaused(run: string): void {
  const state = lab.liveOf(run)?.select?.state
  if (state !== undefined && lab.may('set-stepper', run))
    void setStepper(run, state === 'running' ? 'paused' : 'running')
}

/** Serves one wake-up of a paused program. */
export function serveOneWakeUp(run: string): void {
  if (lab.liveOf(run)?.select?.state === 'paused' && lab.may('set-stepper', run)) void setStepper(run, 'stepping')
}

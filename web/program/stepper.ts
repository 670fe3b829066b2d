/** Asks a run's program to go on, to hold or to serve one wake-up; a refusal is told as a notice. */
import type { StepperState } from '#shared/protocol/stepper.ts'
import { explain, lab } from '../store/lab.svelte.ts'
import { notices } from '../store/notices.svelte.ts'

export async function askPace(run: string, pace: StepperState): Promise<void> {
  try {
    await lab.setStepper(run, pace)
  } catch (fault) {
    notices.bad(explain(fault))
  }
}

/** Holds a program that runs, and lets one that is held run. Nothing where there is no select. */
export function togglePace(run: string): void {
  const pace = lab.stepperOf(run)
  if (pace !== null) void askPace(run, pace === 'running' ? 'paused' : 'running')
}

/** Serves one wake-up of a program that is held. */
export function stepPace(run: string): void {
  if (lab.stepperOf(run) === 'paused') void askPace(run, 'stepping')
}

/** How a program that waits in select takes its wake-ups. Counterpart: `program.ts`, which shows it. */
import { Type, type Static } from 'typebox'

/** `running`: the program serves its wake-ups by itself; `paused`: it waits before the next one; `stepping`: it may serve one. */
export const StepperState = Type.Union([Type.Literal('running'), Type.Literal('paused'), Type.Literal('stepping')])
export type StepperState = Static<typeof StepperState>

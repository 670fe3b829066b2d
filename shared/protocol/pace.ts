/** How a program that waits in select takes its wake-ups. Counterpart: `program.ts`, which shows it. */
import { Type, type Static } from 'typebox'

/** `free`: the program serves its wake-ups by itself; `held`: it waits before the next one; `step`: it may serve one. */
export const SelectPace = Type.Union([Type.Literal('free'), Type.Literal('held'), Type.Literal('step')])
export type SelectPace = Static<typeof SelectPace>

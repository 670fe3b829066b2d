/** Scenarios in the order of the worksheet's questions. Pure. */
import type { ScenarioDescription } from '../../server/wire/model.ts'

export const sheetOrder = (scenarios: readonly ScenarioDescription[]): ScenarioDescription[] =>
  scenarios.toSorted((a, b) => a.question - b.question)

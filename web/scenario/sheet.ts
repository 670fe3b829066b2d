/** Scenarios in the order of the worksheet: its questions, then its page on socat. Pure. */
import type { ScenarioDescription } from '../../server/wire/model.ts'

export const sheetOrder = (scenarios: readonly ScenarioDescription[]): ScenarioDescription[] =>
  scenarios.toSorted((a, b) => (a.question ?? Infinity) - (b.question ?? Infinity) || 0)

/** Scenarios in the order of the worksheet: its questions, then its page on socat. Pure. */
import type { ScenarioDescription } from '#shared/protocol/model.ts'

export const sheetOrder = (scenarios: readonly ScenarioDescription[]): ScenarioDescription[] =>
  scenarios.toSorted((a, b) => (a.question ?? Infinity) - (b.question ?? Infinity) || 0)

/** The same in the two parts of the worksheet: what answers a question, and what its page on socat shows. */
export function sheetParts(scenarios: readonly ScenarioDescription[]): {
  questions: ScenarioDescription[]
  socat: ScenarioDescription[]
} {
  const ordered = sheetOrder(scenarios)
  return {
    questions: ordered.filter(({ question }) => question !== null),
    socat: ordered.filter(({ question }) => question === null),
  }
}

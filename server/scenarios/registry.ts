/** All scenarios by id. Adding one: write its file, name it here and in `wire/model.ts`, give it texts in the page. */
import type { ScenarioDescription, ScenarioId } from '../wire/model.ts'
import { lineServer } from './line-server.ts'
import { relay } from './relay.ts'
import type { Scenario } from './scenario.ts'

/** The state is the scenario's own affair: whoever holds it only passes it back. */
const scenarios: Record<ScenarioId, Scenario<unknown>> = {
  relay: relay,
  'line-server': lineServer,
}

export const scenarioOf = (id: ScenarioId): Scenario<unknown> => scenarios[id]

/** Descriptions for the page and the API, in the order of the worksheet. */
export const describeScenarios = (): ScenarioDescription[] =>
  Object.values(scenarios)
    .map(({ id, question, joinable, console, options }) => ({ id, question, joinable, console, options }))
    .sort((a, b) => a.question - b.question)

/** All scenarios by id. Adding one: write its file, name it here and in `shared/protocol/model.ts`, give it texts in the page. */
import { Value } from 'typebox/value'
import { directionOf } from '#shared/protocol/transfers.ts'
import type { ScenarioDescription, ScenarioId } from '#shared/protocol/model.ts'
import type { AnyOptions } from '#shared/options/schemas.ts'
import { alternatingChat } from './alternating-chat/program.ts'
import { duplexChat } from './duplex-chat/program.ts'
import { fileReceiver } from './file-receiver/program.ts'
import { fileSender } from './file-sender/program.ts'
import { lineClient } from './line-client/program.ts'
import { lineServer } from './line-server/program.ts'
import { relayKnown } from './relay-known/program.ts'
import { relay } from './relay/program.ts'
import type { Scenario } from './common/program.ts'
import { udpReceiver } from './udp-receiver/program.ts'
import { udpSender } from './udp-sender/program.ts'

/** The state and the options are the scenario's own affair: whoever holds them only passes them back. */
const own = (scenario: unknown): Scenario<unknown> => scenario as Scenario<unknown>

const scenarios: Record<ScenarioId, Scenario<unknown>> = {
  'line-server': own(lineServer),
  'line-client': own(lineClient),
  'alternating-chat': own(alternatingChat),
  'duplex-chat': own(duplexChat),
  'relay-known': own(relayKnown),
  relay: own(relay),
  'file-receiver': own(fileReceiver),
  'file-sender': own(fileSender),
  'udp-receiver': own(udpReceiver),
  'udp-sender': own(udpSender),
}

export const scenarioOf = (id: ScenarioId): Scenario<unknown> => scenarios[id]

/** Descriptions for the page and the API, in the order of the worksheet. */
export const describeScenarios = (): ScenarioDescription[] =>
  Object.values(scenarios).map(({ id, question, console, options }) => ({ id, question, console, options }))

/** Scenarios that keep files work with the page: a terminal has socat itself for that. */
export const describeForTerminal = (): ScenarioDescription[] =>
  describeScenarios().filter(({ id }) => directionOf(id) === null)

/** Options with the scenario's defaults filled in. `wrong` says what does not fit its schema. */
export function completeOptions(id: ScenarioId, given: unknown): { options: AnyOptions } | { wrong: string } {
  const schema = scenarios[id].options
  const asked = given !== null && typeof given === 'object' && 'reuseAddress' in given
  const options: unknown = Value.Default(schema, structuredClone(given ?? {}))
  if (!Value.Check(schema, options)) {
    const [first] = Value.Errors(schema, options)
    return { wrong: first ? `options${first.instancePath} ${first.message}` : 'options do not fit' }
  }
  const { role, target } = options as AnyOptions & { role?: string }
  const connects = scenarios[id].role(options as AnyOptions) === 'client'
  if (connects && !target) return { wrong: `options.target is missing${role ? ` for role ${role}` : ''}` }
  if (!connects) return { options: options as AnyOptions }
  // A client binds no port of its own: it has no such option, whatever the default.
  if (asked) return { wrong: 'options.reuseAddress is for a program that listens' }
  const { reuseAddress: _, ...own } = options as AnyOptions
  return { options: own }
}

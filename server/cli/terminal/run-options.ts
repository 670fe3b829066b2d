/**
 * The flags of a program, from the JSON Schema of its scenario's options: what the page shows as a form is a flag here.
 * Counterparts: `run-arguments.ts`, which reads them; `run-help.ts`, which explains them.
 */
import { scenarioOf } from '#programs/registry.ts'
import type { ScenarioId } from '#shared/protocol/model.ts'

export interface ProgramFlag {
  /** Name of the option in the schema. */
  readonly option: string
  /** Its name on the command line, without dashes in front. */
  readonly flag: string
  /** A letter that means the same, where another tool has made it known. */
  readonly short?: string
  /** What its value is, for the help; null where its limits say it. */
  readonly unit: string | null
  /** The values it may have; null for a whole number. */
  readonly choices: readonly string[] | null
  /** Its values are `on` and `off`, true and false for the scenario. */
  readonly isSwitch: boolean
  /** Only for a program that listens. */
  readonly listens: boolean
  readonly minimum: number
  readonly maximum: number
  readonly otherwise: string
}

/** What a program takes on the command line. */
export interface ProgramShape {
  readonly flags: readonly ProgramFlag[]
  /** It can be started as a server: it takes --host and --port. */
  readonly listens: boolean
  /** It can be started as a client: it takes where to connect. */
  readonly connects: boolean
}

/** The part of JSON Schema that the options use. */
interface Property {
  readonly type?: string
  readonly listens?: boolean
  readonly anyOf?: readonly { readonly const: string }[]
  readonly minimum?: number
  readonly maximum?: number
  readonly default?: string | number | boolean
}

/** -T is socat's own letter for it. */
const KNOWN: Record<string, { short: string; unit: string }> = { inactivity: { short: 'T', unit: 'SECONDS' } }

const SWITCH = ['on', 'off'] as const

export function shapeOf(id: ScenarioId): ProgramShape {
  const { properties, required = [] } = scenarioOf(id).options as unknown as {
    properties: Record<string, Property>
    required?: readonly string[]
  }
  const { target, ...others } = properties
  return {
    flags: Object.entries(others).map(([option, property]) => ({
      option,
      ...KNOWN[option],
      unit: KNOWN[option]?.unit ?? null,
      flag: option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      choices: property.type === 'boolean' ? SWITCH : (property.anyOf?.map((choice) => choice.const) ?? null),
      isSwitch: property.type === 'boolean',
      listens: property.listens === true,
      minimum: property.minimum ?? 0,
      maximum: property.maximum ?? Number.MAX_SAFE_INTEGER,
      otherwise:
        typeof property.default === 'boolean' ? SWITCH[property.default ? 0 : 1] : String(property.default ?? ''),
    })),
    listens: !required.includes('target'),
    connects: target !== undefined,
  }
}

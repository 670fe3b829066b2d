/**
 * The options of a scenario as fields of a form, from their JSON Schema. Pure. Counterpart: `shared/options/schemas.ts`.
 * Invariant: a new option of a known shape appears in the form without a change here.
 */
import type { Target } from '#shared/options/schemas.ts'

export type Field =
  | {
      readonly kind: 'integer'
      readonly name: string
      readonly min: number
      readonly max: number
      readonly preset: number
    }
  /** `listens`: only where the program listens. */
  | { readonly kind: 'switch'; readonly name: string; readonly preset: boolean; readonly listens?: true }
  | { readonly kind: 'choice'; readonly name: string; readonly values: readonly string[]; readonly preset: string }
  | { readonly kind: 'target'; readonly name: string; readonly required: boolean }

export type Values = Record<string, number | string | boolean | null>

interface Property {
  type?: string
  listens?: boolean
  minimum?: number
  maximum?: number
  default?: unknown
  anyOf?: { const?: unknown }[]
  properties?: Record<string, unknown>
}

/** The fields, in the order of the schema. What has an unknown shape is left to its default. */
export function fieldsOf(schema: unknown): Field[] {
  const { properties = {}, required = [] } = schema as { properties?: Record<string, Property>; required?: string[] }
  return Object.entries(properties).flatMap(([name, property]): Field[] => {
    if (property.type === 'integer') {
      const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = property
      return [{ kind: 'integer', name, min: minimum, max: maximum, preset: Number(property.default ?? minimum) }]
    }
    if (property.type === 'boolean') {
      const preset = property.default === true
      return [{ kind: 'switch', name, preset, ...(property.listens && { listens: true as const }) }]
    }
    if (property.anyOf) {
      const values = property.anyOf.map((one) => String(one.const))
      return [{ kind: 'choice', name, values, preset: String(property.default ?? values[0]) }]
    }
    if (property.properties && 'host' in property.properties && 'port' in property.properties) {
      return [{ kind: 'target', name, required: required.includes(name) }]
    }
    return []
  })
}

/** Options that few change: the form keeps them folded away. */
const SELDOM = new Set(['maxLine', 'reuseAddress', 'inactivity', 'receiveBuffer', 'maximum', 'lineEnd'])

/** The fields that a form shows at once, and those that it keeps folded. */
export function partsOf(fields: readonly Field[]): { main: Field[]; seldom: Field[] } {
  const folded = ({ name }: Field): boolean => SELDOM.has(name)
  return { main: fields.filter((field) => !folded(field)), seldom: fields.filter(folded) }
}

/** The fields that mean something to the program with these options: a client has no listening socket. */
export const fitting = (fields: readonly Field[], values: Values): Field[] =>
  fields.filter((field) => !(field.kind === 'switch' && field.listens && connects(fields, values)))

/** What the form begins with. */
export const presets = (fields: readonly Field[]): Values =>
  Object.fromEntries(fields.flatMap((field) => (field.kind === 'target' ? [] : [[field.name, field.preset]])))

/** Whether the program with these options connects to a target; else it listens. */
export const connects = (fields: readonly Field[], values: Values): boolean =>
  fields.some((field) => field.kind === 'target' && (field.required || values['role'] === 'client'))

/** The options to start with: what differs from the defaults, and the target where it is used. */
export function optionsOf(fields: readonly Field[], values: Values, target: Target): Record<string, unknown> {
  const chosen = fitting(fields, values).flatMap((field): [string, unknown][] => {
    if (field.kind === 'target') return connects(fields, values) ? [[field.name, target]] : []
    const value = values[field.name] ?? field.preset
    return value === field.preset ? [] : [[field.name, value]]
  })
  return Object.fromEntries(chosen)
}

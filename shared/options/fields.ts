/**
 * The options of a program as fields, read from their JSON Schema: the one interpreter of the page's form, the check of REST
 * and the flags of the command line. Pure, and without a schema library. Counterparts: `schemas.ts`; `programs/<id>/options.ts`.
 * Invariant: a new option of a known shape is a field without a change here.
 */

interface Named {
  readonly name: string
  /** Only for a program that listens. */
  readonly listens?: true
  /** Few change it: a form keeps it folded. */
  readonly seldom?: true
  /** A letter that means the same on the command line, and what its value is called there. */
  readonly short?: string
  readonly unit?: string
}
/** Bounds are included. `preset` is what it is where nothing is said. */
export type Field = Named &
  (
    | { readonly kind: 'integer'; readonly min: number; readonly max: number; readonly preset: number }
    | { readonly kind: 'switch'; readonly preset: boolean }
    | { readonly kind: 'choice'; readonly values: readonly string[]; readonly preset: string }
    | { readonly kind: 'target' }
  )
export type OptionField = Exclude<Field, { kind: 'target' }>

/** The part of JSON Schema that the options use. */
interface Property extends Omit<Named, 'name'> {
  readonly type?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly default?: unknown
  readonly anyOf?: readonly { readonly const?: unknown }[]
  readonly properties?: Readonly<Record<string, unknown>>
}

/** The fields, in the order of the schema. What has an unknown shape is none. */
export function fieldsOf(schema: unknown): Field[] {
  const { properties = {} } = schema as { properties?: Record<string, Property> }
  return Object.entries(properties).flatMap(([name, property]): Field[] => {
    const { listens, seldom, short, unit } = property
    const named = {
      name,
      ...(listens && { listens }),
      ...(seldom && { seldom }),
      ...(short && { short }),
      ...(unit && { unit }),
    }
    if (property.type === 'integer') {
      const { minimum: min = 0, maximum: max = Number.MAX_SAFE_INTEGER } = property
      return [{ kind: 'integer', ...named, min, max, preset: Number(property.default ?? min) }]
    }
    if (property.type === 'boolean') return [{ kind: 'switch', ...named, preset: property.default === true }]
    if (property.anyOf) {
      const values = property.anyOf.map((one) => String(one.const))
      return [{ kind: 'choice', ...named, values, preset: String(property.default ?? values[0]) }]
    }
    const isTarget = property.properties && 'host' in property.properties && 'port' in property.properties
    return isTarget ? [{ kind: 'target', ...named }] : []
  })
}

/** Those that are more than an address. */
export const withoutTarget = (fields: readonly Field[]): OptionField[] =>
  fields.filter((field) => field.kind !== 'target')

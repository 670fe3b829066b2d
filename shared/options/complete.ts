/** Requested options -> all of a program's options, or what is wrong with them. Pure. Counterpart: `fields.ts`. */
import type { AnyOptions } from '../model/options.ts'
import { connects, type Traits } from '../model/traits.ts'
import { HOST } from '../model/constants.ts'
import type { Field } from './fields.ts'

/**
 * Options with the program's defaults filled in. `wrong` says what does not fit, in one line.
 * @param given unchecked input: anything
 */
export function completeOptions(
  traits: Pick<Traits, 'role'>,
  fields: readonly Field[],
  given: unknown = {},
): { options: AnyOptions } | { wrong: string } {
  if (!isRecord(given)) return { wrong: 'options must be an object' }
  const unknown = Object.keys(given).find((name) => fields.every((field) => field.name !== name))
  if (unknown !== undefined) return { wrong: `options.${unknown} is unknown to this program` }
  const options: Record<string, unknown> = {}
  for (const field of fields) {
    const preset = field.kind === 'target' ? undefined : field.preset
    const value = given[field.name] === undefined ? preset : given[field.name]
    if (value === undefined) continue
    const wants = misfit(field, value)
    if (wants !== null) return { wrong: `options.${field.name} must be ${wants}` }
    options[field.name] = value
  }
  if (!connects(traits, options)) return { options }
  if (!options['target']) return { wrong: `options.target is missing${options['role'] ? ' for role client' : ''}` }
  // A client binds no port of its own: it has no such option, whatever the default.
  for (const { name } of fields.filter(({ listens }) => listens)) {
    if (name in given) return { wrong: `options.${name} is for a program that listens` }
    delete options[name]
  }
  return { options }
}

/** What the field requires instead of this value; null if it fits. */
function misfit(field: Field, value: unknown): string | null {
  switch (field.kind) {
    case 'integer':
      return isInteger(value, field.min, field.max) ? null : `an integer from ${field.min} to ${field.max}`
    case 'switch':
      return typeof value === 'boolean' ? null : 'true or false'
    case 'choice':
      return field.values.some((one) => one === value) ? null : `one of ${field.values.join(', ')}`
    case 'target':
      return isTarget(value) ? null : 'a host of 1 to 255 characters and a port from 1 to 65535'
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isInteger = (value: unknown, min: number, max: number): boolean =>
  Number.isInteger(value) && (value as number) >= min && (value as number) <= max
const isTarget = (value: unknown): boolean =>
  isRecord(value) &&
  Object.keys(value).length === 2 &&
  typeof value['host'] === 'string' &&
  isInteger(value['host'].length, 1, 255) &&
  new RegExp(HOST).test(value['host']) &&
  isInteger(value['port'], 1, 65_535)

/** The options of a program as a form: what it begins with, shows and sends. Pure. Counterpart: `shared/options/fields.ts`. */
import type { Target } from '#shared/model/options.ts'
import type { ProgramId } from '#shared/model/programs.ts'
import { fieldsOf, withoutTarget, type Field, type OptionField } from '#shared/options/fields.ts'
import type { LabInfo } from '#shared/protocol/messages.ts'

export type Values = Record<string, number | string | boolean | null>

/** Those of a program, by the schema that the lab gave; none before it has. */
export const fieldsIn = (info: LabInfo | null, id: ProgramId): Field[] =>
  fieldsOf(info?.programs.find((one) => one.id === id)?.options ?? {})

/** The fields that a form shows at once, and those that it keeps folded. */
export function partsOf(fields: readonly Field[]): { main: Field[]; seldom: Field[] } {
  return { main: fields.filter(({ seldom }) => !seldom), seldom: fields.filter(({ seldom }) => seldom) }
}

/** The fields that mean something to the program: a client has no listening socket. */
export const fitting = (fields: readonly Field[], client: boolean): OptionField[] =>
  withoutTarget(fields).filter(({ listens }) => !(listens && client))

/** What the form begins with. */
export const presets = (fields: readonly Field[]): Values =>
  Object.fromEntries(withoutTarget(fields).map(({ name, preset }) => [name, preset]))

/**
 * The options to start with: what differs from the defaults.
 * @param target where a client connects; null for a server
 */
export function optionsOf(fields: readonly Field[], values: Values, target: Target | null): Record<string, unknown> {
  const chosen = fitting(fields, target !== null).flatMap(({ name, preset }): [string, unknown][] => {
    const value = values[name] ?? preset
    return value === preset ? [] : [[name, value]]
  })
  return { ...Object.fromEntries(chosen), ...(target && { target }) }
}

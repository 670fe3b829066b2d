/** Options of the programs as flags: what the page shows as a form. Counterpart: `shared/options/fields.ts`. */
import type { OptionField } from '#shared/options/fields.ts'

/** Values of a switch, true and false for the program. */
export const SWITCH = ['on', 'off'] as const

/** Its name on the command line, without dashes in front. */
export const flagOf = ({ name }: Pick<OptionField, 'name'>): string =>
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

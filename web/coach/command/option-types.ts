/**
 * What each address option is: its groups and the value that it takes, as socat 1.7.4 was seen to treat them.
 * Counterpart: `option-names.ts`, the facts.
 */
import type { AddressType } from './address-names.ts'
import { OPTION_ROWS } from './option-names.ts'

/**
 * `none`: a value is refused; `integer?`: may be left out (1 is taken then), else decimal, 0x… or octal 0…;
 * `number`: required, with a fraction; `integer`: required; `text`: required; `any`: socat itself decides later.
 */
export type ValueKind = 'none' | 'integer?' | 'integer' | 'number' | 'text' | 'any'

export interface OptionType {
  /** The name that stands for all its aliases, e.g. `so-reuseaddr`. */
  readonly name: string
  readonly groups: readonly string[]
  readonly value: ValueKind
}

function valueKind(type: string): ValueKind {
  if (type === 'CONST') return 'none'
  if (/^STRUCT-(TIMEVAL|TIMESPEC)$/.test(type)) return 'number'
  if (type === 'STRUCT-LINGER' || type === 'MODE_T') return 'integer'
  if (/^(BOOL|INT|BYTE|UNSIGNED-\w+|SIZE_T|OFF_T|OFF64_T)$/.test(type)) return 'integer?'
  if (/^(STRING|BIN|UID_T|GID_T|INT:.*)$/.test(type)) return 'text'
  return 'any'
}

function read(row: string): [string, OptionType][] {
  const [, groups = '', type = '', names = ''] = /^(\S+) (\S+): (.*)$/.exec(row) ?? []
  return names.split(' ').flatMap((entry) => {
    const all = entry.split('=')
    const option = { name: all[0] ?? '', groups: groups.split(','), value: valueKind(type) }
    return all.map((name): [string, OptionType] => [name, option])
  })
}

/** Every name and alias. */
export const OPTION_TYPES: ReadonlyMap<string, OptionType> = new Map(
  OPTION_ROWS.trim()
    .replace(/\n {2}/g, ' ')
    .split('\n')
    .flatMap(read),
)

/** The option of this name in any letter case. */
export const optionType = (name: string): OptionType | null => OPTION_TYPES.get(name.toLowerCase()) ?? null

/** Groups whose options every address takes. */
const EVERYWHERE = new Set(['APPL', 'PROCESS'])

/** Whether socat takes the option with such an address (it checks this before it opens anything). */
export const fits = (option: OptionType, type: AddressType): boolean =>
  option.groups.some((group) => EVERYWHERE.has(group) || type.groups.has(group))

/**
 * The command as a list of parts to explain, in the order of the text. Keys lead to `web/coach/text/<lang>/coach.ts`; a part without a
 * sentence of its own has one for its kind. Pure.
 */
import type { Address, AddressOption, Command, End, Span } from './command/model.ts'
import { natureOfAddress } from './command/nature.ts'

export type Role = 'program' | 'flag' | 'type' | 'param' | 'option'
export interface Part extends Span {
  readonly id: string
  readonly role: Role
  /** 0 and 1 are the two ends; null stands outside of both; 2 and more are addresses too many. */
  readonly end: number | null
  /** Text as written. */
  readonly text: string
  /** What is looked up: canonical names without the family's number. */
  readonly key: string
  /** Looked up where the key has no sentence. */
  readonly kind: string
  readonly value: string
  readonly version: 4 | 6 | null
}

const flagKey = (name: string): string => (/^-d+$/.test(name) ? '-d' : /^-h|^-\?/.test(name) ? '-h' : name)

/** `tcp4-listen` -> `tcp-listen`, `abstract-recv` -> `abstract`. */
export function addressKey(name: string): string {
  const [family = ''] = /^(abstract|socket|sctp|ip|vsock|socks4|proxy|tun|interface)(?=\d?(-|$|a$))/.exec(name) ?? []
  return family === '' ? name.replace(/^(tcp|udp)[46]/, '$1') : family
}

const GROUPS = ['TERMIOS', 'OPENSSL', 'TCP', 'IP6', 'IP4', 'SOCKET', 'UNIX', 'OPEN', 'NAMED', 'REG', 'PROCESS', 'FORK']
const groupOf = ({ type }: AddressOption): string =>
  GROUPS.find((group) => type?.groups.includes(group)) ?? (type ? 'other' : 'unknown')

export function partsOf(command: Command): Part[] {
  const { program, foreign, flags, ends, text } = command
  const parts: Part[] = []
  const add = (role: Role, end: number | null, { from, to }: Span, key: string, more: Partial<Part> = {}): void => {
    const part = { role, end, from, to, key, kind: '', value: '', version: null, text: text.slice(from, to), ...more }
    parts.push({ ...part, id: `${role}-${from}` })
  }
  if (program) add('program', null, program, foreign ? 'other' : 'program')
  for (const flag of flags)
    add('flag', null, flag, flag.known ? flagKey(flag.name) : 'unknown', { value: flag.value?.text ?? '' })
  ends.forEach((end: End, at) => end.addresses.forEach((address) => addressParts(address, at)))

  function addressParts(address: Address, at: number): void {
    const { type, by, head, params, options } = address
    const { version } = natureOfAddress(address)
    if (by === 'name') add('type', at, head, type ? addressKey(type.name) : 'unknown', { version })
    params.forEach((param, index) => {
      const key = type?.params[index] ?? 'unknown'
      const what = by === 'path' ? 'path' : by === 'number' ? 'num' : key
      if (param.to > param.from) add('param', at, param, what, { value: param.text })
    })
    for (const option of options) {
      const value = option.value?.text ?? ''
      add('option', at, option, option.type?.name ?? 'unknown', { kind: groupOf(option), value })
    }
  }
  return parts
}

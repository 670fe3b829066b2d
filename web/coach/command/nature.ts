/** What kind of thing an address type is, by its canonical name. Pure. */
import type { Address, Command, End } from './model.ts'

export type Carrier = 'tcp' | 'tls' | 'udp' | 'unix' | 'sctp' | 'other'
export type Verb = 'connect' | 'listen' | 'recv' | 'recvfrom' | 'sendto' | 'datagram'
export interface Nature {
  readonly kind: 'stdio' | 'file' | 'program' | 'socket' | 'other' | 'unknown'
  readonly carrier: Carrier | null
  readonly verb: Verb | null
  /** 4 or 6 where the name says so. */
  readonly version: 4 | 6 | null
}

const NO_SOCKET = { carrier: null, verb: null, version: null } as const
const SOCKET =
  /^(tcp|udp|sctp|ip|unix|abstract|vsock|socket)([46])?-(connect|client|listen|recv|recvfrom|sendto|datagram)$/

/** The nature of a canonical name; null is unknown. */
export function natureOf(name: string | undefined): Nature {
  if (name === undefined) return { kind: 'unknown', ...NO_SOCKET }
  if (/^std(io|in|out|err)$/.test(name)) return { kind: 'stdio', ...NO_SOCKET }
  if (name === 'open' || name === 'gopen' || name === 'create') return { kind: 'file', ...NO_SOCKET }
  if (name === 'exec' || name === 'system') return { kind: 'program', ...NO_SOCKET }
  if (name === 'openssl') return { kind: 'socket', carrier: 'tls', verb: 'connect', version: null }
  if (name === 'openssl-listen') return { kind: 'socket', carrier: 'tls', verb: 'listen', version: null }
  const [, family, version, verb] = SOCKET.exec(name) ?? []
  if (family === undefined) return { kind: 'other', ...NO_SOCKET }
  const carrier = family === 'tcp' || family === 'udp' || family === 'unix' || family === 'sctp' ? family : 'other'
  return {
    kind: 'socket',
    carrier,
    verb: verb === 'client' ? 'connect' : (verb as Verb),
    version: version === '4' ? 4 : version === '6' ? 6 : null,
  }
}

export const natureOfAddress = (address: Address | undefined): Nature => natureOf(address?.type?.name)

/** The address of an end that reads, and the one that writes: the same unless `!!` divides them. */
export const reading = (end: End | undefined): Address | undefined => end?.addresses[0]
export const writing = (end: End | undefined): Address | undefined => end?.addresses[1] ?? end?.addresses[0]

/** Which way bytes go: `both`, or `right` (-u), or `left` (-U). */
export type Direction = 'both' | 'right' | 'left'
/** The way of the command’s bytes, by its flags. */
export function directionOf({ flags }: Pick<Command, 'flags'>): Direction {
  if (flags.some(({ name }) => name === '-u')) return 'right'
  return flags.some(({ name }) => name === '-U') ? 'left' : 'both'
}

/** Whether the address has an option by any of its names. */
export const has = (address: Address, canonical: string): boolean =>
  address.options.some(({ type, value }) => type?.name === canonical && value?.text !== '0')

/** The parameter of this name (`host`, `port`, `filename`), where it was given. */
export function param(address: Address, name: string): Address['params'][number] | undefined {
  const at = address.type?.params.indexOf(name) ?? -1
  return at < 0 ? undefined : address.params[at]
}

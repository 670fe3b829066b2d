/** A listener as the address that leads socat to it, ready for a shell: the same on the page and on a terminal. Pure. */
import { hostPort, isIpv6 } from './address.ts'
import type { Listener } from '../protocol/model.ts'

/** What an address must know of a listener. */
export type SocatListener = Pick<Listener, 'transport' | 'port' | 'path'>

/**
 * The address (socat(1), ADDRESS TYPES).
 * @param host IPv4, IPv6 or a name; a unix socket has none
 * @param cafile certificate of the authority that TLS is verified with; null does not verify
 */
export function socatAddress(
  { transport, port, path = '' }: SocatListener,
  host = '',
  cafile: string | null = null,
): string {
  if (transport === 'unix') return quoted(`UNIX-CONNECT:${escaped(path)}`)
  const place = hostPort(host, port)
  const six = isIpv6(host) ? '6' : ''
  if (transport === 'tcp' || transport === 'udp') return quoted(`${transport.toUpperCase()}${six}:${place}`)
  return quoted(`OPENSSL:${place},${cafile === null ? 'verify=0' : `cafile=${escaped(cafile)}`}`)
}

/**
 * The command that joins a keyboard to an address. After the end of its input socat stays for half a second (socat(1), -t), which
 * is too short where a person answers.
 * @param answersLate `shared/model/traits.ts`
 */
export const keyboardTo = (address: string, answersLate = false): string =>
  `socat ${answersLate ? '-t 30 ' : ''}STDIO ${address}`

/** For a POSIX shell. Brackets count as well: zsh takes them for a pattern, and stops where no file fits it. */
export const quoted = (text: string): string =>
  /^[\w.,=/:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`

/** socat reads a path up to its own signs (socat(1), ADDRESS SPECIFICATIONS). */
const escaped = (path: string): string => path.replace(/[\\,:!"'([{]/g, '\\$&')

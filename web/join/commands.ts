/** What to paste to join a run by one of its listeners: commands and small programs (`start/program-texts.ts`). Pure. */
import { answersLate, sendsDatagrams, type Direction } from '#shared/model/traits.ts'
import { traitsOf } from '../worksheet/traits.ts'
import type { Listener, Run, ProgramId, Transport } from '#shared/protocol/model.ts'
import { hostPort } from '#shared/net/address.ts'
import { keyboardTo, quoted, socatAddress, type SocatListener } from '#shared/net/socat.ts'
import { mostReachable } from '../ui/place.ts'
import { POWERSHELL, python } from '../start/program-texts.ts'
import { receiveCommand, SENDING, sendCommand } from './udp-commands.ts'

/** Ways in, by how the listener carries its bytes; the best for a beginner first. */
export const WAYS = {
  tcp: ['socat', 'nc', 'ncat', 'python', 'powershell'],
  tls: ['socat', 'unverified', 'openssl', 'ncat', 'python'],
  unix: ['socat', 'nc', 'ncat', 'python'],
  udp: SENDING,
} as const satisfies Record<Transport, readonly string[]>
export type Way = (typeof WAYS)[Transport][number]

/** Names of the ways, the same in every language. */
export const WAY_NAMES: Record<Way, string> = {
  socat: 'socat',
  unverified: 'socat verify=0',
  file: 'socat OPEN',
  openssl: 'openssl',
  nc: 'nc',
  ncat: 'ncat',
  python: 'Python',
  powershell: 'PowerShell',
}

/** The certificate of the lab's authority, as `GET /api/tls/ca.pem` has a browser save it. */
export const CA_FILE = 'socket-lab-ca.pem'

/** The ways that a program's peers may take: what moves a whole file, and says so by FIN, is socat. */
export function waysOf(program: ProgramId, transport: Transport): readonly Way[] {
  const ways: readonly Way[] = WAYS[transport]
  return traitsOf(program).files === null ? ways : ways.filter((way) => way === 'socat' || way === 'unverified')
}

/** The text to paste, for what this program is about. `host` is an IPv4 or IPv6 address, or a name; a unix socket has none. */
export function commandOf(program: ProgramId, way: Way, listener: SocatListener, host = ''): string {
  const direction = traitsOf(program).files
  if (direction === null) return command(way, listener, host, answersLate(traitsOf(program)))
  return fileCommand(direction, socatAddress(listener, host, way === 'unverified' ? null : CA_FILE))
}

/**
 * `f` is the file, whose name the person replaces. One direction only (-u): without it socat would take what it receives for the
 * file that it sends, or send the file that is there, and end half a second after its own end of file (socat(1), -t).
 */
const fileCommand = (direction: Direction, address: string): string =>
  direction === 'in' ? `socat -u OPEN:f ${address}` : `socat -u ${address} OPEN:f,create,trunc && sha256sum f`

/** The text to paste, for a program of lines. @param late whether it answers late (`shared/model/traits.ts`) */
export function command(way: Way, listener: SocatListener, host = '', late = false): string {
  const { transport, port, path = '' } = listener
  if (transport === 'udp') return sendCommand(SENDING.find((one) => one === way) ?? 'socat', host, port)
  const tls = transport === 'tls'
  switch (way) {
    case 'socat':
      return keyboardTo(socatAddress(listener, host, CA_FILE), late)
    case 'unverified':
      return keyboardTo(socatAddress(listener, host), late)
    case 'python':
      return python(transport === 'unix' ? { path } : { host, port, ca: tls ? CA_FILE : null })
    case 'powershell':
      return POWERSHELL(host, port)
    case 'openssl': {
      const flags = `-quiet -verify_return_error -CAfile ${CA_FILE}`
      return `openssl s_client ${flags} -connect ${quoted(hostPort(host, port))}`
    }
    default:
      if (transport === 'unix') return `${way} -U ${quoted(path)}`
      return `${way}${tls ? ` --ssl-verify --ssl-trustfile ${CA_FILE}` : ''} ${host} ${port}`
  }
}

/** The listener to name where there is room for one: by TCP if the run has such a listener, else by TLS; by UDP where it has datagrams. */
export function mainListener(listeners: readonly Listener[]): Listener | undefined {
  const ranks: readonly Transport[] = ['tcp', 'tls', 'unix', 'udp']
  return ranks.map((rank) => listeners.find(({ transport }) => transport === rank)).find((one) => one !== undefined)
}

/** Where one command must do: one that works without any file. */
export function firstCommand({ program, listeners }: Pick<Run, 'program' | 'listeners'>): string | null {
  const listener = mainListener(listeners)
  if (!listener) return null
  if (listener.transport === 'unix') return commandOf(program, 'socat', listener)
  const host = mostReachable(listener.reachable)
  return host === undefined
    ? null
    : commandOf(program, listener.transport === 'tls' ? 'unverified' : 'socat', listener, host)
}

/** The command to name beside a run: the way in, or what receives its datagrams. */
export function runCommand({
  program,
  listeners,
  options,
}: Pick<Run, 'program' | 'listeners' | 'options'>): string | null {
  if (sendsDatagrams(traitsOf(program)) && options.target) return receiveCommand('recv', options.target, options)
  return firstCommand({ program, listeners })
}

/** What to paste to join a run by one of its doors: commands and small programs (`start/program-texts.ts`). Pure. */
import { sendsDatagrams, type Direction } from '#shared/model/traits.ts'
import { traitsOf } from '../worksheet/traits.ts'
import type { Door, Run, ScenarioId, Transport } from '#shared/protocol/model.ts'
import { hostPort } from '#shared/net/address.ts'
import { quoted, socatAddress, type DoorPlace } from '#shared/net/socat.ts'
import { mostReachable } from '../ui/place.ts'
import { POWERSHELL, python } from '../start/program-texts.ts'
import { receiveCommand, SENDING, sendCommand } from './udp-commands.ts'

/** Ways in, by how the door carries its bytes; the best for a beginner first. */
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

/** The ways that a scenario's peers may take: what moves a whole file, and says so by FIN, is socat. */
export function waysOf(scenario: ScenarioId, transport: Transport): readonly Way[] {
  const ways: readonly Way[] = WAYS[transport]
  return traitsOf(scenario).files === null ? ways : ways.filter((way) => way === 'socat' || way === 'unverified')
}

/** The text to paste, for what this scenario is about. `host` is an IPv4 or IPv6 address, or a name; a unix socket has none. */
export function commandOf(scenario: ScenarioId, way: Way, door: DoorPlace, host = ''): string {
  const direction = traitsOf(scenario).files
  if (direction === null) return command(way, door, host)
  return fileCommand(direction, socatAddress(door, host, way === 'unverified' ? null : CA_FILE))
}

/**
 * `f` is the file, whose name the person replaces. One direction only (-u): without it socat would take what it receives for the
 * file that it sends, or send the file that is there, and end half a second after its own end of file (socat(1), -t).
 */
const fileCommand = (direction: Direction, address: string): string =>
  direction === 'in' ? `socat -u OPEN:f ${address}` : `socat -u ${address} OPEN:f,create,trunc && sha256sum f`

/** The text to paste, for a program of lines. */
export function command(way: Way, door: DoorPlace, host = ''): string {
  const { transport, port, path = '' } = door
  if (transport === 'udp') return sendCommand(SENDING.find((one) => one === way) ?? 'socat', host, port)
  const tls = transport === 'tls'
  switch (way) {
    case 'socat':
      return `socat STDIO ${socatAddress(door, host, CA_FILE)}`
    case 'unverified':
      return `socat STDIO ${socatAddress(door, host)}`
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

/** The door to name where there is room for one: by TCP if the run has such a door, else by TLS; by UDP where it has datagrams. */
export function mainDoor(doors: readonly Door[]): Door | undefined {
  const ranks: readonly Transport[] = ['tcp', 'tls', 'unix', 'udp']
  return ranks.map((rank) => doors.find(({ transport }) => transport === rank)).find((one) => one !== undefined)
}

/** Where one command must do: one that works without any file. */
export function firstCommand({ scenario, doors }: Pick<Run, 'scenario' | 'doors'>): string | null {
  const door = mainDoor(doors)
  if (!door) return null
  if (door.transport === 'unix') return commandOf(scenario, 'socat', door)
  const host = mostReachable(door.reachable)
  return host === undefined ? null : commandOf(scenario, door.transport === 'tls' ? 'unverified' : 'socat', door, host)
}

/** The command to name beside a run: the way in, or what receives its datagrams. */
export function runCommand({ scenario, doors, options }: Pick<Run, 'scenario' | 'doors' | 'options'>): string | null {
  if (sendsDatagrams(traitsOf(scenario)) && options.target) return receiveCommand('recv', options.target, options)
  return firstCommand({ scenario, doors })
}

/** What to paste to join a run by one of its doors: commands and small programs (`program-texts.ts`). Pure. */
import type { Door, Run, Transport } from '../../server/wire/model.ts'
import { bracketed, mostReachable } from '../shared/hosts.ts'
import { POWERSHELL, python } from './program-texts.ts'
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

/** What a command must know of a door. */
export type Address = Pick<Door, 'transport' | 'port' | 'path'>

/** The text to paste. `host` is an IPv4 or IPv6 address, or a name; a unix socket has none. */
export function command(way: Way, { transport, port, path = '' }: Address, host = ''): string {
  if (transport === 'udp') return sendCommand(SENDING.find((one) => one === way) ?? 'socat', host, port)
  const address = `${bracketed(host)}:${port}`
  const tls = transport === 'tls'
  if (way === 'python') return python(transport === 'unix' ? { path } : { host, port, ca: tls ? CA_FILE : null })
  if (way === 'powershell') return POWERSHELL(host, port)
  if (way === 'openssl') return `openssl s_client -quiet -verify_return_error -CAfile ${CA_FILE} -connect ${address}`
  if (transport === 'unix') return way === 'socat' ? socatUnix(path) : `${way} -U ${quoted(path)}`
  if (way === 'unverified') return `socat STDIO OPENSSL:${address},verify=0`
  if (way === 'socat' && tls) return `socat STDIO OPENSSL:${address},cafile=${CA_FILE}`
  if (way === 'socat') return `socat STDIO ${host.includes(':') ? 'TCP6' : 'TCP'}:${address}`
  if (way === 'ncat' && tls) return `ncat --ssl-verify --ssl-trustfile ${CA_FILE} ${host} ${port}`
  return `${way} ${host} ${port}`
}

/** The door to name where there is room for one: by TCP if the run has such a door, else by TLS; by UDP where it has datagrams. */
export function mainDoor(doors: readonly Door[]): Door | undefined {
  const ranks: readonly Transport[] = ['tcp', 'tls', 'unix', 'udp']
  return ranks.map((rank) => doors.find(({ transport }) => transport === rank)).find((one) => one !== undefined)
}

/** Where one command must do: one that works without any file. */
export function firstCommand(doors: readonly Door[]): string | null {
  const door = mainDoor(doors)
  if (!door) return null
  if (door.transport === 'unix') return command('socat', door)
  const host = mostReachable(door.reachable)
  return host === undefined ? null : command(door.transport === 'tls' ? 'unverified' : 'socat', door, host)
}

/** The command to name beside a run: the way in, or what receives its datagrams. */
export function runCommand({ scenario, doors, options }: Pick<Run, 'scenario' | 'doors' | 'options'>): string | null {
  if (scenario === 'udp-sender' && options.target) return receiveCommand('recv', options.target, options)
  return firstCommand(doors)
}

/** socat reads a path up to its own signs (socat(1), ADDRESS SPECIFICATIONS). */
const socatUnix = (path: string): string =>
  `socat STDIO ${quoted(`UNIX-CONNECT:${path.replace(/[\\,:!"'([{]/g, '\\$&')}`)}`

/** For a POSIX shell. */
const quoted = (text: string): string => (/^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

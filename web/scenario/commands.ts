/** What to paste to join a run: commands and small programs, for an address that leads there. Pure. */
import { directionOf } from '../../server/wire/files.ts'
import type { ScenarioId } from '../../server/wire/model.ts'
import { bracketed } from '../shared/hosts.ts'

export const WAYS = ['socat', 'nc', 'ncat', 'python', 'powershell'] as const
export type Way = (typeof WAYS)[number]

/** Names of the ways, the same in every language. */
export const WAY_NAMES: Record<Way, string> = {
  socat: 'socat',
  nc: 'nc',
  ncat: 'ncat',
  python: 'Python',
  powershell: 'PowerShell',
}

/**
 * The command of a run: for files, socat in one direction only, since without -u it would send as well as receive.
 * `f` is the file, whose name the person replaces.
 */
export function commandOf(scenario: ScenarioId, way: Way, host: string, port: number): string {
  const direction = directionOf(scenario)
  if (direction === null) return command(way, host, port)
  const tcp = `${host.includes(':') ? 'TCP6' : 'TCP'}:${bracketed(host)}:${port}`
  return direction === 'in' ? `socat -u OPEN:f ${tcp}` : `socat -u ${tcp} OPEN:f,create,trunc && sha256sum f`
}

/** The ways that make sense for a scenario. */
export const waysOf = (scenario: ScenarioId): readonly Way[] => (directionOf(scenario) === null ? WAYS : ['socat'])

/** The text to paste. `host` is an IPv4 or IPv6 address, or a name. */
export function command(way: Way, host: string, port: number): string {
  switch (way) {
    case 'socat':
      return `socat STDIO ${host.includes(':') ? 'TCP6' : 'TCP'}:${bracketed(host)}:${port}`
    case 'nc':
      return `nc ${host} ${port}`
    case 'ncat':
      return `ncat ${host} ${port}`
    case 'python':
      return PYTHON(host, port)
    case 'powershell':
      return POWERSHELL(host, port)
  }
}

// Two directions at once, as in question 4: a thread hears while the main program speaks.
const PYTHON = (host: string, port: number): string => `\
import socket, sys, threading

s = socket.create_connection(('${host}', ${port}))

def hear():
    while data := s.recv(4096):
        sys.stdout.buffer.write(data)
        sys.stdout.flush()

threading.Thread(target=hear, daemon=True).start()
for line in sys.stdin:
    s.sendall(line.encode())
`

const POWERSHELL = (host: string, port: number): string => `\
$client = [Net.Sockets.TcpClient]::new('${host}', ${port})
$stream = $client.GetStream()
$buffer = [byte[]]::new(4096)
while ($client.Connected) {
  while ($stream.DataAvailable) {
    $count = $stream.Read($buffer, 0, $buffer.Length)
    [Console]::Write([Text.Encoding]::UTF8.GetString($buffer, 0, $count))
  }
  if ([Console]::KeyAvailable) {
    $line = [Text.Encoding]::UTF8.GetBytes([Console]::ReadLine() + "\`n")
    $stream.Write($line, 0, $line.Length)
  }
  Start-Sleep -Milliseconds 50
}
`

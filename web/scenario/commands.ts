/** What to paste to join a run: commands and small programs, for an address that leads there. Pure. */
import type { Transport } from '../../server/wire/model.ts'
import { bracketed } from '../shared/hosts.ts'
import { udpCommand } from './udp-commands.ts'

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

/** The ways that carry datagrams. */
export const UDP_TOO: readonly Way[] = ['socat', 'nc', 'python']

/** The text to paste where the door takes `transport`. */
export function commandFor(transport: Transport, way: Way, host: string, port: number): string {
  if (transport !== 'udp') return command(way, host, port)
  return udpCommand(way === 'nc' || way === 'python' ? way : 'socat', host, port)
}

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

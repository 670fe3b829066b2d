/** What to paste to exchange datagrams with a run: beside a receiver, and beside a sender. Pure. Counterpart: `commands.ts`. */
import { bracketed } from '../shared/hosts.ts'

export const UDP_WAYS = ['socat', 'file', 'nc', 'python'] as const
export type UdpWay = (typeof UDP_WAYS)[number]

/** The text to paste. `host` is an IPv4 or IPv6 address. */
export function udpCommand(way: UdpWay, host: string, port: number): string {
  const six = host.includes(':')
  const to = `${six ? 'UDP6' : 'UDP'}-SENDTO:${bracketed(host)}:${port}`
  switch (way) {
    case 'socat':
      return `socat STDIO ${to}`
    case 'file':
      // Without -b socat reads 8192 bytes at a time, and each read is a datagram.
      return `socat -u -b 65507 OPEN:fichier ${to}`
    case 'nc':
      return `nc -u ${host} ${port}`
    case 'python':
      return `\
import socket, sys

s = socket.socket(socket.${six ? 'AF_INET6' : 'AF_INET'}, socket.SOCK_DGRAM)
for line in sys.stdin.buffer:
    s.sendto(line, ('${host}', ${port}))
`
  }
}

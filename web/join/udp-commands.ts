/**
 * What to paste to exchange datagrams with a run: to send to a receiver, to receive from a sender. Pure. Counterparts:
 * `commands.ts`, the ways into a run; socat(1), whose UDP addresses these are.
 */
import { MAX_DATAGRAM } from '#shared/model/constants.ts'
import type { DatagramOptions, Target } from '#shared/model/options.ts'
import { hostPort, isIpv6 } from '#shared/net/address.ts'
import { keyboardTo, quoted, socatAddress } from '#shared/net/socat.ts'

/** The file that the command sends: any will do. */
export const DATA_FILE = 'data.bin'
/** What socat reads or takes at a time unless -b says otherwise: the rest of a longer datagram is lost. */
const SOCAT_BLOCK = 8192

/** Ways to send to a receiver, the best for a beginner first. */
export const SENDING = ['socat', 'file', 'nc', 'python'] as const
export type Sending = (typeof SENDING)[number]

/** The text that sends to a listener. `host` is an IPv4 or IPv6 address. */
export function sendCommand(way: Sending, host: string, port: number): string {
  const six = isIpv6(host) ? '6' : ''
  if (way === 'file') {
    return `socat -u -b ${MAX_DATAGRAM} OPEN:${DATA_FILE} ${quoted(`UDP${six}-SENDTO:${hostPort(host, port)}`)}`
  }
  if (way === 'nc') return `nc -u ${host} ${port}`
  if (way === 'python') return PYTHON(six, host, port)
  return keyboardTo(socatAddress({ transport: 'udp', port }, host))
}

/** Two directions at once: a thread hears the answers. */
const PYTHON = (six: string, host: string, port: number): string => `\
import socket, sys, threading

s = socket.socket(socket.AF_INET${six}, socket.SOCK_DGRAM)
s.connect(('${host}', ${port}))

def hear():
    while True:
        sys.stdout.buffer.write(s.recv(65535))
        sys.stdout.flush()

threading.Thread(target=hear, daemon=True).start()
for line in sys.stdin.buffer:
    s.send(line)
`

/** Ways to receive what a sender sends, the safest for a beginner first. */
export const RECEIVING = ['recv', 'recvfrom', 'listen'] as const
export type Receiving = (typeof RECEIVING)[number]
/** Their names, the same in every language. */
export const RECEIVING_NAMES: Record<Receiving, string> = {
  recv: 'UDP-RECV',
  recvfrom: 'UDP-RECVFROM',
  listen: 'UDP-LISTEN',
}

/**
 * The text that receives at a target, on the machine that has its address: `recv` prints whatever comes; `recvfrom` has a
 * process for each datagram; `listen` answers as well, to the first who writes.
 */
export function receiveCommand(way: Receiving, { host, port }: Target, options: object = {}): string {
  const { cut, size = 0 } = options as DatagramOptions
  const udp = isIpv6(host) ? 'UDP6' : 'UDP'
  const block = cut === 'blocks' && size > SOCAT_BLOCK ? ` -b ${MAX_DATAGRAM}` : ''
  if (way === 'listen') return `socat${block} STDIO ${udp}-LISTEN:${port}`
  return `socat -u${block} ${udp}-${way === 'recv' ? `RECV:${port}` : `RECVFROM:${port},fork`} STDOUT`
}

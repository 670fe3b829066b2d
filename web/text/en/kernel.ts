import { counts } from '../format.ts'
import type * as fr from '../fr/kernel.ts'

const n = counts('en')

export const kernel: typeof fr.kernel = {
  title: 'Kernel',
  columns: { state: 'state', who: 'who', queues: 'Recv-Q · Send-Q' },
  states: {
    LISTEN: 'waits for connections: those not accepted yet / how many may wait',
    SYN_SENT: 'SYN sent, no answer yet',
    SYN_RECV: 'SYN received, the handshake is not over',
    ESTAB: 'connection established in both directions',
    FIN_WAIT1: 'FIN sent from here, not acknowledged yet',
    FIN_WAIT2: 'FIN sent from here and acknowledged; the other end has not closed yet',
    TIME_WAIT:
      'this end closed first: the kernel keeps both addresses for a minute, so that nothing old slips into a new connection',
    CLOSE: 'closed',
    UNCONN: 'UDP socket without a connection: it receives from any address',
    CLOSE_WAIT: 'the other end sent FIN, this one has not closed yet; an unread FIN counts as one byte',
    LAST_ACK: 'FIN sent second, not acknowledged yet',
    CLOSING: 'both ends closed at the same time',
  },
  timers: {
    retransmit: (s) => `retransmits in ${s}\u00a0s`,
    keepalive: (s) => `keep-alive probe in ${s}\u00a0s`,
    'time-wait': (s) => `forgotten in ${s}\u00a0s`,
    probe: (s) => `the other end has no room; probes in ${s}\u00a0s`,
  },
  absent: {
    'other-system': 'This system has no /proc/net/tcp: the lab can show the kernel’s queues on Linux only.',
    unreadable: 'The lab may not read /proc/net/tcp, or this machine has none.',
  },
  seconds: (s) => `${s}\u00a0s`,
  queue: (waiting, limit) => `${waiting}/${limit}`,
  listener: 'the program',
  otherEnd: (name) => `the other end, ${name}’s`,
  webEnd: (name) => `the other end, which the lab holds for ${name}’s browser`,
  earlier: (address) => `${address}, of an earlier program on this port, or not admitted yet`,
  allEnds: (count) => `Show ${n(count, 'other end', 'other ends')} where nothing waits`,
  fewerEnds: 'Show only what waits at the other ends',
  more: (count) => `and ${n(count, 'other socket', 'other sockets')}`,
  none: 'The kernel has no socket of this run any more.',
  legend:
    'Bytes received that nobody has read (Recv-Q), bytes sent and not acknowledged yet (Send-Q), read from /proc/net/tcp. ↳: the other end, on this machine.',
  legendUdp:
    'Memory of the datagrams that nobody has read, the kernel’s share included (Recv-Q), read from /proc/net/udp. ↳: the other end, on this machine.',
  buffer: (size) => `${size} bytes at most (SO_RCVBUF)`,
  connections: (count) => n(count, 'connection accepted', 'connections accepted'),
  unix: 'A unix socket: /proc/net/unix counts its connections, but neither names the clients nor tells what waits in their queues.',
  drops: (count) => `drops: ${n(count, 'datagram dropped', 'datagrams dropped')}`,
  dropsFrom: 'drops: the last column of /proc/net/udp. The receive buffer was full; whoever sent them is not told.',
  played: {
    'accept-queue':
      'The lab accepts at once for the kernel: a client that the program lets wait is ESTAB already, and its bytes stay in Recv-Q. Without the lab it would count in the listener’s queue.',
    'reuse-address':
      'The lab always sets SO_REUSEADDR: without the option it is the lab that refuses the port, by the kernel’s rule and these rows.',
  },
}

/**
 * What the system's own tables say of a run's sockets. Counterparts: `server/kernel/` reads them,
 * `shared/protocol/messages.ts` carries them. Invariant: figures are the kernel's, unchanged; words only explain them.
 */

/** States of RFC 9293, 3.3.2, by the names that ss(8) and netstat(8) made common. */
export type TcpState =
  | 'ESTAB'
  | 'SYN_SENT'
  | 'SYN_RECV'
  | 'FIN_WAIT1'
  | 'FIN_WAIT2'
  | 'TIME_WAIT'
  | 'CLOSE'
  | 'CLOSE_WAIT'
  | 'LAST_ACK'
  | 'LISTEN'
  | 'CLOSING'

/** As ss(8) names the two states that a UDP socket has: it has no peer, or connect(2) gave it one. */
export type UdpState = 'UNCONN' | 'ESTAB'

/** Why the tables cannot be read: the system has none (`other-system`), or it keeps them closed (`unreadable`). */
export type KernelAbsence = 'other-system' | 'unreadable'

/** The timer that runs on a socket. `time-wait` ends FIN_WAIT2 as well, once no process holds the socket. */
export interface SocketTimer {
  readonly kind: 'retransmit' | 'keepalive' | 'time-wait' | 'probe'
  /** Milliseconds that remain, in steps of 10. */
  readonly ms: number
}

export interface KernelRow {
  readonly proto: 'tcp' | 'udp' | 'unix'
  readonly state: TcpState | UdpState
  /** Whose connection it is; null for a listener, and for a connection of an earlier run on this port. */
  readonly participant: number | null
  /** `peer`: the other end of the connection, on this machine too. The lab holds a web participant's end. */
  readonly side: 'program' | 'peer'
  /** "127.0.0.1:8080", "[::1]:8080", or the path of a unix socket. */
  readonly local: string
  /** Null for a listener, and for a UDP socket without a peer of its own. */
  readonly remote: string | null
  /**
   * Bytes that wait to be read; a FIN that was not read counts as one. For a listener: connections not accepted yet.
   * For UDP: the memory of the waiting datagrams, the kernel's own share included, of which `buffer` is the limit.
   */
  readonly recvQ: number
  /** Bytes that the peer has not acknowledged; a FIN counts as one. */
  readonly sendQ: number
  readonly timer: SocketTimer | null
  /** For a listener: connections that may wait to be accepted. */
  readonly backlog: number | null
  /** UDP: datagrams that the kernel dropped since the socket was made, most often because its buffer was full. */
  readonly drops: number
  /** Of a UDP socket that the lab holds: SO_RCVBUF in bytes. */
  readonly buffer: number | null
  /** Of a unix socket that listens: connections that were accepted and live. Null of all others. */
  readonly connections: number | null
}

/** By what a row of the kernel's tables is known from one look to the next. */
export const rowKey = ({ proto, local, remote }: KernelRow): string => `${proto} ${local} ${remote ?? ''}`

/** What the options of all programs have in common, as types. Counterpart: `shared/options/`, their schemas. */

/** Where a client connects to. A host is a name or an address in any notation; what it resolves to is checked. */
export interface Target {
  host: string
  port: number
}

/** What every program's options have in common; the rest is the program's own affair. */
export interface AnyOptions {
  /** Absent where the program knows no lines. */
  readonly maxLine?: number
  /** Seconds; 0 or absent for never. */
  readonly idleTimeout?: number
  /** Absent where the program is always on the same side. */
  readonly role?: 'server' | 'client'
  readonly target?: Target
  /** Absent where the program does not listen. */
  readonly reuseAddress?: boolean
  /** Only where the program can do either: a queue for each receiver, or sendall. */
  readonly sending?: 'queues' | 'sendall'
}

/** Those that the carrier of a program of datagrams looks at. */
export interface DatagramOptions extends AnyOptions {
  /** SO_RCVBUF in bytes; 0 or absent leaves it to the system. */
  readonly receiveBuffer?: number
  /** It calls connect before its first datagram. */
  readonly connected?: boolean
  /** What a datagram of a sender is: a line of its keyboard, or a block of `size` bytes. */
  readonly cut?: 'lines' | 'blocks'
  readonly size?: number
}

/** By what a run's sockets are found in the system's tables: the addresses of its doors and of its connections. */

export interface Address {
  readonly host: string
  readonly port: number
}

/** A connection as the program's end sees it. The other end, where it is on this machine too, has them swapped. */
export interface Ends {
  readonly participant: number
  readonly local: Address
  readonly remote: Address
  readonly transport?: 'udp'
}

/** A door in the table of its transport. */
export interface DoorAddress extends Address {
  readonly transport: 'tcp' | 'udp'
  /** SO_RCVBUF of a datagram socket. */
  readonly buffer?: number
}

export interface RunSockets {
  readonly doors: readonly DoorAddress[]
  /** Where two have the same addresses, the later one has taken the port over. */
  readonly ends: readonly Ends[]
}

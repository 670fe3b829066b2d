/**
 * A browser's participant in a run, over a connection or by datagrams. Counterparts: `streams/web-participants.ts` and
 * `datagrams/web-participants.ts`, which make them; `server/commands/`, which keeps them.
 */

export interface WebParticipant {
  readonly run: string
  readonly id: number
  readonly name: string
  readonly ended: boolean
  /**
   * Writes bytes in one go, or cut at these offsets, piece after piece as the program reads them. Throws `overloaded`
   * while the program does not read, `not-yours` after the end, `bad-message` for an empty write to a stream or a
   * datagram with cuts.
   */
  send(bytes: Uint8Array, cuts?: readonly number[]): void
  /** After everything sent: `half`: FIN, and go on receiving; `full`: FIN in both directions. At once: `reset`: RST. */
  close(how: 'half' | 'full' | 'reset'): void
  /** Called once, when the connection is gone. */
  onGone(listener: () => void): void
}

/** This machine reaches a listener on every interface by loopback. */
export function loopbackOf(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  return host === '::' ? '::1' : host
}

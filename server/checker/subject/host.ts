/**
 * Where a checked program connects: the lab listens, for one stage, at the address that the program is told, and at those that it
 * reaches by the usual mistakes (loopback's first address, the two bytes of the port swapped), so that a mistake is seen and not only
 * missed. Counterpart: `client.ts`, each connection.
 */
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { own } from '../../core/own.ts'
import { swapped } from '../history/seen.ts'

const LOOPBACK = '127.0.0.1'

export interface Door {
  came(socket: Socket): void
  /** Somebody came to this address, which is not the one told. */
  strayed(host: string, port: number): void
}

export class Host {
  readonly #servers: Server[] = []
  readonly #strays: Socket[] = []

  /** Throws EADDRINUSE where somebody has that port. */
  static async open(host: string, port: number, door: Door): Promise<Host> {
    const opened = new Host()
    await opened.#listen(host, port, (socket) => door.came(socket))
    const others = [[LOOPBACK, port] as const, [host, swapped(port)] as const]
    for (const [otherHost, otherPort] of others) {
      if (otherHost === host && otherPort === port) continue
      // Where that is taken, a stray is not seen: less is known, nothing is wrong.
      await opened
        .#listen(otherHost, otherPort, (socket) => {
          opened.#strays.push(socket)
          door.strayed(otherHost, otherPort)
        })
        .catch(() => {})
    }
    return opened
  }

  async #listen(host: string, port: number, came: (socket: Socket) => void): Promise<void> {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      own(socket)
      came(socket)
    })
    own(server)
    server.listen(port, host)
    const failed = new AbortController()
    try {
      await Promise.race([
        once(server, 'listening', { signal: failed.signal }),
        once(server, 'close', { signal: failed.signal }).then(() => {
          throw new Error('EADDRINUSE')
        }),
      ])
      this.#servers.push(server)
    } finally {
      failed.abort()
    }
  }

  close(): void {
    for (const stray of this.#strays) stray.resetAndDestroy()
    for (const server of this.#servers) server.close()
  }
}

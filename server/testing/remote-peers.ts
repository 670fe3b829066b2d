/**
 * Those at the other ends of a run by each of its ways in: TCP, TLS, a unix socket, and a server that the program connects to.
 * Each counts what it has said. Counterpart: `runtime/lab/truth-ways.test.ts`.
 */
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Listener } from '#shared/protocol/model.ts'

/** As much as a peer that never reads takes, and all that the kernel keeps for it. */
const FLOOD = `${'f'.repeat(999)}\n`.repeat(8000)

export class Peer {
  /** The one that has bytes of the program's. */
  readonly socket: Socket
  readonly port: number
  readonly reads: boolean
  readonly #carrier: Socket
  /** Bytes of the program's, of which some may still be on their way. */
  said = 0
  flooded = false

  constructor(socket: Socket, reads: boolean, carrier = socket) {
    this.socket = socket
    this.#carrier = carrier
    this.port = carrier.localPort ?? 0
    this.reads = reads
    for (const one of new Set([socket, carrier])) one.on('error', () => {})
    if (reads) socket.resume()
  }

  say(text: string): void {
    this.said += text.length
    this.socket.write(Buffer.from(text, 'latin1'))
  }
  flood(): void {
    this.flooded = true
    this.say(FLOOD)
  }
  finish(): void {
    this.socket.end()
  }
  /** RST; a unix socket knows none, and closes. */
  async reset(): Promise<void> {
    const gone = once(this.socket, 'close')
    if (this.#carrier.localPort === undefined) this.#carrier.destroy()
    else this.#carrier.resetAndDestroy()
    this.socket.destroy()
    await gone
  }
  get silent(): boolean {
    return this.socket.destroyed || !this.socket.writable
  }
  end(): void {
    this.socket.destroy()
    this.#carrier.destroy()
  }
}

/** Connects to a listener as its transport wants it; null where it is turned away. */
export async function comeTo(listener: Listener, reads: boolean): Promise<Peer | null> {
  const { transport, port, path } = listener
  const carrier =
    path === undefined
      ? connect({ port, host: '127.0.0.1', allowHalfOpen: true })
      : connect({ path, allowHalfOpen: true })
  try {
    await once(carrier, 'connect')
    if (transport !== 'tls') return new Peer(carrier, reads)
    const socket = connectTls({ socket: carrier, rejectUnauthorized: false })
    await once(socket, 'secureConnect')
    return new Peer(socket, reads, carrier)
  } catch {
    carrier.destroy()
    return null
  }
}

/** A server for a program that connects: who comes, once it has come. */
export async function serverFor(reads: boolean) {
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const came = once(server, 'connection') as Promise<[Socket]>
  const { port } = server.address() as AddressInfo
  return {
    target: { host: '127.0.0.1', port },
    far: async (): Promise<Peer> => new Peer((await came)[0], reads),
    close: () => void server.close(),
  }
}

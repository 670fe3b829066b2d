/**
 * The lab's end of one connection with a checked program: a TCP socket that says what happens to it. Counterparts: `program.ts`, the
 * other end; `host.ts`, where a program connects.
 */
import { connect, type Socket } from 'node:net'
import { own } from '../../core/own.ts'

const CONNECT_MS = 5000

export interface ClientListener {
  heard(bytes: string): void
  closed(how: 'FIN' | 'RST'): void
}

export class Client {
  readonly #socket: Socket
  /** The program's port of this connection, where the program is the one who connected. */
  readonly remotePort: number
  #leaving = false

  private constructor(socket: Socket) {
    this.#socket = socket
    this.remotePort = socket.remotePort ?? 0
  }

  /** One that a program has made. It is owned already. */
  static accepted(socket: Socket, listener: ClientListener): Client {
    const client = new Client(socket)
    client.#tell(listener)
    return client
  }

  /** Throws the system's code, such as ECONNREFUSED. */
  static connect(host: string, port: number, listener: ClientListener): Promise<Client> {
    const socket = connect({ host, port, allowHalfOpen: true, noDelay: true })
    const fate = own(socket)
    const client = new Client(socket)
    return new Promise((done, failed) => {
      const late = setTimeout(() => socket.destroy(new Error('ETIMEDOUT')), CONNECT_MS)
      socket.once('close', () => (clearTimeout(late), failed(new Error(fate.errno ?? 'ETIMEDOUT'))))
      socket.once('connect', () => {
        clearTimeout(late)
        client.#tell(listener)
        done(client)
      })
    })
  }

  #tell(listener: ClientListener): void {
    this.#socket.setEncoding('latin1').on('data', (bytes: string) => listener.heard(bytes))
    this.#socket.on('end', () => this.#leaving || listener.closed('FIN'))
    this.#socket.on('error', () => this.#leaving || listener.closed('RST'))
  }

  get port(): number {
    return this.#socket.localPort ?? 0
  }

  send(bytes: string): void {
    this.#socket.write(Buffer.from(bytes, 'latin1'))
  }

  /** FIN: it says no more, and goes on listening. */
  finish(): void {
    this.#socket.end()
  }

  /** RST at once (RFC 9293, 3.10.5): no TIME_WAIT stays. */
  reset(): void {
    this.#leaving = true
    this.#socket.resetAndDestroy()
  }

  pause(): void {
    this.#socket.pause()
  }
}

/** One client of a checked server: a TCP socket that says what happens to it. Counterpart: `program.ts`, the server. */
import { connect, type Socket } from 'node:net'
import { own } from '../../core/own.ts'

const CONNECT_MS = 5000

export interface ClientListener {
  heard(bytes: string): void
  closed(how: 'FIN' | 'RST'): void
}

export class Client {
  readonly #socket: Socket
  #leaving = false

  private constructor(socket: Socket) {
    this.#socket = socket
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
        socket.setEncoding('latin1').on('data', (bytes: string) => listener.heard(bytes))
        socket.on('end', () => client.#leaving || listener.closed('FIN'))
        socket.on('error', () => client.#leaving || listener.closed('RST'))
        done(client)
      })
    })
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

/** An HTTP client on a bare socket, for tests: it reads when it is told to, and not at all otherwise. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { until } from './raw-client.ts'

export class StubbornClient {
  readonly socket: Socket
  closed = false
  /** Bytes taken so far. */
  taken = 0
  /** The beginning of the answer, as far as it was looked at. */
  head = ''

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('close', () => (this.closed = true))
    socket.on('error', () => {})
  }

  /** Asks, and reads nothing of the answer. */
  static async get(port: number, path: string): Promise<StubbornClient> {
    const socket = connect({ port, host: '127.0.0.1' })
    await once(socket, 'connect')
    const client = new StubbornClient(socket)
    socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`)
    return client
  }

  /** Takes at most so many bytes of what has come. */
  take(most: number): number {
    let taken = 0
    while (taken < most) {
      const chunk = (this.socket.read(Math.min(most - taken, this.socket.readableLength || 1)) ?? null) as Buffer | null
      if (!chunk) break
      if (this.head.length < 4096) this.head += chunk.toString('latin1')
      taken += chunk.length
    }
    this.taken += taken
    return taken
  }

  /** The status of the answer; of its bytes no more is taken than that. */
  async status(): Promise<number> {
    if (this.head === '')
      await until(
        'a status line',
        () => this.take(600),
        (taken) => taken > 0,
      )
    return Number(this.head.slice(9, 12))
  }
}

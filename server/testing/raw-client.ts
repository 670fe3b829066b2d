/** A raw TCP client for tests: what a student's program would be. It waits for what it is told, never for time. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export class RawClient {
  readonly socket: Socket
  readonly #chunks: Buffer[] = []
  /** Bytes heard so far: cheap, where `heard` joins them all. */
  size = 0
  ended = false
  closed = false
  error: string | null = null

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk)
      this.size += chunk.length
    })
    socket.on('end', () => (this.ended = true))
    socket.on('close', () => (this.closed = true))
    socket.on('error', (error: NodeJS.ErrnoException) => (this.error = error.code ?? error.message))
  }

  static async connect(port: number, options: { reading?: boolean } = {}): Promise<RawClient> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    await once(socket, 'connect')
    const peer = new RawClient(socket)
    if (options.reading === false) socket.pause()
    return peer
  }

  get port(): number {
    return this.socket.localPort!
  }

  get heard(): string {
    return Buffer.concat(this.#chunks).toString('latin1')
  }

  say(text: string | Uint8Array): void {
    this.socket.write(typeof text === 'string' ? Buffer.from(text, 'latin1') : text)
  }

  /** FIN. */
  finish(): void {
    this.socket.end()
  }

  /** RST. */
  reset(): void {
    this.socket.resetAndDestroy()
  }
}

/** Waits until the condition holds; fails with what was seen after 10 s, or as long as it is told. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  holds: (seen: T) => boolean,
  ms = 10_000,
): Promise<T> {
  const deadline = performance.now() + ms
  for (;;) {
    const seen = await look()
    if (holds(seen)) return seen
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}; saw ${JSON.stringify(seen)}`)
    await sleep(2)
  }
}

/** Waits until a peer has heard exactly this. */
export const hears = (peer: RawClient, text: string): Promise<string> =>
  until(
    `${JSON.stringify(text)} at :${peer.port}`,
    () => peer.heard,
    (heard) => heard === text,
  )

/**
 * The cable between a browser and the lab, to be pulled out: a forward proxy (RFC 9110, 7.6; CONNECT for WebSockets) that
 * a browser context is given. A browser's own offline switch leaves open WebSockets alone; this one cuts them for real.
 */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'

export class Cable {
  readonly #server = createServer((incoming, reply) => this.#forward(incoming, reply))
  readonly #ends = new Set<Duplex>()
  #whole = true

  /** Resolves with the address of the proxy. */
  async start(): Promise<string> {
    this.#server.on('connect', (asked, near, head) => this.#tunnel(asked, near, head))
    this.#server.on('connection', (socket) => {
      if (this.#whole) this.#keep(socket)
      else socket.resetAndDestroy()
    })
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Every connection breaks, and no new one comes about. */
  pull(): void {
    this.#whole = false
    for (const end of this.#ends) end.destroy()
  }

  /** New connections come about again. */
  plug(): void {
    this.#whole = true
  }

  /** Idempotent. */
  async dispose(): Promise<void> {
    this.pull()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #keep(end: Duplex): void {
    this.#ends.add(end)
    // A broken connection is what this is for.
    end.on('error', () => undefined)
    end.on('close', () => this.#ends.delete(end))
  }

  #tunnel(asked: IncomingMessage, near: Duplex, head: Buffer): void {
    const { hostname, port } = new URL(`http://${asked.url}`)
    const far = connect(Number(port || 80), hostname, () => {
      near.write('HTTP/1.1 200 OK\r\n\r\n')
      far.write(head)
      far.pipe(near).pipe(far)
    })
    this.#keep(far)
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  }

  #forward(incoming: IncomingMessage, reply: ServerResponse): void {
    const onward = request(incoming.url ?? '', { method: incoming.method, headers: incoming.headers }, (answer) => {
      reply.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(reply)
    })
    onward.on('error', () => reply.destroy())
    incoming.pipe(onward)
  }
}

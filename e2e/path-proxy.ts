/**
 * A reverse proxy as a school's web server is: it shows the lab below a path, and names it to the lab by the lab's own address.
 * Counterpart: `--public`.
 */
import { once } from 'node:events'
import { createServer, request, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export class PathProxy {
  /** The lab that it leads to. */
  target = ''
  readonly #server: Server
  readonly #path: string

  /** @param path with a slash at its end */
  private constructor(path: string) {
    this.#path = path
    this.#server = createServer((asked, answer) => {
      const passed = this.#pass(asked)
      if (!passed) return void answer.writeHead(404).end()
      passed.on('response', (got) => {
        answer.writeHead(got.statusCode ?? 502, got.headers)
        got.pipe(answer)
      })
      passed.on('error', () => answer.destroy())
      asked.pipe(passed)
    })
    this.#server.on('upgrade', (asked: IncomingMessage, socket: Socket) => {
      const passed = this.#pass(asked)
      socket.on('error', () => socket.destroy())
      if (!passed) return void socket.destroy()
      passed.on('upgrade', (got, upstream) => {
        const lines = Object.entries(got.headers).map(([name, value]) => `${name}: ${String(value)}\r\n`)
        socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('')}\r\n`)
        upstream.on('error', () => socket.destroy())
        upstream.pipe(socket).pipe(upstream)
      })
      passed.on('response', () => socket.destroy())
      passed.on('error', () => socket.destroy())
      passed.end()
    })
  }

  static async open(path: string): Promise<PathProxy> {
    const proxy = new PathProxy(path)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${this.#path}`
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  #pass({ url = '', method, headers }: IncomingMessage) {
    if (!url.startsWith(this.#path)) return null
    const { host } = new URL(this.target)
    return request(`${this.target}/${url.slice(this.#path.length)}`, { method, headers: { ...headers, host } })
  }
}

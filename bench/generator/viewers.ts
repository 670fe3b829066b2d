/**
 * Many pages that watch one run, as bare WebSockets (RFC 6455) in a process of their own: frames are cut and counted, and only a few are
 * read, so that the watchers cost less than what they watch. Counterpart: `bench/viewers.ts`, which starts it and asks by messages.
 * Started as: viewers.ts HOST PORT RUN COUNT. Says `{ ready }` when all have their snapshot; asked `{ last }`, answers with `Seen` when
 * every one of them has got that event, or `{ missing }`.
 */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { randomBytes } from 'node:crypto'
import type { ServerMessage } from '#shared/protocol/messages.ts'

export interface Seen {
  /** Milliseconds from a line's writing to a viewer's reading, of those that are read. */
  readonly p50: number
  readonly p99: number
  /** Messages and bytes that all viewers got. */
  readonly messages: number
  readonly bytes: number
  /** Viewers that do not have the last event in time, or got one twice or out of order. */
  readonly missing: number
}

/** One in so many is read. */
const READ = 50
/** Viewers that come from one loopback address: an address has its share of places alone. */
const OF_ADDRESS = 100
const AT_ONCE = 50
const PATIENCE_MS = 30_000
const PING = 9
const PONG = 10
/** Begins a line; the milliseconds since 1970 at which it was written follow. */
const MARK = /at (\d+\.\d+)/

const [host = '', port = '', run = '', count = ''] = process.argv.slice(2)
const late: number[] = []
let messages = 0
let bytes = 0

/** A masked frame; the mask is zero, which is one of those allowed. */
function frame(opcode: number, payload: Buffer): Buffer {
  const long = payload.length > 125
  const head = Buffer.alloc(long ? 8 : 6)
  head[0] = 0x80 | opcode
  head[1] = 0x80 | (long ? 126 : payload.length)
  if (long) head.writeUInt16BE(payload.length, 2)
  return Buffer.concat([head, payload])
}

class Watcher {
  readonly #socket: Socket
  readonly #reads: boolean
  #rest: Buffer = Buffer.alloc(0)
  /** Of the frame with events that came last. */
  #newest: Buffer = Buffer.alloc(0)
  #seq = 0
  #broken = false
  readonly watching: Promise<void>

  constructor(number: number) {
    this.#reads = number % READ === 0
    const localAddress = `127.0.1.${1 + Math.floor(number / OF_ADDRESS)}`
    this.#socket = connect({ host, port: Number(port), localAddress })
    this.watching = this.#begin()
  }

  async #begin(): Promise<void> {
    const key = randomBytes(16).toString('base64')
    this.#socket.write(
      `GET /api/ws HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
    )
    const [answer] = (await once(this.#socket, 'data')) as [Buffer]
    if (!answer.toString('latin1').startsWith('HTTP/1.1 101')) throw new Error(answer.toString())
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#socket.on('data', (part: Buffer) => this.#take(part, resolve))
    this.#say({ type: 'hello', protocol: 2 })
    this.#say({ type: 'watch', run, mode: 'all' })
    await promise
  }

  /** Whether the last frame of events ends with this one. */
  has(last: number): boolean {
    return !this.#broken && this.#newest.includes(`"seq":${last},`)
  }

  #say(message: object): void {
    this.#socket.write(frame(1, Buffer.from(JSON.stringify(message))))
  }

  #take(part: Buffer, watching: () => void): void {
    bytes += part.length
    let data = this.#rest.length > 0 ? Buffer.concat([this.#rest, part]) : part
    for (;;) {
      const size = data[1] ?? 0
      const head = size < 126 ? 2 : size === 126 ? 4 : 10
      if (data.length < head) break
      const length = size < 126 ? size : size === 126 ? data.readUInt16BE(2) : Number(data.readBigUInt64BE(2))
      if (data.length < head + length) break
      const payload = data.subarray(head, head + length)
      if ((data[0]! & 0xf) === PING) this.#socket.write(frame(PONG, payload))
      else this.#message(payload, watching)
      data = data.subarray(head + length)
    }
    this.#rest = Buffer.from(data)
  }

  #message(payload: Buffer, watching: () => void): void {
    messages++
    if (payload.includes('{"type":"snapshot"', 0, 'latin1')) watching()
    if (payload.subarray(0, 16).toString('latin1') !== '{"type":"events"') return
    this.#newest = Buffer.from(payload)
    if (!this.#reads) return
    const now = performance.timeOrigin + performance.now()
    const { events } = JSON.parse(payload.toString()) as Extract<ServerMessage, { type: 'events' }>
    for (const { seq, text } of events) {
      if (this.#seq > 0 && seq !== this.#seq + 1) this.#broken = true
      this.#seq = seq
      const at = MARK.exec(text)?.[1]
      if (at !== undefined) late.push(now - Number(at))
    }
  }
}

const watchers: Watcher[] = []
while (watchers.length < Number(count)) {
  const some = Array.from({ length: Math.min(AT_ONCE, Number(count) - watchers.length) }, (_, n) => {
    return new Watcher(watchers.length + n)
  })
  watchers.push(...some)
  await Promise.all(some.map((one) => one.watching))
}
process.on('message', ({ last }: { last: number }) => void answer(last))
process.send?.({ ready: watchers.length })

async function answer(last: number): Promise<void> {
  const until = Date.now() + PATIENCE_MS
  const missing = (): number => watchers.filter((one) => !one.has(last)).length
  while (missing() > 0 && Date.now() < until) await delay(50)
  late.sort((a, b) => a - b)
  const quantile = (q: number): number => late[Math.min(late.length - 1, Math.floor(q * late.length))] ?? NaN
  const seen: Seen = { p50: quantile(0.5), p99: quantile(0.99), messages, bytes, missing: missing() }
  process.send?.(seen)
}
process.on('disconnect', () => process.exit(0))

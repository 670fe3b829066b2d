/**
 * A connection over a Node stream socket: TCP, TLS over TCP, or a unix socket. Counterpart: the port.
 * Invariant: at most one write of at most WRITE_SIZE bytes is with the system at a time; the rest waits here. So the
 * completion of a write tells that the peer's side made progress, however slowly.
 */
import type { Socket } from 'node:net'
import type { Connection, ConnectionHandlers } from './port.ts'
import { readInChild, type SharedReading } from './shared-reading.ts'
import type { Owned } from './sockets.ts'
import type { Transport } from '#shared/protocol/model.ts'

const WRITE_SIZE = 131_072
/** So long a connection that is to be reset waits for its close_notify to leave. */
const CLOSE_NOTIFY_MS = 100

export class StreamConnection implements Connection {
  readonly via: Transport
  readonly remote: { readonly host: string; readonly port: number }
  readonly local: { readonly host: string; readonly port: number }
  /** Whether it is gone, and over which error. */
  readonly #fate: Owned['fate']
  listener: number | null = null
  wasReset = false
  /** Bytes of completed writes. */
  #taken = 0
  readonly #socket: Socket
  /** What is reset in its stead where the socket itself cannot be: the TCP connection below TLS. */
  readonly #carrier: Socket
  #handlers: ConnectionHandlers | null = null
  #waiting: Uint8Array[] = []
  #waitingBytes = 0
  /** Bytes given to the socket whose write has not completed. */
  #inFlight = 0
  /** Bytes have waited for the kernel. */
  #waited = false
  #then: 'finish' | 'close' | null = null
  /** Bytes that waited when this end broke it off: afterwards nobody knows how much of a write the kernel has taken. */
  #unsent: number | null = null
  #reader: SharedReading | null = null
  /** Whether the process that reads in our stead may go on, and whether it waits to be told so. */
  #mayRead = false
  #childWaits = false

  /** @param path the listener of a unix socket, which has no address */
  constructor({ socket, remote, local, fate, carrier }: Owned, via: Transport, path?: string) {
    this.#socket = socket
    this.#carrier = carrier ?? socket
    this.#fate = fate
    this.via = via
    this.remote = remote
    this.local = path === undefined ? local : { host: path, port: 0 }
    this.pause()
    // Node resumes at the next tick and reads then, even where the stream was paused again meanwhile.
    socket.on('resume', () => socket.isPaused() && stopReading(socket))
  }

  /** A write may be under way for long: libuv knows how much of it the kernel has taken. */
  get taken(): number {
    const left = (this.#socket as WithHandle)._handle?.writeQueueSize ?? this.#inFlight
    return this.#taken + Math.max(0, this.#inFlight - left)
  }

  get canSend(): boolean {
    return !this.#socket.destroyed && this.#then === null
  }

  /** What the kernel has of a write that is under way stands in its Send-Q. Of TLS the kernel has other bytes: it counts whole. */
  get queued(): number {
    const underWay = this.via === 'tls' ? this.#inFlight : this.#inFlight - (this.taken - this.#taken)
    return this.#waitingBytes + underWay
  }

  /** Something was given to it that is not with the kernel, or not certainly. */
  get #busy(): boolean {
    return this.#waitingBytes > 0 || this.#inFlight > 0
  }

  handle(handlers: ConnectionHandlers): void {
    this.#handlers = handlers
    const socket = this.#socket
    // A read error must not hide what came before it, and the peer's address is gone by then: only the name is kept.
    socket.on('data', (chunk: Buffer) => handlers.read(chunk))
    socket.on('end', () => handlers.ended())
    const closed = (): void => handlers.closed(this.#fate.errno, this.#unsent ?? this.queued)
    socket.on('close', closed)
    this.pause()
    // Later: whoever handles it is about to tell that it came.
    if (this.#fate.gone) process.nextTick(closed)
  }

  resume(): void {
    if (this.#reader) return this.#letRead(true)
    this.#socket.resume()
    startReading(this.#socket)
  }

  pause(): void {
    if (this.#reader) return this.#letRead(false)
    this.#socket.pause()
    stopReading(this.#socket)
  }

  async readInChild(gone: () => void = () => {}): Promise<number> {
    const reader = await readInChild(this.#socket, {
      gone,
      read: (bytes) => {
        this.#childWaits = true
        this.#handlers?.read(bytes)
        if (this.#mayRead) this.#letRead(true)
      },
      ended: () => this.#handlers?.ended(),
      failed: (errno) => {
        this.#fate.errno ??= errno
        this.#socket.destroy()
      },
      died: (how) => this.#handlers?.readerDied(how),
    })
    this.#reader = reader
    this.#childWaits = true
    return reader.pid
  }

  /** Allows or withholds the next read of the child; what it does not read stays in the kernel. */
  #letRead(may: boolean): void {
    this.#mayRead = may
    if (!may || !this.#childWaits) return
    this.#childWaits = false
    this.#reader?.more()
  }

  send(bytes: Uint8Array): boolean {
    if (!this.canSend) return false
    // What has waited longer goes first.
    if (!this.#busy) {
      this.#write(bytes)
    } else {
      this.#waiting.push(bytes)
      this.#waitingBytes += bytes.length
    }
    return true
  }

  finish(): void {
    this.#then ??= 'finish'
    if (this.#inFlight === 0) this.#conclude()
  }

  close(): void {
    this.#then = 'close'
    if (this.#inFlight === 0) this.#conclude()
  }

  abandon(): void {
    this.#unsent ??= this.queued
    this.#socket.destroy()
  }

  reset(): void {
    // A unix socket knows no RST: the kernel tells the peer of ECONNRESET where it had sent what nobody read.
    // Nor can a TLS connection be reset whose TCP connection is not known.
    if (this.via === 'unix' || (this.via === 'tls' && this.#carrier === this.#socket)) {
      return void this.#socket.destroy()
    }
    const finishing = isFinishing(this.#socket)
    if (this.#carrier === this.#socket) {
      if (finishing) this.#socket.prependOnceListener('finish', () => this.reset())
      else this.#resetNow()
      return
    }
    if (finishing) return this.#resetFinishing()
    // Not within a callback of the TLS layer, which may be what called us: Node 24 dies of that (segmentation fault).
    this.pause()
    this.#unsent ??= this.queued
    setImmediate(() => {
      this.#resetNow()
      this.#socket.destroy()
    })
  }

  #resetNow(): void {
    this.wasReset = true
    this.#unsent ??= this.queued
    this.#carrier.resetAndDestroy()
  }

  /** TLS says close_notify before FIN: where the peer does not read, that may wait for ever, and so would RST. */
  #resetFinishing(): void {
    this.pause()
    const timer = setTimeout(() => {
      this.#socket.destroy()
      this.#carrier.destroy()
    }, CLOSE_NOTIFY_MS)
    this.#socket.prependOnceListener('finish', () => {
      clearTimeout(timer)
      this.reset()
    })
  }

  /** Gives bytes to the socket. The kernel usually takes them within the call, and `#inFlight` is 0 again after it. */
  #write(bytes: Uint8Array): void {
    this.#inFlight += bytes.length
    this.#socket.write(bytes, this.#written)
    this.#settle()
  }

  /** When nothing is left with the socket, the kernel has taken all of it. */
  #settle(): void {
    this.#waited ||= this.#socket.writableLength > 0
    if (this.#socket.writableLength > 0) return
    this.#taken += this.#inFlight
    this.#inFlight = 0
  }

  readonly #written = (error?: Error | null): void => {
    if (error) return
    if (this.#socket.writableLength > 0) return
    this.#settle()
    if (this.#waiting.length > 0) this.#writeWaiting()
    if (this.#waited) {
      this.#waited = this.#busy
      this.#handlers?.took()
    }
    if (this.#inFlight === 0 && this.#then !== null) this.#conclude()
  }

  #writeWaiting(): void {
    let size = 0
    let count = 0
    while (count < this.#waiting.length && size < WRITE_SIZE) size += this.#waiting[count++]!.length
    const pieces = this.#waiting.splice(0, count)
    this.#waitingBytes -= size
    this.#socket.cork()
    for (const piece of pieces) this.#socket.write(piece, this.#written)
    this.#socket.uncork()
    this.#inFlight += size
    this.#settle()
  }

  #conclude(): void {
    if (this.#waiting.length > 0) this.#writeWaiting()
    else if (this.#then === 'close') this.#socket.destroySoon()
    else if (!this.#socket.writableEnded) this.#socket.end()
  }
}

/**
 * Whether its FIN is on its way: for that moment libuv refuses RST (EINVAL), after which Node would never close the socket.
 */
const isFinishing = ({ writableEnded, writableFinished, writableLength, destroyed }: Socket): boolean =>
  writableEnded && !writableFinished && writableLength === 0 && !destroyed

/** What Node keeps below a socket; not documented, and unchanged since the beginning of net.Server's `pauseOnConnect`. */
type WithHandle = Socket & {
  _handle?: { reading: boolean; writeQueueSize: number; readStop(): number; readStart(): number } | null
}

/**
 * Leaves further bytes in the kernel. Node's own pause only stops handing them over: the next read would still take up to
 * 64 KiB into this process, where neither the peer nor the system's tables could see that the program does not read.
 */
function stopReading(socket: WithHandle): void {
  if (!socket._handle?.reading) return
  socket._handle.reading = false
  socket._handle.readStop()
}

/** The counterpart: the stream itself believes that its reading has never stopped. */
function startReading(socket: WithHandle): void {
  if (!socket._handle || socket._handle.reading || socket.connecting) return
  socket._handle.reading = true
  socket._handle.readStart()
}

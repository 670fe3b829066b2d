/**
 * One direction of a connection through a fault proxy: takes what one end sends, and hands it on as late, as slowly and in
 * as small pieces as the faults say. Counterpart: `proxy.ts`, which has two of them for each connection.
 * Invariants: what is handed on is a beginning of what was taken, in order; at most 64 KiB stand in a lane, the rest stays
 * with the sender.
 */
import type { Duplex } from 'node:stream'
import type { Clock } from '../../core/clock.ts'

export interface Faults {
  /** What is taken is handed on so many milliseconds later; FIN too. */
  readonly latencyMs: number
  /** Bytes of one write at most, one write in a turn of the event loop. */
  readonly slice: number
  readonly bytesPerSecond: number
  /** A direction that has handed on so many bytes ends its connection by RST at both ends. */
  readonly resetAfter: number
  /** Nothing is taken or handed on; once this is over, all of it is. */
  readonly blackHole: boolean
  /** FIN is not handed on before this is over. */
  readonly halfOpen: boolean
}

export const NO_FAULTS: Faults = {
  latencyMs: 0,
  slice: Infinity,
  bytesPerSecond: Infinity,
  resetAfter: Infinity,
  blackHole: false,
  halfOpen: false,
}

const WINDOW = 65_536
/** A rate is kept by pieces of so many of its seconds. */
const GRAIN_S = 0.05

export interface LaneParts {
  readonly clock: Clock
  /** As they are now. */
  readonly faults: () => Faults
  /** Called when `resetAfter` is reached. */
  readonly reset: () => void
}

/** Some bytes; FIN where there are none. */
interface Held {
  bytes: Buffer | null
  /** Monotonic microseconds. */
  readonly due: number
}

export class Lane {
  readonly #from: Duplex
  readonly #to: Duplex
  readonly #parts: LaneParts
  readonly #held: Held[] = []
  #size = 0
  #passed = 0
  /** When the rate allows the next write, monotonic microseconds. */
  #free = 0
  #writing = false
  #closed = false
  #cancel: () => void = () => {}

  constructor(from: Duplex, to: Duplex, parts: LaneParts) {
    this.#from = from
    this.#to = to
    this.#parts = parts
    from.on('readable', () => this.wake())
    from.on('end', () => {
      this.#hold(null)
      this.wake()
    })
  }

  /** Goes on after a change of the faults. */
  wake(): void {
    this.#take()
    this.#pass()
  }

  close(): void {
    this.#closed = true
    this.#cancel()
  }

  #take(): void {
    if (this.#closed || this.#parts.faults().blackHole) return
    while (this.#size < WINDOW) {
      // `read` of nothing asks the stream for more.
      const bytes = this.#from.read(
        Math.min(this.#from.readableLength, WINDOW - this.#size) || undefined,
      ) as Buffer | null
      if (bytes === null) return
      this.#hold(bytes)
    }
  }

  #hold(bytes: Buffer | null): void {
    const { clock, faults } = this.#parts
    this.#held.push({ bytes, due: clock.micros() + faults().latencyMs * 1000 })
    this.#size += bytes?.length ?? 0
  }

  #pass(): void {
    this.#cancel()
    const { clock, faults, reset } = this.#parts
    const { slice, bytesPerSecond, resetAfter, blackHole, halfOpen } = faults()
    if (this.#passed >= resetAfter) return reset()
    const [first] = this.#held
    if (this.#closed || this.#writing || blackHole || !first) return
    const now = clock.micros()
    const at = Math.max(first.due, this.#free)
    if (now < at) return void (this.#cancel = clock.after((at - now) / 1000, () => this.#pass()))
    if (first.bytes === null) {
      if (halfOpen) return
      this.#held.shift()
      this.#to.end()
      return
    }
    const most = Math.min(slice, Math.max(1, Math.floor(bytesPerSecond * GRAIN_S)), resetAfter - this.#passed)
    const piece = first.bytes.subarray(0, most)
    first.bytes = first.bytes.subarray(piece.length)
    if (first.bytes.length === 0) this.#held.shift()
    this.#size -= piece.length
    this.#passed += piece.length
    this.#free = now + (piece.length / bytesPerSecond) * 1_000_000
    this.#writing = true
    // One write at a time: two that wait would go out as one.
    this.#to.write(piece, (error) => {
      this.#writing = false
      if (!error) setImmediate(() => this.wake())
    })
  }
}

/**
 * Watches what the kernel drops of the datagrams for a run: asks after traffic, once a second at most, and once at the end, for
 * with the socket its count is gone. Counterpart: `kernel/`, which reads the table.
 */
import type { Clock } from '../../core/clock.ts'
import type { SocketAddress } from '../../endpoints/datagram-port.ts'
import type { Listener } from '#shared/protocol/model.ts'

const PERIOD_MS = 1000

export class KernelDrops {
  readonly #clock: Clock
  readonly #ask: (local: SocketAddress) => Promise<number | null>
  readonly #tell: (listener: Listener, count: number, total: number) => void
  readonly #known: Map<Listener, number>
  #cancel: (() => void) | null = null
  /** The reading that has begun last. */
  #looking: Promise<void> = Promise.resolve()

  /** @param tell the count has grown by `count`, to `total` */
  constructor(
    clock: Clock,
    listeners: readonly Listener[],
    ask: (local: SocketAddress) => Promise<number | null>,
    tell: (listener: Listener, count: number, total: number) => void,
  ) {
    this.#clock = clock
    this.#known = new Map(listeners.map((listener) => [listener, 0]))
    this.#ask = ask
    this.#tell = tell
  }

  /** There is traffic: the count may grow. */
  look(): void {
    this.#cancel ??= this.#clock.after(PERIOD_MS, () => {
      this.#cancel = null
      this.#looking = this.#read()
    })
  }

  /** Reads the counts for the last time. */
  async close(): Promise<void> {
    this.#cancel?.()
    // One that came to its end later would record into a run that has ended.
    await this.#looking
    await this.#read()
  }

  async #read(): Promise<void> {
    for (const listener of this.#known.keys()) {
      const total = await this.#ask(listener)
      // Two readings may overlap: what the other has told meanwhile is not told again.
      const before = this.#known.get(listener) ?? 0
      if (total === null || total <= before) continue
      this.#known.set(listener, total)
      this.#tell(listener, total - before, total)
    }
  }
}

/**
 * Counts the datagrams that the kernel drops at a run's sockets: looks after traffic, at most once a second, and once
 * before the end, because the count goes with the socket. Counterpart: `kernel/`, which reads the table.
 */
import type { SocketAddress } from '#shared/net/address.ts'
import type { Clock } from '../../core/clock.ts'
import type { Listener } from '#shared/protocol/model.ts'

const PERIOD_MS = 1000

export class KernelDrops {
  readonly #clock: Clock
  readonly #ask: (local: SocketAddress) => Promise<number | null>
  readonly #tell: (listener: Listener, count: number, total: number) => void
  readonly #known: Map<Listener, number>
  #cancel: (() => void) | null = null
  /** The latest reading. */
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

  /** Traffic has come, so the count may have grown. */
  look(): void {
    this.#cancel ??= this.#clock.after(PERIOD_MS, () => {
      this.#cancel = null
      this.#looking = this.#read()
    })
  }

  /** Reads the counts for the last time. */
  async close(): Promise<void> {
    this.#cancel?.()
    // A later result would record into an ended run.
    await this.#looking
    await this.#read()
  }

  async #read(): Promise<void> {
    for (const listener of this.#known.keys()) {
      const total = await this.#ask(listener)
      // Two readings may overlap: reports only what the other has not.
      const before = this.#known.get(listener) ?? 0
      if (total === null || total <= before) continue
      this.#known.set(listener, total)
      this.#tell(listener, total - before, total)
    }
  }
}

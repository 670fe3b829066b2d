/**
 * A TCP proxy that does to a connection what networks do: for raw clients, pages and calls of the API in tests. Its faults
 * hold for all its connections, in both directions, and may be switched while they live. Counterpart: `lane.ts`.
 */
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { Clock } from '../../core/clock.ts'
import { systemClock } from '../../core/system-clock.ts'
import { Lane, NO_FAULTS, type Faults, type LaneParts } from './lane.ts'

export class FaultProxy {
  readonly #server: Server
  readonly #clock: Clock
  readonly #connections = new Set<Connection>()
  #faults: Faults = NO_FAULTS

  private constructor(target: number, clock: Clock) {
    this.#clock = clock
    this.#server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (near) => {
      const far = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
      const connection = new Connection(near, far, { clock: this.#clock, faults: () => this.#faults })
      this.#connections.add(connection)
      connection.onGone = () => this.#connections.delete(connection)
    })
  }

  /** Listens on a free port of loopback, and leads to this one. */
  static async open(target: number, clock: Clock = systemClock): Promise<FaultProxy> {
    const proxy = new FaultProxy(target, clock)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Connections of which either end still lives. */
  get connections(): number {
    return this.#connections.size
  }

  /** These faults from now on, and no others. Latency holds for what comes from now on. */
  set(faults: Partial<Faults>): void {
    this.#faults = { ...NO_FAULTS, ...faults }
    for (const connection of this.#connections) connection.wake()
  }

  /** Ends all connections by RST. */
  reset(): void {
    for (const connection of this.#connections) connection.reset()
  }

  async close(): Promise<void> {
    this.reset()
    const closed = once(this.#server, 'close')
    this.#server.close()
    await closed
  }
}

class Connection {
  readonly #ends: readonly [Socket, Socket]
  readonly #lanes: readonly Lane[]
  readonly #faults: () => Faults
  #open = 2
  /** One end was reset, and the other one has not been told. */
  #broken = false
  onGone: () => void = () => {}

  constructor(near: Socket, far: Socket, parts: Omit<LaneParts, 'reset'>) {
    this.#ends = [near, far]
    this.#faults = parts.faults
    const reset = () => this.reset()
    this.#lanes = [new Lane(near, far, { ...parts, reset }), new Lane(far, near, { ...parts, reset })]
    for (const end of this.#ends) {
      end.on('error', () => {
        this.#broken = true
        this.wake()
      })
      end.on('close', () => {
        if (--this.#open > 0) return
        for (const lane of this.#lanes) lane.close()
        this.onGone()
      })
    }
  }

  wake(): void {
    if (this.#broken && !this.#faults().blackHole) return this.reset()
    for (const lane of this.#lanes) lane.wake()
  }

  reset(): void {
    for (const lane of this.#lanes) lane.close()
    for (const end of this.#ends) end.resetAndDestroy()
  }
}

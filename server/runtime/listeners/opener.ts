/**
 * Opens the listeners of runs: knows where the lab may listen, which of its own runs listen there already, and who else
 * does. Counterparts: `runtime/lab/lab.ts`, which calls it; `bind-plan.ts`, which address is which bind; `endpoints/`.
 */
import type { Origin } from '../../admission/asker.ts'
import { resolve } from 'node:path'
import type { BindAddress, Endpoint, ListenHandlers, OpenListener } from '../../endpoints/port.ts'
import type { By } from '#shared/protocol/by.ts'
import { LabError } from '../../core/errors.ts'
import { SharedLook } from '../../core/shared-look.ts'
import type { SocketTables } from '../../kernel/port.ts'
import { traitsOf } from '#programs/traits.ts'
import { forksWith } from '#shared/model/traits.ts'
import { PORT_RANGE } from '#shared/model/constants.ts'
import type { Listener, ListenAddress, Run as RunView, ProgramId, StreamTransport } from '#shared/protocol/model.ts'
import type { AnyOptions } from '#shared/model/options.ts'
import { conflicts, plain } from './bind-conflict.ts'
import { bindsOf, openAll } from './bind-plan.ts'
import type { Slot } from './early-connections.ts'
import type { ExplainTaken } from './port-taken.ts'
import { bindsWithoutReuse, isLeftOver } from './so-reuseaddr.ts'

export interface OpenerParts {
  readonly endpoints: Record<StreamTransport, Endpoint>
  /** Host of listeners whose request names none; an address, as are those that requests name. */
  readonly host: string
  /** Address of a host to listen on, looked up for this asker. Rejects with `address-unavailable`. */
  readonly bindAddressOf: (host: string, asker?: string) => Promise<string>
  /** Folder of unix sockets with a plain name. */
  readonly socketFolder: string
  /** Ports of runs that do not say where they listen, first to last. */
  readonly ports?: readonly [first: number, last: number]
  /** The kernel's tables, for listeners without reuse-address. */
  readonly tables: SocketTables
}

export interface Opening {
  readonly program: ProgramId
  readonly options: AnyOptions
  readonly listen: readonly ListenAddress[]
  readonly from: Origin | undefined
  /** Number of the first of these listeners; the others follow. */
  readonly first: number
}

export class ListenerOpener {
  readonly #parts: OpenerParts
  readonly #views: () => RunView[]
  readonly explain: ExplainTaken
  readonly #ports: readonly number[]

  /** @param views all runs of the lab, ended ones too @param explain adds who has a port */
  constructor(parts: OpenerParts, views: () => RunView[], explain: ExplainTaken) {
    this.#parts = parts
    this.#views = views
    this.explain = explain
    this.#ports = portsOf(parts.ports ?? PORT_RANGE)
  }

  /** With hosts as addresses: whoever binds them asks no name server. Rejects with `address-unavailable`. */
  placed(listen: readonly ListenAddress[], by: By | undefined): Promise<ListenAddress[]> {
    const { bindAddressOf } = this.#parts
    return Promise.all(
      listen.map(async (address) => {
        if (address.transport === 'unix' || address.host === undefined) return address
        return { ...address, host: await bindAddressOf(address.host, by?.address) }
      }),
    )
  }

  /**
   * Opens all or none. Throws what the endpoints throw, and `tls-not-shared`, `path-denied`, `path-in-use-by-run`,
   * `port-asked-twice`, `port-in-use-by-run`, `port-in-use-by-page`, `port-in-use-by-lab`.
   */
  async open(
    { program, options, listen, from, first }: Opening,
    handlersOf: (slot: Slot) => ListenHandlers,
  ): Promise<OpenListener[]> {
    if (listen.some(({ transport }) => transport === 'tls') && forksWith(traitsOf(program), options)) {
      throw new LabError('tls-not-shared')
    }
    const placed = listen.map((address) => {
      if (address.transport === 'udp') {
        throw new LabError('bad-request', { detail: 'this program listens for connections' })
      }
      return address.transport === 'unix' ? { ...address, path: this.#placeOf(address.path, from) } : address
    })
    const groups = placed.map((address) => bindsOf(address, this.#parts.host))
    // Opens a listener twice if the first port was free in one family only: the number is that of the one that stays.
    const slots = new Map<OpenListener, Slot>()
    const listeners = await openAll(groups, async (address) => {
      const slot = { number: 0 }
      const listener = await this.#open(address, handlersOf(slot), [...slots.keys()], options.reuseAddress)
      slots.set(listener, slot)
      return listener
    })
    listeners.forEach((listener, index) => (slots.get(listener)!.number = first + index))
    return listeners
  }

  /** A plain name means a file in the temporary folder; only somebody at this machine may give a path. */
  #placeOf(path: string, from: Origin | undefined): string {
    const named = /^[^/\p{Cc}]+$/u.test(path) && path !== '.' && path !== '..'
    if (!named && from?.atMachine === false) throw new LabError('path-denied', { path })
    const place = named ? `${this.#parts.socketFolder}/${path}` : resolve(path)
    // A run of this lab gets no test connection, which its program would see.
    const holder = this.#living().find(({ listeners }) => listeners.some(({ path: own }) => own === place))
    if (holder) throw new LabError('path-in-use-by-run', { path: place, run: holder.id })
    return place
  }

  /** @param reuse false: only where bind(2) without SO_REUSEADDR would succeed */
  async #tryOpen(address: BindAddress, handlers: ListenHandlers, reuse = true): Promise<OpenListener> {
    if (!reuse && address.transport !== 'unix')
      await bindsWithoutReuse(this.#parts.tables, address, this.#wasDual(address.port))
    return this.#parts.endpoints[address.transport].listen(address, handlers)
  }

  /** Whether a run of this lab has listened on this port for both families. */
  #wasDual(port: number): boolean {
    return this.#views().some(({ listeners }) =>
      listeners.some((listener) => listener.port === port && listener.host === '::' && !listener.ipv6Only),
    )
  }

  /** @param own what the same request has already opened */
  async #open(
    address: BindAddress,
    handlers: ListenHandlers,
    own: readonly OpenListener[],
    reuse?: boolean,
  ): Promise<OpenListener> {
    try {
      return await this.#tryOpen(address, handlers, reuse)
    } catch (error) {
      throw this.explain(
        error,
        'tcp',
        own.map(({ bound }) => bound),
      )
    }
  }

  /** The first free port of the lab's, on its host. Throws `no-free-port`. */
  openNextFree(handlers: ListenHandlers, reuse?: boolean): Promise<OpenListener> {
    return this.nextFree((port) => this.#tryOpen({ transport: 'tcp', host: this.#parts.host, port }, handlers, reuse))
  }

  /** The same for any way to open a port. */
  async nextFree<T>(open: (port: number) => Promise<T>): Promise<T> {
    const ours = this.#ourPorts()
    for (const port of this.#ports) {
      if (ours.has(port)) continue
      try {
        return await open(port)
      } catch (error) {
        if (!isPortInUse(error) && !isLeftOver(error)) throw error
      }
    }
    throw new LabError('no-free-port', { first: this.#ports[0]!, last: this.#ports.at(-1)! })
  }

  /** The first port on which `openNextFree` would listen, by the kernel's tables, and by the lab's own runs where there are none; null for none. */
  suggestPort(): Promise<number | null> {
    return this.#suggested.ask()
  }

  /** Every list of the runs has it, and each look reads the kernel's tables. */
  readonly #suggested = new SharedLook(async () => {
    const ours = this.#ourPorts()
    const reading = await this.#parts.tables.read(new Set(this.#ports))
    const rows = 'absent' in reading ? [] : reading.rows
    const host = plain(this.#parts.host)
    const listened = rows.filter(({ proto, state, local }) => {
      return proto === 'tcp' && state === 'LISTEN' && conflicts(host, local.host, false)
    })
    const taken = new Set(listened.map(({ local }) => local.port))
    return this.#ports.find((port) => !ours.has(port) && !taken.has(port)) ?? null
  })

  #ourPorts(): Set<number> {
    return new Set(this.#ours().map((listener) => listener.port))
  }

  /** Listeners of runs that live. */
  #ours(): Listener[] {
    return this.#living().flatMap(({ listeners }) => listeners)
  }

  #living(): RunView[] {
    return this.#views().filter(({ state }) => state === 'running' || state === 'stopping')
  }
}

function portsOf([first, last]: readonly [number, number]): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}

const isPortInUse = (error: unknown): error is LabError => error instanceof LabError && error.code === 'port-in-use'

/**
 * A lab and all who do something to it: pages, raw clients, runs, a proxy with faults. Counterparts: `steps.ts`, what they
 * may do next; `round.ts`, which lets them, and looks at what is left.
 */
import { createSocket, type Socket as Datagrams } from 'node:dgram'
import type { Socket } from 'node:net'
import type { LabEvent } from '#shared/protocol/events.ts'
import type { Listener, Run } from '#shared/protocol/model.ts'
import { FaultProxy } from '../fault-proxy/proxy.ts'
import type { LoadLab } from '../load/lab.ts'
import { differing } from './differing.ts'
import { FuzzPage } from './page.ts'
import type { Random } from './random.ts'
import { Rest } from './rest.ts'

/** Calls that are under way at once. */
const MOST_CALLS = 12

export class World {
  readonly lab: LoadLab
  readonly random: Random
  readonly rest: Rest
  readonly proxy: FaultProxy
  readonly datagrams: Datagrams
  readonly pages: FuzzPage[] = []
  readonly clients = new Set<Socket>()
  /** Those that it started, as last answered. */
  readonly runs = new Map<string, Run>()
  /** Runs that were told to stop. */
  readonly stopped = new Set<string>()
  /** Events that pages saw, as they were sent. */
  readonly seen = new Map<string, Map<number, LabEvent>>()
  readonly problems: string[] = []
  /** Participants that pages were told of, to do something to. */
  readonly participants = new Map<string, Set<number>>()
  readonly #calls = new Set<Promise<unknown>>()
  #pages = 0

  private constructor(lab: LoadLab, random: Random, proxy: FaultProxy) {
    this.lab = lab
    this.random = random
    this.proxy = proxy
    this.rest = new Rest(lab.webPort, (what) => this.problem(what))
    this.datagrams = createSocket('udp4').on('error', () => {})
  }

  static async open(lab: LoadLab, random: Random): Promise<World> {
    return new World(lab, random, await FaultProxy.open(lab.webPort))
  }

  problem(what: string): void {
    if (this.problems.length < 20) this.problems.push(what)
  }

  saw(run: string, event: LabEvent): void {
    const seen = this.seen.get(run) ?? new Map<number, LabEvent>()
    this.seen.set(run, seen)
    const before = seen.get(event.seq)
    const difference = before ? differing(before, event) : ''
    if (difference) this.problem(`event ${event.seq} of ${run} was seen in two ways: ${difference}`)
    seen.set(event.seq, event)
    if (event.participant === 0) return
    const known = this.participants.get(run) ?? new Set()
    this.participants.set(run, known.add(event.participant))
  }

  get live(): Run[] {
    return [...this.runs.values()].filter(({ id }) => !this.stopped.has(id))
  }

  listeners(fits: (listener: Listener) => boolean = () => true): Listener[] {
    return this.live.flatMap(({ listeners }) => listeners).filter(fits)
  }

  /** Lets a call go on beside what follows; waits where too many are under way. */
  async call(work: () => Promise<unknown>): Promise<void> {
    if (this.#calls.size >= MOST_CALLS) await Promise.race(this.#calls)
    const call: Promise<unknown> = work()
      .catch((error: unknown) => this.problem(String(error instanceof Error ? error.stack : error)))
      .finally(() => this.#calls.delete(call))
    this.#calls.add(call)
  }

  async allCalls(): Promise<void> {
    while (this.#calls.size > 0) await Promise.all(this.#calls)
  }

  page(): void {
    const page = new FuzzPage(String(++this.#pages), this)
    this.pages.push(page)
    page.connect(this.webPort, this.lab.webPort)
  }

  /** The lab's, or the proxy's. */
  get webPort(): number {
    return this.random.chance(0.3) ? this.proxy.port : this.lab.webPort
  }

  client(socket: Socket): void {
    this.clients.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => this.clients.delete(socket))
    socket.resume()
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.destroy()
    for (const page of this.pages) page.cut()
    this.datagrams.close()
    await this.proxy.close()
  }
}

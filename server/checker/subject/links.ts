/**
 * The connections of one stage with the checked program, by number, whichever of the two has connected; each says what happens to it.
 * Counterparts: `client.ts`, one of them; `stages/play.ts`, which records what they say.
 */
import type { Socket } from 'node:net'
import type { Happened } from '../history/history.ts'
import { Client, type ClientListener } from './client.ts'
import { Host } from './host.ts'

/** Bytes of a connection that are kept; one that says more is read no more, and that is said. A relay is given 8 MiB to pass on. */
const MOST_HEARD = 16 * 1_048_576
/** Of a program that connects nobody wants so much. */
const MOST_OF_CLIENT = 262_144

export class Links {
  /** Port of the end that is not the one all share, by number. */
  readonly ports = new Map<number, number>()
  readonly #record: (happened: Happened) => void
  readonly #clients = new Map<number, Client>()
  #host: Host | null = null

  constructor(record: (happened: Happened) => void) {
    this.#record = record
  }

  /** The lab connects. Throws the system's code, such as ECONNREFUSED. */
  async connect(client: number, host: string, port: number): Promise<void> {
    const made = await Client.connect(host, port, this.#listener(client))
    this.#add(client, made, made.port)
  }

  /** The lab listens; who comes is numbered from 1 on. Throws the system's code. */
  async open(host: string, port: number): Promise<void> {
    this.#host = await Host.open(host, port, {
      came: (socket) => this.#came(socket),
      strayed: (otherHost, otherPort) => this.#record({ kind: 'strayed', host: otherHost, port: otherPort }),
    })
  }

  #came(socket: Socket): void {
    const number = this.#clients.size + 1
    const made = Client.accepted(socket, this.#listener(number))
    this.#add(number, made, made.remotePort)
  }

  #add(client: number, made: Client, port: number): void {
    this.#clients.set(client, made)
    this.ports.set(client, port)
    this.#record({ kind: 'connected', client, port })
  }

  #listener(client: number): ClientListener {
    let kept = 0
    return {
      heard: (bytes) => {
        const most = this.#host ? MOST_OF_CLIENT : MOST_HEARD
        if (kept > most) return
        kept += bytes.length
        this.#record({ kind: 'heard', client, bytes })
        if (kept <= most) return
        this.#clients.get(client)?.pause()
        this.#record({ kind: 'flooded', bytes: kept })
      },
      closed: (how) => this.#record({ kind: 'closed', client, how }),
    }
  }

  get count(): number {
    return this.#clients.size
  }

  of(client: number): Client | undefined {
    return this.#clients.get(client)
  }

  /** By RST, so that no port stays in TIME_WAIT. */
  resetAll(): void {
    for (const client of this.#clients.values()) client.reset()
    this.#clients.clear()
    this.ports.clear()
  }

  close(): void {
    this.resetAll()
    this.#host?.close()
  }
}

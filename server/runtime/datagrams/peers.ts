/**
 * The addresses that a program without connections exchanges datagrams with: numbers, names, counts. Counterparts:
 * `datagram-run.ts`, which tells what they send; `runtime/streams/peers.ts`, the same for connections.
 * Invariant: bounded. A sender can write any source address on a datagram, so that those who have been silent longest are
 * forgotten when there are too many; a browser's and the target are not.
 */
import { hostPort } from '#shared/net/address.ts'
import type { DatagramSocket, Place } from '../../endpoints/datagram-port.ts'
import type { Participant, ParticipantState } from '#shared/protocol/model.ts'
import type { Ends } from '../../kernel/run-sockets.ts'

/** Those forgotten who are still told to a new viewer; older ones are read from the journal. */
const KEEP_GONE = 100

export interface Newcomer {
  readonly place: Place
  /** The program's socket that reaches it. */
  readonly socket: DatagramSocket
  /** The name that a browser chose, null for anybody else. */
  readonly webName: string | null
  /** The program sends to it first. */
  readonly target: boolean
}

export class Correspondent {
  readonly id: number
  readonly place: Place
  readonly socket: DatagramSocket
  readonly web: boolean
  readonly target: boolean
  readonly name: string
  state: ParticipantState = 'open'
  joinedSeq = 0
  leftSeq: number | null = null
  readonly said = { bytes: 0, lines: 0 }
  readonly heard = { bytes: 0, lines: 0 }

  constructor(id: number, { place, socket, webName, target }: Newcomer) {
    this.id = id
    this.place = place
    this.socket = socket
    this.web = webName !== null
    this.target = target
    this.name = webName ?? (target ? this.address : `:${place.port}`)
  }

  get address(): string {
    const { host, port } = this.place
    return hostPort(host, port)
  }

  view(): Participant {
    const { id, name, web, address, state, joinedSeq, leftSeq } = this
    const counts = { said: { ...this.said }, heard: { ...this.heard }, held: 0, queued: 0, unread: false }
    return { id, name, via: 'udp', web, address, state, joinedSeq, leftSeq, ...counts }
  }

  ends(): Ends {
    return { participant: this.id, local: this.socket.local, remote: this.place, transport: 'udp' }
  }
}

export class Correspondents implements Iterable<Correspondent> {
  readonly #most: number
  /** By address; who was heard last is last. */
  readonly #here = new Map<string, Correspondent>()
  readonly #byId = new Map<number, Correspondent>()
  readonly #gone: Participant[] = []
  #lastId = 0

  /** @param most how many are kept */
  constructor(most: number) {
    this.#most = most
  }

  get size(): number {
    return this.#here.size
  }

  get(id: number): Correspondent | undefined {
    return this.#byId.get(id)
  }

  [Symbol.iterator](): Iterator<Correspondent> {
    return this.#here.values()
  }

  /** Who sends from this address, and is heard now; undefined for somebody new. */
  heard(place: Place): Correspondent | undefined {
    const key = keyOf(place)
    const known = this.#here.get(key)
    if (!known) return undefined
    this.#here.delete(key)
    this.#here.set(key, known)
    return known
  }

  add(newcomer: Newcomer): Correspondent {
    const one = new Correspondent(++this.#lastId, newcomer)
    this.#here.set(keyOf(one.place), one)
    this.#byId.set(one.id, one)
    return one
  }

  /** Who has to go, so that there is room for one more; null where there is room. */
  get excess(): Correspondent | null {
    if (this.#here.size < this.#most) return null
    for (const one of this) if (!one.web && !one.target) return one
    return null
  }

  remove(one: Correspondent): void {
    one.state = 'closed'
    this.#here.delete(keyOf(one.place))
    this.#byId.delete(one.id)
    this.#gone.push(one.view())
    if (this.#gone.length > KEEP_GONE) this.#gone.shift()
  }

  views(): Participant[] {
    return [...this.#gone, ...[...this].map((one) => one.view())].sort((a, b) => a.id - b.id)
  }
}

const keyOf = ({ host, port }: Place): string => `${host} ${port}`

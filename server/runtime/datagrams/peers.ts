/**
 * The addresses that a program without connections exchanges datagrams with: numbers, names, counts. Counterparts:
 * `datagram-run.ts`, which reports what they send; `runtime/streams/peers.ts`, the same for connections.
 * Invariant: bounded. A sender can forge any source address, so beyond the limit the peers that were silent longest are
 * forgotten, except browsers and the target.
 */
import { hostPort, type SocketAddress } from '#shared/net/address.ts'
import type { DatagramSocket } from '../../endpoints/datagram-port.ts'
import type { Participant, ParticipantState } from '#shared/protocol/model.ts'
import { namedIn, type Given, type Nameable } from '../run/naming.ts'
import type { Ends } from '../../kernel/run-sockets.ts'

/** Forgotten peers that a new viewer still gets; older ones come from the journal. */
const KEEP_GONE = 100

export interface Newcomer {
  readonly remote: SocketAddress
  /** The program's socket that reaches it. */
  readonly socket: DatagramSocket
  /** The name that a browser chose, null for anybody else. */
  readonly webName: string | null
  /** The program sends to it first. */
  readonly target: boolean
}

export class DatagramPeer implements Nameable {
  readonly id: number
  readonly remote: SocketAddress
  readonly socket: DatagramSocket
  readonly web: boolean
  readonly target: boolean
  given: Given | null = null
  readonly #ownName: string
  state: ParticipantState = 'open'
  joinedSeq = 0
  leftSeq: number | null = null
  readonly sent = { bytes: 0, lines: 0 }
  readonly received = { bytes: 0, lines: 0 }

  constructor(id: number, { remote, socket, webName, target }: Newcomer) {
    this.id = id
    this.remote = remote
    this.socket = socket
    this.web = webName !== null
    this.target = target
    this.#ownName = webName ?? (target ? this.address : `:${remote.port}`)
  }

  get name(): string {
    return this.given?.name ?? this.#ownName
  }

  get host(): string {
    return this.remote.host
  }

  get address(): string {
    const { host, port } = this.remote
    return hostPort(host, port)
  }

  view(): Participant {
    const { id, web, address, state, joinedSeq, leftSeq } = this
    const counts = { sent: { ...this.sent }, received: { ...this.received }, partialBytes: 0, queued: 0, paused: false }
    return { id, ...namedIn(this), via: 'udp', web, address, state, joinedSeq, leftSeq, ...counts }
  }

  ends(): Ends {
    return { participant: this.id, local: this.socket.local, remote: this.remote, transport: 'udp' }
  }
}

export class DatagramPeers implements Iterable<DatagramPeer> {
  readonly #most: number
  /** By address; the latest sender is last. */
  readonly #here = new Map<string, DatagramPeer>()
  readonly #byId = new Map<number, DatagramPeer>()
  readonly #gone: Participant[] = []
  #lastId = 0

  /** @param most how many are kept */
  constructor(most: number) {
    this.#most = most
  }

  get size(): number {
    return this.#here.size
  }

  get(id: number): DatagramPeer | undefined {
    return this.#byId.get(id)
  }

  [Symbol.iterator](): Iterator<DatagramPeer> {
    return this.#here.values()
  }

  /** The peer that sends from this address, now the latest; undefined for somebody new. */
  heard(remote: SocketAddress): DatagramPeer | undefined {
    const key = keyOf(remote)
    const known = this.#here.get(key)
    if (!known) return undefined
    this.#here.delete(key)
    this.#here.set(key, known)
    return known
  }

  add(newcomer: Newcomer): DatagramPeer {
    const one = new DatagramPeer(++this.#lastId, newcomer)
    this.#here.set(keyOf(one.remote), one)
    this.#byId.set(one.id, one)
    return one
  }

  /** The peer to forget so that there is room for one more; null where there is room. */
  get excess(): DatagramPeer | null {
    if (this.#here.size < this.#most) return null
    for (const one of this) if (!one.web && !one.target) return one
    return null
  }

  remove(one: DatagramPeer): void {
    one.state = 'closed'
    this.#here.delete(keyOf(one.remote))
    this.#byId.delete(one.id)
    this.#gone.push(one.view())
    if (this.#gone.length > KEEP_GONE) this.#gone.shift()
  }

  views(): Participant[] {
    return [...this.#gone, ...[...this].map((one) => one.view())].sort((a, b) => a.id - b.id)
  }
}

const keyOf = ({ host, port }: SocketAddress): string => `${host} ${port}`

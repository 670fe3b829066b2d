/**
 * Who is connected to a run, and who was: numbers, bookkeeping for viewers and for the journal.
 * Counterparts: `peer.ts`, one of them; `peer-places.ts`, who is let in; `stream-run.ts`, which tells what happens to them.
 */
import type { Ticket } from '../../admission/places.ts'
import type { Connection } from '../../endpoints/port.ts'
import type { Participant } from '#shared/protocol/model.ts'
import { Peer } from './peer.ts'
import type { Ends } from '../../kernel/run-sockets.ts'

/** Participants that left and are still told to a new viewer; older ones are read from the journal. */
const KEEP_GONE = 100

export class Peers implements Iterable<Peer> {
  readonly #here = new Map<number, Peer>()
  readonly #gone: { view: Participant; ends: Ends }[] = []
  readonly #maxLine: number
  #lastId = 0
  #whenEmpty: (() => void) | null = null

  /** @param maxLine absent where the program knows no lines */
  constructor(maxLine = 0) {
    this.#maxLine = maxLine
  }

  get size(): number {
    return this.#here.size
  }

  /** Those whom the program may know of: who is being disconnected is not among them. */
  get known(): number {
    let known = 0
    for (const { leaving } of this) if (!leaving) known++
    return known
  }

  get(id: number): Peer | undefined {
    return this.#here.get(id)
  }

  [Symbol.iterator](): Iterator<Peer> {
    return this.#here.values()
  }

  /** Those whom an audience of `others` counts. */
  get present(): Peer[] {
    return [...this.#here.values()].filter((peer) => peer.present)
  }

  /** Gives a connection its number. @param place null for a connection that the program has made */
  admit(connection: Connection, webName: string | null, place: Ticket | null): Peer {
    const peer = new Peer(++this.#lastId, connection, webName, this.#maxLine, place)
    this.#here.set(peer.id, peer)
    return peer
  }

  /** The connection is gone. */
  remove(peer: Peer): void {
    this.#here.delete(peer.id)
    this.#gone.push({ view: peer.view(), ends: endsOf(peer) })
    if (this.#gone.length > KEEP_GONE) this.#gone.shift()
    if (this.#here.size === 0) this.#whenEmpty?.()
  }

  /** Resolves when nobody is connected. */
  async emptied(): Promise<void> {
    if (this.#here.size > 0) await new Promise<void>((done) => (this.#whenEmpty = done))
  }

  /** Those who are here and the newest of those who left, by number. */
  views(): Participant[] {
    const gone = this.#gone.map(({ view }) => view)
    return [...gone, ...[...this].map((peer) => peer.view())].sort((a, b) => a.id - b.id)
  }

  /** The addresses of their connections, those of the newest who left first: the kernel may know these for a minute more. */
  ends(): Ends[] {
    // Unix sockets have no place in the tables of TCP.
    return [...this.#gone.map(({ ends }) => ends), ...[...this].map(endsOf)].filter(({ local }) => local.port !== 0)
  }
}

const endsOf = ({ id, connection: { local, remote } }: Peer): Ends => ({ participant: id, local, remote })

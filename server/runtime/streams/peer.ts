/**
 * One connection of a run with its state: who it is, what it sent and received, whether it is read.
 * Counterpart: `stream-run.ts`, which decides; a peer only counts and passes bytes on.
 */
import { hostPort } from '#shared/net/address.ts'
import type { Ticket } from '../../admission/places.ts'
import { LineFramer } from '../../core/line-framer.ts'
import type { Connection } from '../../endpoints/port.ts'
import type { Incoming } from '../../files/port.ts'
import type { By } from '#shared/protocol/by.ts'
import type { CloseReason } from '#shared/protocol/close-reason.ts'
import type { Disconnect } from '#shared/protocol/events.ts'
import type { IdleTimeout, Participant, ParticipantState, Silence } from '#shared/protocol/model.ts'
import { namedIn, type Given, type Nameable } from '../run/naming.ts'
import type { FilePeer, Outgoing } from '../transfers/peer.ts'
import type { Receiver } from './write-batch.ts'

/** Of those whom it waits for, so many are told: where nobody reads, everybody waits for everybody else. */
const WAITS_TOLD = 16

export class Peer implements Receiver, FilePeer, Nameable {
  readonly id: number
  readonly connection: Connection
  readonly framer: LineFramer
  readonly web: boolean
  given: Given | null = null
  state: ParticipantState = 'waiting'
  joinedSeq = 0
  leftSeq: number | null = null
  /** The program wants to read it. */
  wanted = false
  /** The teacher does not want it to be heard. */
  muted = false
  /** Why it is not read whatever the program wants, and whether it has the floor. Counterpart: `voices.ts`. */
  silent: Silence | null = null
  floor = false
  /** Why the lab ended it, if it did. */
  ending: CloseReason | null = null
  /** Somebody has asked for its end: the program no longer knows it. Counterpart: `disconnecting.ts`. */
  leaving: { readonly how: Disconnect; readonly by: By } | null = null
  stopTimer: (() => void) | null = null
  /** FIN has been sent to it, or follows what waits for it. */
  finSent = false
  /** When the kernel last took bytes for it, in microseconds since the run's start; null while none wait. */
  takenAt: number | null = null
  /** Whose queues have it wait. */
  waitsFor: readonly number[] = []
  /** Bytes meant for it when it could no longer be sent anything. */
  lost = 0
  /** Where its bytes go instead of into lines; null for lines. */
  incoming: Incoming | null = null
  /** The file that is being sent to it; null once all of it is with the connection. */
  outgoing: Outgoing | null = null
  /** Bytes read from it so far. */
  bytesRead = 0
  /** Called after each read, and when the program no longer wants to read it. */
  onRead: (() => void) | null = null
  /** Bytes read since the turn of the event loop began. */
  readThisTurn = 0
  /** In so many turns it must say little to count as one who does; 0 where it counts so. Counterpart: `read-gate.ts`. */
  talks = 0
  /** Bytes have come or gone since the run last looked. */
  stirred = false
  /** How long it may stay idle; null without a timer. Counterpart: `idle-timeout.ts`. */
  idleTimeout: IdleTimeout | null = null
  /**
   * When its partial line was last reported, in microseconds since the run's start, and the timer of the next report.
   */
  partialToldAt = -Infinity
  partialTimer: (() => void) | null = null
  /** Wake-up of its last read that completed no line. */
  partialWakeUp = 0
  readonly #sent = { bytes: 0, lines: 0 }
  readonly #received = { bytes: 0, lines: 0 }
  /** Its first bytes, while they do not tell what it speaks; null once its beginning has been checked. */
  opening: Uint8Array | null
  #reading = false
  /** What it is called while nobody has named it. */
  readonly #ownName: string

  /** Null for a connection that the program has made. */
  readonly place: Ticket | null

  /** @param webName the name that a browser chose, null for anybody else */
  constructor(id: number, connection: Connection, webName: string | null, maxLine: number, place: Ticket | null) {
    this.id = id
    this.connection = connection
    this.framer = new LineFramer(maxLine)
    this.web = webName !== null
    this.place = place
    this.opening = connection.via === 'tcp' && !this.web ? new Uint8Array() : null
    const nameless = connection.via === 'unix' ? `unix ${id}` : `:${connection.remote.port}`
    this.#ownName = webName ?? (place === null ? this.address : nameless)
  }

  /** Sends FIN after what waits for it, and goes on reading. */
  finish(): void {
    this.finSent = true
    this.connection.finish()
  }

  /** Sends RST, where the transport knows it, and drops what waits for it. */
  reset(): void {
    this.connection.reset()
  }

  get name(): string {
    return this.given?.name ?? this.#ownName
  }

  get host(): string {
    return this.connection.via === 'unix' ? this.connection.local.host : this.connection.remote.host
  }

  get address(): string {
    return addressOf(this.connection)
  }

  /** Accepted and not gone: part of the audience `others`. */
  get present(): boolean {
    return this.state === 'open' || this.state === 'ended'
  }

  countSent(bytes: number, lines: number): void {
    this.#sent.bytes += bytes
    this.#sent.lines += lines
  }

  deliver(bytes: Uint8Array, lines: number): void {
    if (!this.connection.send(bytes)) {
      this.lost += bytes.length
      return
    }
    this.stirred = true
    this.#received.bytes += bytes.length
    this.#received.lines += lines
  }

  /** Whether it is read; otherwise its bytes stay in the kernel. */
  get reading(): boolean {
    return this.#reading
  }

  set reading(on: boolean) {
    if (on === this.#reading) return
    this.#reading = on
    if (on) this.connection.resume()
    else this.connection.pause()
  }

  view(): Participant {
    const partial = this.state === 'closed' ? null : this.framer.partial
    return {
      id: this.id,
      ...namedIn(this),
      via: this.connection.via,
      ...(this.connection.listener !== null && { listener: this.connection.listener }),
      web: this.web,
      address: this.address,
      state: this.state,
      joinedSeq: this.joinedSeq,
      leftSeq: this.leftSeq,
      sent: { ...this.#sent },
      received: { ...this.#received },
      partialBytes: this.state === 'closed' ? 0 : this.framer.partialBytes,
      queued: this.state === 'closed' ? 0 : this.connection.queued,
      ...(this.takenAt !== null && this.state !== 'closed' && { takenAt: Math.round(this.takenAt) }),
      ...(this.waitsFor.length > 0 && this.state !== 'closed' && { waitsFor: this.waitsFor.slice(0, WAITS_TOLD) }),
      ...(partial && { partial }),
      paused: this.state !== 'closed' && this.state !== 'ended' && !this.#reading,
      ...(this.idleTimeout && this.state !== 'closed' && { idleTimeout: this.idleTimeout }),
      ...(this.silent !== null && this.state !== 'closed' && { silent: this.silent }),
      ...(this.floor && this.state !== 'closed' && { floor: true as const }),
    }
  }
}

/** The peer's address as text; for a unix socket the listener's path, since the peer has no address. */
export function addressOf({ via, local, remote: { host, port } }: Connection): string {
  if (via === 'unix') return local.host
  return hostPort(host, port)
}

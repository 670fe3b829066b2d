/**
 * Backpressure of one run: which senders are not read while a receiver takes too little, so that their bytes wait in the
 * kernel and their own writes block. Counterparts: `fan-out.ts`, which says what it wrote; `read-gate.ts`, which
 * asks; `waits-told.ts`, which tells of the waits that last.
 *
 * - `queues`: the program keeps a queue for each receiver. Only who filled it is paused, everybody else goes on.
 * - `sendall`: the program's only process stands in sendall until the kernel has taken everything, and reads nobody.
 * - `sendall-each`: each process stands there for what it sends itself.
 *
 * Invariant: with queues, nobody waits who has nothing in any of them.
 */
import type { Clock } from '../../core/clock.ts'
import { QUEUE_MOST } from '#shared/model/constants.ts'
import type { Sending } from '#shared/model/traits.ts'
import type { Peer } from './peer.ts'
import { QueuedInAll } from './queued-in-all.ts'
import { NOBODY, SendLedger } from './send-ledger.ts'
import { WaitsTold, type Backlog, type Blocked, type WaitEvents } from './waits-told.ts'

/** Bytes that one sender may have in a receiver's queue. */
const SENDER_MOST = 1_048_576
/** Bytes at which a queue takes no more of anybody who has some there. What is on its way then finds room below QUEUE_MOST. */
const QUEUE_FULL = 12_582_912
/** Bytes in all the queues of a run: beyond, the receiver of the largest is closed. */
const RUN_MOST = 67_108_864
/** A paused sender goes on once this part of its limit is left. */
const GO_ON_AT = 0.25
const TICK_MS = 250

/**
 * Bytes that each sender may have in a queue in which `total` bytes wait: as many as there is still room for. The more senders fill it, the less each
 * may have, and nobody has to know how many they are (dynamic thresholds: Choudhury and Hahne, IEEE/ACM ToN 6/2, 1998).
 */
const limitOf = (total: number): number => Math.min(SENDER_MOST, Math.max(0, QUEUE_FULL - total))

export interface BackpressureEvents extends WaitEvents {
  /** It took nothing for too long, or its queue is too large. */
  tooSlow(peer: Peer): void
  /** Who may be read, or where the program stands, has changed. */
  changed(): void
  /** What waits has changed, for viewers. */
  moved(): void
}

export interface BackpressureParts {
  readonly clock: Clock
  /** Microseconds since the run's start. */
  readonly now: () => number
  readonly sending: Sending
  /** A receiver that takes nothing for so many milliseconds is closed. */
  readonly slowMs: number
  readonly events: BackpressureEvents
}

export class Backpressure {
  readonly #parts: BackpressureParts
  readonly #backlogs = new Map<Peer, Backlog>()
  /** How many receivers pause a sender. */
  readonly #pausedBy = new Map<number, number>()
  readonly #waits: WaitsTold
  readonly #inAll = new QueuedInAll()
  #ticking = false
  #resting = false

  constructor(parts: BackpressureParts) {
    this.#parts = parts
    this.#waits = new WaitsTold(parts.sending === 'sendall', parts.events)
  }

  /** Whether this sender waits for a receiver. 0 is the program's keyboard. */
  holds(sender: number): boolean {
    return this.blocksProgram || this.#pausedBy.has(sender)
  }

  /** The only process of the program stands in sendall. */
  get blocksProgram(): boolean {
    return this.#parts.sending === 'sendall' && this.#backlogs.size > 0
  }

  /** Receivers that do take have fallen behind: who talks much waits for them. */
  get behind(): boolean {
    return this.#inAll.behind
  }

  /** Who has waited for whom long enough to be told of; another array whenever that changes. */
  get told(): readonly Blocked[] {
    return this.#waits.told
  }

  /** Bytes of these senders were given to the receiver's connection, which refuses them where it can send no more. */
  wrote(peer: Peer, segments: readonly { readonly from: number; readonly bytes: Uint8Array }[]): void {
    const { queued } = peer.connection
    const known = this.#backlogs.get(peer)
    if (queued === 0) return known && this.#end(known)
    if (!peer.connection.canSend) return
    const backlog = known ?? this.#begin(peer)
    for (const { from, bytes } of segments) if (from !== peer.id) backlog.ledger.add(from, bytes.length)
    this.#count(backlog, queued)
    if (!known && this.blocksProgram && this.#backlogs.size === 1) this.#parts.events.changed()
  }

  /** The kernel has taken bytes that had waited. */
  took(peer: Peer): void {
    const backlog = this.#backlogs.get(peer)
    if (!backlog) return
    const { queued } = peer.connection
    if (queued === 0) return this.#end(backlog)
    this.#progress(backlog)
    this.#count(backlog, queued)
  }

  /** This sender has gone: what waits of it is nobody's. */
  left({ id }: Peer): void {
    for (const backlog of this.#backlogs.values()) {
      backlog.ledger.disown(id)
      if (!backlog.paused.has(id)) continue
      this.#letGoOn(backlog, id)
      this.#waits.untell(backlog, (sender) => sender !== id)
      this.#parts.events.changed()
    }
  }

  /** This receiver has gone: nobody waits for it any more. */
  gone(peer: Peer): void {
    const backlog = this.#backlogs.get(peer)
    if (backlog) this.#end(backlog, true)
  }

  /** The run ends: nothing more is told, and who takes nothing has until the end of its own time. */
  rest(): void {
    this.#resting = true
  }

  #begin(peer: Peer): Backlog {
    const now = this.#parts.now()
    const { taken } = peer.connection
    peer.takenAt = now
    const ledger = new SendLedger()
    const counts = { counted: 0, standing: false, closing: false }
    const backlog = { peer, ledger, began: now, taken, paused: new Map(), told: null, ...counts }
    this.#backlogs.set(peer, backlog)
    this.#tickSoon()
    return backlog
  }

  #end(backlog: Backlog, lost = false): void {
    this.#backlogs.delete(backlog.peer)
    const caughtUp = this.#inAll.count(backlog, 0)
    backlog.peer.takenAt = null
    const held = caughtUp || backlog.paused.size > 0 || this.#parts.sending === 'sendall'
    for (const sender of [...backlog.paused.keys()]) this.#letGoOn(backlog, sender)
    this.#waits.untell(backlog, () => false, lost)
    if (held) this.#parts.events.changed()
    else this.#parts.events.moved()
  }

  /** So many bytes wait for a receiver. */
  #count(backlog: Backlog, queued: number): void {
    backlog.ledger.keep(queued)
    if (backlog.closing) return
    if (this.#inAll.count(backlog, queued)) this.#parts.events.changed()
    if (queued > QUEUE_MOST) this.#close(backlog)
    else if (this.#inAll.total > RUN_MOST) this.#close(this.#largest())
    if (!backlog.closing) this.#judge(backlog)
  }

  /** Pauses who has too much in this queue, and lets go on who has little left there. */
  #judge(backlog: Backlog): void {
    const { ledger, paused } = backlog
    const { sending } = this.#parts
    if (sending === 'sendall') return
    const limit = sending === 'sendall-each' ? 0 : limitOf(ledger.total)
    let changed = false
    for (const sender of [...paused.keys()]) {
      if (ledger.share(sender) > limit * GO_ON_AT) continue
      this.#letGoOn(backlog, sender)
      changed = true
    }
    for (const [sender, bytes] of ledger.shares) {
      if (bytes <= limit || sender === NOBODY || paused.has(sender)) continue
      paused.set(sender, this.#parts.now())
      this.#pausedBy.set(sender, (this.#pausedBy.get(sender) ?? 0) + 1)
      changed = true
    }
    if (!changed) return
    this.#waits.untell(backlog, (sender) => paused.has(sender))
    this.#parts.events.changed()
  }

  #largest(): Backlog {
    return [...this.#backlogs.values()].reduce((most, one) => (one.counted > most.counted ? one : most))
  }

  /** Who is being closed already has a time of its own for it. */
  #close(backlog: Backlog): void {
    if (backlog.peer.ending !== null) return
    backlog.closing = true
    if (this.#inAll.count(backlog, 0)) this.#parts.events.changed()
    this.#parts.events.tooSlow(backlog.peer)
  }

  #letGoOn({ paused }: Backlog, sender: number): void {
    paused.delete(sender)
    const left = this.#pausedBy.get(sender)! - 1
    if (left > 0) this.#pausedBy.set(sender, left)
    else this.#pausedBy.delete(sender)
  }

  #progress(backlog: Backlog): void {
    const { taken } = backlog.peer.connection
    if (taken === backlog.taken) return
    backlog.taken = taken
    backlog.peer.takenAt = this.#parts.now()
    this.#inAll.stands(backlog, false)
  }

  #tick(): void {
    this.#ticking = false
    if (this.#resting) return
    const now = this.#parts.now()
    for (const backlog of this.#backlogs.values()) {
      this.#progress(backlog)
      if (backlog.closing) continue
      this.#inAll.stands(backlog, now - (backlog.peer.takenAt ?? now) >= TICK_MS * 1000)
      if ((now - (backlog.peer.takenAt ?? now)) / 1000 >= this.#parts.slowMs) this.#close(backlog)
      else this.#waits.tell(backlog, now)
    }
    if (this.#backlogs.size === 0) return
    // Viewers see how much waits, and since when.
    this.#parts.events.changed()
    this.#tickSoon()
  }

  #tickSoon(): void {
    if (this.#ticking) return
    this.#ticking = true
    this.#parts.clock.after(TICK_MS, () => this.#tick())
  }
}

/**
 * Backpressure of one run: which senders are not read while a receiver takes too little, so that their bytes wait in the
 * kernel and their own writes block. Counterparts: `fan-out.ts`, which says what it wrote; `read-gate.ts`, which asks.
 *
 * - `queues`: the program keeps a queue for each receiver. Only who filled it is paused, everybody else goes on.
 * - `sendall`: the program's only process stands in sendall until the kernel has taken everything, and reads nobody.
 * - `sendall-each`: each process stands there for what it sends itself.
 *
 * Invariant: with queues, nobody waits who has less than its fair share in every queue.
 */
import type { Clock } from '../../core/clock.ts'
import type { Sending } from '#shared/model/traits.ts'
import type { Peer } from './peer.ts'
import { SendLedger } from './send-ledger.ts'

/** Bytes that one sender may have in a receiver's queue. */
const SENDER_MOST = 1_048_576
/** Bytes that a receiver's queue never exceeds: beyond, the receiver is closed. */
export const QUEUE_MOST = 16_777_216
/** When so many bytes wait in a queue, each of its senders may have its fair share of QUEUE_MOST, and no more. */
const FAIR_FROM = 8_388_608
/** Bytes in all the queues of a run: beyond, the receiver of the largest is closed. */
const RUN_MOST = 67_108_864
/** A paused sender goes on once this part of its limit is left. */
const GO_ON_AT = 0.25
/** Shorter waits are the daily life of a fast sender, and are not recorded. */
const WORTH_TELLING = 250_000
const TICK_MS = 250

/** Bytes that each of `senders` may have in a queue in which `total` bytes wait. */
const limitOf = (total: number, senders: number): number =>
  total > FAIR_FROM ? Math.min(SENDER_MOST, QUEUE_MOST / senders) : SENDER_MOST

/** What a receiver has not been given yet. */
interface Backlog {
  readonly peer: Peer
  readonly ledger: SendLedger
  /** When it began, in microseconds since the run's start. */
  readonly began: number
  /** Bytes that the kernel had taken when it last took any. */
  taken: number
  /** Whom it pauses, each with the moment when that began. 0 is the program's keyboard. */
  readonly paused: Map<number, number>
  /** Whom the journal was told of; null before. */
  told: Set<number> | null
  closing: boolean
}

/** Who waits for whom; `senders` is null where the whole program does. */
export type Blocked = { readonly peer: Peer; readonly senders: readonly number[] | null }

export interface BackpressureEvents {
  /** These have waited for the receiver for a while. */
  blocked(blocked: Blocked): void
  unblocked(blocked: Blocked): void
  /** It took nothing for too long, or its queue is too large. */
  tooSlow(peer: Peer): void
  /** Who may be read, or where the program stands, has changed. */
  changed(): void
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
  #told: readonly Blocked[] = []
  #ticking = false

  constructor(parts: BackpressureParts) {
    this.#parts = parts
  }

  /** Whether this sender waits for a receiver. 0 is the program's keyboard. */
  holds(sender: number): boolean {
    return this.blocksProgram || this.#pausedBy.has(sender)
  }

  /** The only process of the program stands in sendall. */
  get blocksProgram(): boolean {
    return this.#parts.sending === 'sendall' && this.#backlogs.size > 0
  }

  /** Who has waited for whom long enough to be told of; another array whenever that changes. */
  get told(): readonly Blocked[] {
    return this.#told
  }

  /** Bytes of these senders were given to the receiver's connection. */
  wrote(peer: Peer, segments: readonly { readonly from: number; readonly bytes: Uint8Array }[]): void {
    const { queued } = peer.connection
    const known = this.#backlogs.get(peer)
    if (queued === 0) return known && this.#end(known)
    const backlog = known ?? this.#begin(peer)
    for (const { from, bytes } of segments) if (from !== peer.id) backlog.ledger.add(from, bytes.length)
    backlog.ledger.keep(queued)
    this.#judge(backlog)
    if (!known && this.blocksProgram) this.#parts.events.changed()
  }

  /** The kernel has taken bytes that had waited. */
  took(peer: Peer): void {
    const backlog = this.#backlogs.get(peer)
    if (!backlog) return
    const { queued } = peer.connection
    if (queued === 0) return this.#end(backlog)
    this.#progress(backlog)
    backlog.ledger.keep(queued)
    this.#judge(backlog)
  }

  /** Nothing waits for this peer any more, and nothing of it is waited for. */
  gone(peer: Peer): void {
    const backlog = this.#backlogs.get(peer)
    if (backlog) this.#end(backlog)
  }

  #begin(peer: Peer): Backlog {
    const now = this.#parts.now()
    const { taken } = peer.connection
    peer.takenAt = now
    const backlog = { peer, ledger: new SendLedger(), began: now, taken, paused: new Map(), told: null, closing: false }
    this.#backlogs.set(peer, backlog)
    this.#tickSoon()
    return backlog
  }

  #end(backlog: Backlog): void {
    this.#backlogs.delete(backlog.peer)
    backlog.peer.takenAt = null
    for (const sender of [...backlog.paused.keys()]) this.#letGoOn(backlog, sender)
    this.#untell(backlog, () => false)
    this.#parts.events.changed()
  }

  /** Pauses who has too much in this queue, and lets go on who has little left there. */
  #judge(backlog: Backlog): void {
    const { ledger, paused } = backlog
    if (this.#isTooLarge(backlog)) return
    const each = this.#parts.sending === 'sendall-each'
    if (this.#parts.sending === 'sendall') return
    const limit = each ? 0 : limitOf(ledger.total, ledger.shares.size)
    let changed = false
    for (const sender of [...paused.keys()]) {
      if (ledger.share(sender) > limit * GO_ON_AT) continue
      this.#letGoOn(backlog, sender)
      changed = true
    }
    for (const [sender, bytes] of ledger.shares) {
      if (bytes <= limit || paused.has(sender)) continue
      paused.set(sender, this.#parts.now())
      this.#pausedBy.set(sender, (this.#pausedBy.get(sender) ?? 0) + 1)
      changed = true
    }
    if (!changed) return
    this.#untell(backlog, (sender) => paused.has(sender))
    this.#parts.events.changed()
  }

  #isTooLarge(backlog: Backlog): boolean {
    if (backlog.closing) return true
    if (backlog.peer.connection.queued > QUEUE_MOST) return this.#close(backlog)
    let all = 0
    let largest = backlog
    for (const other of this.#backlogs.values()) {
      if (other.closing) continue
      all += other.peer.connection.queued
      if (other.peer.connection.queued > largest.peer.connection.queued) largest = other
    }
    if (all <= RUN_MOST) return false
    this.#close(largest)
    return largest === backlog
  }

  #close(backlog: Backlog): true {
    backlog.closing = true
    this.#parts.events.tooSlow(backlog.peer)
    return true
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
  }

  #tick(): void {
    this.#ticking = false
    const now = this.#parts.now()
    for (const backlog of [...this.#backlogs.values()]) {
      this.#progress(backlog)
      if (backlog.closing) continue
      if ((now - backlog.peer.takenAt!) / 1000 >= this.#parts.slowMs) this.#close(backlog)
      else this.#tell(backlog, now)
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

  /** Tells of those who have waited for a while. */
  #tell(backlog: Backlog, now: number): void {
    const { peer, paused, told } = backlog
    if (this.#parts.sending === 'sendall') {
      if (told !== null || now - backlog.began < WORTH_TELLING) return
      backlog.told = new Set()
      this.#parts.events.blocked({ peer, senders: null })
      return this.#tellAnew()
    }
    const senders = [...paused]
      .filter(([sender, since]) => !told?.has(sender) && now - since >= WORTH_TELLING)
      .map(([sender]) => sender)
    if (senders.length === 0) return
    backlog.told = new Set([...(told ?? []), ...senders])
    this.#parts.events.blocked({ peer, senders })
    this.#tellAnew()
  }

  /** Tells that those of whom was told go on, but for who still waits. */
  #untell(backlog: Backlog, waits: (sender: number) => boolean): void {
    const { peer, told } = backlog
    if (told === null) return
    if (this.#parts.sending === 'sendall') {
      backlog.told = null
      this.#parts.events.unblocked({ peer, senders: null })
      return this.#tellAnew()
    }
    const senders = [...told].filter((sender) => !waits(sender))
    if (senders.length === 0) return
    const left = [...told].filter(waits)
    backlog.told = left.length > 0 ? new Set(left) : null
    this.#parts.events.unblocked({ peer, senders })
    this.#tellAnew()
  }

  #tellAnew(): void {
    this.#told = [...this.#backlogs.values()].flatMap(({ peer, told }) =>
      told === null ? [] : [{ peer, senders: this.#parts.sending === 'sendall' ? null : [...told] }],
    )
    this.#parts.events.changed()
  }
}

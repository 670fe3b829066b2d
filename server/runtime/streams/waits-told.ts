/**
 * Which waits for a receiver have lasted long enough to be told of: to the journal, and to viewers. Counterpart: `backpressure.ts`,
 * which knows who waits.
 * Invariant: whoever is told of as waiting is told of again when it goes on.
 */
import type { Peer } from './peer.ts'
import type { SendLedger } from './send-ledger.ts'

/** Microseconds. Shorter waits are the daily life of a fast sender. */
const WORTH_TELLING = 250_000

/** What a receiver has not been given yet. */
export interface Backlog {
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
  /** Bytes of it that count in all queues. Counterpart: `queued-in-all.ts`. */
  counted: number
  /** Its receiver has taken nothing for a while. */
  standing: boolean
  /** It is to be closed: it counts no more, and nothing is judged by it. */
  closing: boolean
}

/** Who waits for whom. */
export interface Blocked {
  readonly peer: Peer
  /** Null where the whole program does. */
  readonly senders: readonly number[] | null
}

export interface WaitEvents {
  /** These have waited for the receiver for a while. */
  blocked(blocked: Blocked): void
  /** @param lost the receiver has gone: sendall failed */
  unblocked(blocked: Blocked, lost: boolean): void
}

export class WaitsTold {
  readonly #whole: boolean
  readonly #events: WaitEvents
  #told: readonly Blocked[] = []

  /** @param whole the whole program waits, and not one sender or another */
  constructor(whole: boolean, events: WaitEvents) {
    this.#whole = whole
    this.#events = events
  }

  /** Who has waited for whom long enough; another array whenever that changes. */
  get told(): readonly Blocked[] {
    return this.#told
  }

  /** Tells of those who have waited for a while. */
  tell(backlog: Backlog, now: number): void {
    const { peer, paused, told } = backlog
    if (this.#whole) {
      if (told !== null || now - backlog.began < WORTH_TELLING) return
      backlog.told = new Set()
      this.#events.blocked({ peer, senders: null })
      return this.#change(backlog)
    }
    const senders = [...paused]
      .filter(([sender, since]) => !told?.has(sender) && now - since >= WORTH_TELLING)
      .map(([sender]) => sender)
    if (senders.length === 0) return
    backlog.told = new Set([...(told ?? []), ...senders])
    this.#events.blocked({ peer, senders })
    this.#change(backlog)
  }

  /** Tells that those of whom was told go on, but for who still waits. */
  untell(backlog: Backlog, waits: (sender: number) => boolean, lost = false): void {
    const { peer, told } = backlog
    if (told === null) return
    if (this.#whole) {
      backlog.told = null
      this.#events.unblocked({ peer, senders: null }, lost)
      return this.#change(backlog)
    }
    const senders = [...told].filter((sender) => !waits(sender))
    if (senders.length === 0) return
    const left = [...told].filter(waits)
    backlog.told = left.length > 0 ? new Set(left) : null
    this.#events.unblocked({ peer, senders }, lost)
    this.#change(backlog)
  }

  #change({ peer, told }: Backlog): void {
    const others = this.#told.filter((one) => one.peer !== peer)
    this.#told = told === null ? others : [...others, { peer, senders: this.#whole ? null : [...told] }]
  }
}

/** Writes who waits for whom into the views of the peers. */
export function noteWaits(peers: Iterable<Peer>, told: readonly Blocked[]): void {
  for (const peer of peers) {
    const holders = told.filter(({ peer: { id }, senders }) => id !== peer.id && (senders?.includes(peer.id) ?? true))
    peer.waitsFor = holders.map(({ peer: { id } }) => id)
  }
}

/**
 * Backpressure of one run: when a receiver's queue is nearly full its producers are not read, so that their bytes
 * wait in the kernel and their own writes block, as the sheet's programs would. Counterpart: `stream-run.ts`.
 * Invariant: the bytes of a participant are never held up by that participant alone, since it gets none of its own.
 */
import type { Clock } from '../../core/clock.ts'
import { HIGH_WATER } from '../../endpoints/port.ts'
import type { Member } from './peer.ts'

/** Shorter hold-ups are the daily life of a fast sender and are not recorded. */
const WORTH_TELLING_MS = 250
const CHECK_MS = 1000

interface Clogged {
  told: boolean
  /** Bytes that the kernel had taken when it last took any, and when that was, in microseconds. */
  taken: number
  since: number
  stop: () => void
}

export interface FlowEvents {
  /** The producers have waited for this member for a while. */
  heldUp(member: Member): void
  released(member: Member): void
  /** It took nothing for too long while the others waited. */
  tooSlow(member: Member): void
  /** Who may be read has changed. */
  changed(): void
}

export class Flow {
  readonly #clock: Clock
  readonly #slowMs: number
  readonly #events: FlowEvents
  readonly #clogged = new Map<Member, Clogged>()

  constructor(clock: Clock, slowMs: number, events: FlowEvents) {
    this.#clock = clock
    this.#slowMs = slowMs
    this.#events = events
  }

  /** Whether the bytes of this member have a receiver that cannot take them now. */
  holds(member: Member): boolean {
    return this.#clogged.size > (this.#clogged.has(member) ? 1 : 0)
  }

  /** Some queue is nearly full: `sendall` to it would block. */
  get blocksSending(): boolean {
    return this.#clogged.size > 0
  }

  /** Looks at a queue after a write. */
  wrote(member: Member): void {
    if (member.connection.queued < HIGH_WATER || this.#clogged.has(member)) return
    const entry: Clogged = { told: false, taken: member.connection.taken, since: this.#clock.micros(), stop: () => {} }
    entry.stop = this.#clock.after(WORTH_TELLING_MS, () => {
      entry.told = true
      this.#events.heldUp(member)
      this.#watch(member)
    })
    this.#clogged.set(member, entry)
    this.#events.changed()
  }

  /** The queue has room again, or the member has gone. */
  cleared(member: Member): void {
    const entry = this.#clogged.get(member)
    if (!entry) return
    entry.stop()
    this.#clogged.delete(member)
    if (entry.told) this.#events.released(member)
    this.#events.changed()
  }

  #watch(member: Member): void {
    const entry = this.#clogged.get(member)
    if (!entry) return
    const { taken } = member.connection
    if (taken !== entry.taken) Object.assign(entry, { taken, since: this.#clock.micros() })
    const idle = (this.#clock.micros() - entry.since) / 1000
    if (idle >= this.#slowMs) this.#events.tooSlow(member)
    else entry.stop = this.#clock.after(Math.min(CHECK_MS, this.#slowMs - idle + 1), () => this.#watch(member))
  }
}

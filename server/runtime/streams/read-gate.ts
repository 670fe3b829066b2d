/**
 * Decides which connections of a run are read now. What is not read stays in the kernel. Counterparts: `connection-events.ts`, which
 * reports what was read; `backpressure.ts`, `runtime/run/stepper.ts`, whose word counts here.
 * Invariant: a connection is read only while its program wants it, nothing holds the run, and no receiver is full.
 */
import type { Flow } from './backpressure.ts'
import type { Member } from './peer.ts'
import type { Members } from './peers.ts'

/** Bytes of one participant that are read in one turn of the event loop. */
const MOST_A_TURN = 262_144

export class Reading {
  readonly #members: Members
  readonly #flow: Flow
  #open = false
  readonly #holds = new Set<string>()

  constructor(members: Members, flow: Flow) {
    this.#members = members
    this.#flow = flow
  }

  /** Withholds all reading for a reason of its own, or gives it up. */
  hold(reason: 'trouble' | 'journal-behind' | 'files-behind' | 'pace', on: boolean): void {
    if (this.#holds.has(reason) === on) return
    if (on) this.#holds.add(reason)
    else this.#holds.delete(reason)
    this.adjust()
  }

  /** Something holds all reading but the program itself. */
  get held(): boolean {
    return this.#holds.size > 0
  }

  /** The program wants to read this connection from now on, or no more. */
  want(member: Member, wanted: boolean): void {
    member.wanted = wanted
    member.reading = this.#may(member)
    if (!wanted) member.onRead?.()
  }

  /** Bytes of it were read. Node would go on reading a flooding socket up to 2 MiB in one turn, and all others would wait. */
  spend(member: Member, bytes: number): void {
    this.#open = true
    member.readThisTurn += bytes
    if (member.readThisTurn >= MOST_A_TURN) member.reading = false
  }

  /** Who may be read has changed. */
  adjust(): void {
    for (const member of this.#members) member.reading = this.#may(member)
  }

  /** The turn of the event loop is over: what is read from now on belongs to the next one. */
  turnOver(): void {
    this.#open = false
    for (const member of this.#members) {
      if (member.readThisTurn >= MOST_A_TURN) member.reading = this.#may(member)
      member.readThisTurn = 0
    }
  }

  #may(member: Member): boolean {
    if (member.readThisTurn >= MOST_A_TURN && this.#open) return false
    // What is read only to be dropped waits for nobody.
    if (member.leaving) return member.wanted
    return member.wanted && !this.held && !this.#flow.holds(member)
  }
}

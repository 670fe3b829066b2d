/**
 * Tells of reads that completed no line, when they happen: what `input()` or a raw terminal sends would else be seen by
 * nobody before the line ends, or the peer leaves. Counterparts: `core/line-framer.ts`, which keeps the bytes and knows which
 * reads were told; `connection-events.ts`, which reports the reads.
 * Invariants: the first such read is told at once, and then at most one event of a participant in `APART_MS`, with all the
 * reads since, each with its own time; what a line completes earlier is told with the line. A read that completes a line
 * costs nothing here.
 */
import type { Peer } from './peer.ts'
import type { StreamContext } from './context.ts'

/** Milliseconds between two events of one participant: 4 a second. */
export const APART_MS = 250

export class PartialLines {
  readonly #run: StreamContext

  constructor(run: StreamContext) {
    this.#run = run
  }

  /** A read of this participant completed no line. */
  read(peer: Peer): void {
    const { recorder, clock } = this.#run
    if (!peer.framer.partial) return // the program reads no lines
    peer.partialWakeUp = recorder.wakeUp()
    if (peer.partialTimer !== null) return
    const due = peer.partialToldAt + APART_MS * 1000
    if (recorder.now >= due) return this.tell(peer)
    peer.partialTimer = clock.after(Math.max(1, Math.ceil((due - recorder.now) / 1000)), () => {
      peer.partialTimer = null
      if (!this.#run.running || peer.state === 'closed') return
      this.tell(peer)
      this.#run.turn()
    })
  }

  /** Tells of what has not been told, if there is anything. */
  tell(peer: Peer): void {
    const fresh = peer.framer.takePartial()
    if (!fresh) return
    const { recorder } = this.#run
    peer.partialToldAt = recorder.now
    const { bytes, reads, readsAt, dropped, ...detail } = fresh
    const lists = { reads: [...reads], readsAt: [...readsAt], ...(dropped && { dropped: [...dropped] }) }
    recorder.record('partial-line', peer.id, { ...detail, ...lists }, bytes, peer.partialWakeUp)
  }
}

/**
 * Reports reads that completed no line as they happen: otherwise nobody would see what `input()` or a raw terminal
 * sends before the line ends or the peer leaves. Counterparts: `core/line-framer.ts`, which keeps the bytes and the
 * reported reads; `connection-events.ts`, which passes the reads on.
 * Invariants: the first such read is reported at once, then at most one event of a participant every `APART_MS`, with
 * all reads since, each with its own time; if the line completes earlier, its event reports them. A read that completes
 * a line costs nothing here.
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

  /** Notes a read of this participant that completed no line. */
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

  /** Reports the unreported reads, if any. */
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

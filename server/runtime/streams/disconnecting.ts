/**
 * Disconnects any participant of a run because somebody asked for it. Counterparts: `stream-run.ts`;
 * `connection-events.ts`, which reports what becomes of the connection; `read-gate.ts`, which keeps emptying it.
 *
 * From that moment the program has no more to do with the connection: its state drops it, nobody gets its bytes,
 * nothing is sent to it, and whoever waited for it goes on, even while the program or its reading is paused. `rst`: the
 * kernel sends RST at once. `fin`: FIN after what is queued for it; what it still sends is read and dropped until its
 * own FIN comes, for `lingerMs` at most; then close, because a socket that closes while bytes wait in it sends RST
 * instead of FIN (RFC 1122, 4.2.2.13). The kernel answers later bytes with RST.
 */
import { LabError } from '../../core/errors.ts'
import type { Input } from '#programs/common/program.ts'
import type { By } from '#shared/protocol/by.ts'
import type { Disconnect } from '#shared/protocol/events.ts'
import type { StreamContext } from './context.ts'

export class Disconnecting {
  readonly #run: StreamContext
  readonly #tell: (input: Input) => void

  constructor(run: StreamContext, tell: (input: Input) => void) {
    this.#run = run
    this.#tell = tell
  }

  /** Throws `run-not-running`, and `unknown-participant` if nobody with this number is connected. */
  ask(participant: number, how: Disconnect, by: By): void {
    const { peers, fanOut, recorder, readGate, transfers, backpressure, clock, limits, record } = this.#run
    if (!this.#run.running) throw new LabError('run-not-running', { run: record.id })
    const peer = peers.get(participant)
    if (!peer || peer.leaving) throw new LabError('unknown-participant', { run: record.id, participant })
    // What was sent before is on its way.
    fanOut.flush()
    const rest = peer.framer.end()
    if (rest) this.#run.recordLines(peer.id, rest, [])
    recorder.record('disconnect', peer.id, { how, by })
    peer.ending = 'disconnected'
    peer.leaving = { how, by }
    peer.state = 'closed'
    peer.stopTimer?.()
    peer.stopTimer = null
    transfers.gone(peer, false)
    this.#tell({ type: 'gone', who: peer.id })
    backpressure.left(peer)
    backpressure.gone(peer)
    if (how === 'rst') {
      readGate.want(peer, false)
      peer.reset()
    } else {
      peer.finish()
      peer.stopTimer = clock.after(limits.lingerMs, () => peer.connection.abandon())
      // Reads to empty it, whatever the program wants.
      readGate.want(peer, true)
    }
    this.#run.touch()
    this.#run.turn()
  }
}

/**
 * Takes a participant out of a run because somebody asked for it, whoever the participant is. Counterparts: `stream-run.ts`;
 * `connection-events.ts`, which tells what becomes of the connection; `read-gate.ts`, which goes on emptying it.
 *
 * The program has no more to do with the connection from the moment of the asking: in its state it is gone, its bytes are
 * told to nobody, nothing is sent to it, and whoever waited for it goes on, whatever holds the program or its reading.
 * `rst`: the kernel sends RST at once. `fin`: FIN after what is queued for it; what it still says is read and dropped until
 * its own FIN comes, for `lingerMs` at most, and then close: a socket that is closed while bytes wait in it sends RST
 * instead of FIN (RFC 1122, 4.2.2.13). What a peer says that ignores the FIN is answered by RST, by the kernel.
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

  /** Throws `run-not-running`, and `unknown-participant` where nobody of this number is connected. */
  ask(participant: number, how: Disconnect, by: By): void {
    const { peers, fanOut, recorder, readGate, transfers, backpressure, clock, limits, record } = this.#run
    if (!this.#run.running) throw new LabError('run-not-running', { run: record.id })
    const peer = peers.get(participant)
    if (!peer || peer.leaving) throw new LabError('unknown-participant', { run: record.id, participant })
    // What was said before is on its way to it.
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
    backpressure.gone(peer)
    if (how === 'rst') {
      readGate.want(peer, false)
      peer.connection.reset()
    } else {
      peer.connection.finish()
      peer.stopTimer = clock.after(limits.lingerMs, () => peer.connection.abandon())
      // To empty it, whatever the program wants.
      readGate.want(peer, true)
    }
    this.#run.touch()
    this.#run.turn()
  }
}

/**
 * Whose bytes a run reads, as the teacher wants it: who is muted, and who has the floor. Counterparts: `read-gate.ts`, which closes for
 * whoever is silent; `server/commands/hand.ts`, which asks.
 * Invariants: what a silent one sends waits in the kernel, where Recv-Q shows it, and nothing of it is lost; it still receives; the
 * floor is somebody's who is there, and everybody's again once that one is gone.
 */
import { LabError } from '../../core/errors.ts'
import type { By } from '#shared/protocol/by.ts'
import type { Silence } from '#shared/protocol/model.ts'
import { PROGRAM } from '#shared/model/constants.ts'
import type { RunRecord } from '../../journal/port.ts'
import type { Recorder } from '../run/recorder.ts'
import type { Peer } from './peer.ts'
import type { Peers } from './peers.ts'
import type { ReadGate } from './read-gate.ts'

/** What it needs of its run. */
interface Run {
  readonly record: RunRecord
  readonly running: boolean
  readonly peers: Peers
  readonly recorder: Recorder
  readonly readGate: ReadGate
  /** Its participants have changed. */
  touch(): void
  /** Schedules the end of this turn of the event loop. */
  turn(): void
}

export class Voices {
  readonly #run: Run
  #floor: number | null = null

  constructor(run: Run) {
    this.#run = run
  }

  /** Mutes somebody, or lets it be heard again. Throws `run-not-running`, and `unknown-participant` where nobody of this number is connected. */
  mute(participant: number, muted: boolean, by: By): void {
    const peer = this.#peer(participant)
    if (peer.muted === muted) return
    peer.muted = muted
    this.#record(participant, muted ? 'muted' : 'heard', by)
  }

  /** Gives the floor to somebody, or to everybody where it is null. Throws as `mute`. */
  giveFloor(participant: number | null, by: By): void {
    if (participant !== null) this.#peer(participant)
    if (this.floor === participant) return
    const before = this.floor
    this.#floor = participant
    this.#record(participant ?? before ?? PROGRAM, participant === null ? 'open' : 'floor', by)
  }

  /** Who alone is read; null where everybody is. */
  get floor(): number | null {
    const peer = this.#floor === null ? undefined : this.#run.peers.get(this.#floor)
    return peer && !peer.leaving && peer.state !== 'closed' ? peer.id : null
  }

  /** Why somebody is not read; null where this is no reason. */
  silenceOf({ id, muted, leaving }: Pick<Peer, 'id' | 'muted' | 'leaving'>): Silence | null {
    if (leaving) return null
    if (muted) return 'muted'
    const { floor } = this
    return floor === null || floor === id ? null : 'floor'
  }

  /** Throws `muted` or `no-floor` where this participant may not speak. */
  mustSpeak(participant: number): void {
    const peer = this.#run.peers.get(participant)
    const silence = peer ? this.silenceOf(peer) : null
    if (silence === 'muted') throw new LabError('muted', { run: this.#run.record.id, participant })
    if (silence === 'floor') {
      const name = this.#run.peers.get(this.#floor!)!.name
      throw new LabError('no-floor', { run: this.#run.record.id, name })
    }
  }

  /** A newcomer, before anything of it is read. */
  arrived(peer: Peer): void {
    peer.silent = this.silenceOf(peer)
  }

  /** The turn of the event loop is over: whoever has the floor may have gone. */
  turnOver(): void {
    if (this.#floor === null || this.floor !== null) return
    this.#floor = null
    this.#adjust()
  }

  /** The run stops: whatever waits is read. */
  letGo(): void {
    this.#floor = null
    for (const peer of this.#run.peers) peer.muted = false
    this.#adjust()
  }

  #adjust(): void {
    let news = false
    for (const peer of this.#run.peers) {
      const silent = this.silenceOf(peer)
      const floor = this.#floor === peer.id && silent === null
      if (peer.silent === silent && peer.floor === floor) continue
      peer.silent = silent
      peer.floor = floor
      news = true
    }
    if (!news) return
    this.#run.readGate.adjust()
    this.#run.touch()
    this.#run.turn()
  }

  #peer(participant: number): Peer {
    const { running, record, peers } = this.#run
    if (!running) throw new LabError('run-not-running', { run: record.id })
    const peer = peers.get(participant)
    if (!peer || peer.leaving) throw new LabError('unknown-participant', { run: record.id, participant })
    return peer
  }

  #record(participant: number, act: 'muted' | 'heard' | 'floor' | 'open', by: By): void {
    this.#run.recorder.recordBeside('class', participant, { act, by })
    this.#adjust()
  }
}

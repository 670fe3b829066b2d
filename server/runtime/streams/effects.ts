/**
 * Carries out what the program decided, on real connections. Counterparts: `programs/common/program.ts`, whose effects these
 * are; `connection-events.ts`, which tells what came of them.
 * Invariant: an effect is done at once and in order; bytes leave in the order of the events that record them.
 */
import type { Connection } from '../../endpoints/port.ts'
import { toLabError } from '../../core/errors.ts'
import { PROGRAM } from '#shared/model/constants.ts'
import type { Children } from '../run/children.ts'
import type { ConnectionEvents } from './connection-events.ts'
import type { Peer } from './peer.ts'
import type { StreamEffect } from '#programs/common/program.ts'
import type { Outer } from '../run/interpreter.ts'
import { conclude, drop, type StreamContext } from './context.ts'

export interface EffectParts {
  /** Connects to the target of the options. */
  readonly connect: () => Promise<Connection>
  /** Places for the children that the program forks. */
  readonly children: Children
  /** The program has ended by itself: the run is to be stopped. */
  readonly exited: () => void
}

export class Effects {
  readonly #run: StreamContext
  readonly #events: ConnectionEvents
  readonly #parts: EffectParts

  constructor(run: StreamContext, connectionEvents: ConnectionEvents, parts: EffectParts) {
    this.#run = run
    this.#events = connectionEvents
    this.#parts = parts
  }

  perform(effect: Outer<StreamEffect>): void {
    switch (effect.type) {
      case 'fan-out':
        return this.#fanOut(effect)
      case 'connect':
        return void this.#connect()
      case 'exit':
        return this.#parts.exited()
      default: {
        const peer = this.#run.peers.get(effect.who)
        if (peer && !peer.leaving) this.#performOn(peer, effect)
      }
    }
  }

  #performOn(peer: Peer, effect: Extract<StreamEffect, { who: number }>): void {
    const { fanOut, recorder, readGate, clock, transfers } = this.#run
    switch (effect.type) {
      case 'accept':
        fanOut.flush()
        peer.state = 'open'
        if (!this.#events.isArriving(peer)) recorder.record('accepted', peer.id, {})
        return
      case 'resume':
      case 'pause':
        return readGate.want(peer, effect.type === 'resume')
      case 'store':
        return transfers.incoming.begin(peer)
      case 'keep':
        return transfers.incoming.keep(peer)
      case 'send-file':
        return transfers.outgoing.begin(peer)
      case 'fork':
        return void this.#fork(peer)
      case 'finish':
        fanOut.flush()
        recorder.record('half-closed', peer.id, {})
        return peer.finish()
      case 'close':
        return conclude(peer, effect.why, this.#run)
      case 'timer':
        peer.stopTimer?.()
        peer.stopTimer = clock.after(effect.ms, () => this.#events.timedOut(peer))
    }
  }

  #fanOut({ from, lines, to }: Extract<StreamEffect, { type: 'fan-out' }>): void {
    this.#run.recordLines(from, lines, to)
    if (to === 'others') this.#run.fanOut.toOthers(from, lines)
    else if (to !== 'console') this.#run.fanOut.to(to, from, lines)
  }

  async #fork(peer: Peer): Promise<void> {
    const { recorder, readGate, turn } = this.#run
    const gone = this.#parts.children.take()
    // fork() = -1 EAGAIN: nobody will ever read it.
    if (!gone) return drop(peer, 'no-process')
    try {
      const child = await peer.connection.readInChild(gone)
      // The run may have been stopped meanwhile, or the connection closed: the child ends with it, and nothing is recorded.
      if (!this.#run.running || peer.state === 'closed') return
      readGate.want(peer, true)
      recorder.record('forked', peer.id, { child, parent: process.pid })
      this.#events.tell({ type: 'forked', who: peer.id, child, parent: process.pid })
    } catch {
      // None could be had, or it died before it stood ready: nobody was told of it, and nobody will ever read the connection.
      // Where that has gone before, there is nothing to end.
      if (this.#run.running && !peer.leaving && peer.state !== 'closed') drop(peer, 'no-process')
    }
    turn()
  }

  async #connect(): Promise<void> {
    try {
      this.#events.reached(await this.#parts.connect())
    } catch (thrown) {
      if (!this.#run.running) return
      const { host = '', port = 0 } = this.#run.record.options.target ?? {}
      const errno = String(toLabError(thrown).params['errno'] ?? toLabError(thrown).code)
      this.#run.recorder.record('unreached', PROGRAM, { host, port, errno })
      this.#events.tell({ type: 'unreached' })
    }
    this.#run.turn()
  }
}

/**
 * Carries out what the program decided, on real connections. Counterparts: `programs/common/program.ts`, whose effects these
 * are; `connection-events.ts`, which tells what came of them.
 * Invariant: an effect is done at once and in order; bytes leave in the order of the events that record them.
 */
import type { Connection } from '../../endpoints/port.ts'
import { toLabError } from '../../core/errors.ts'
import { PROGRAM } from '#shared/model/constants.ts'
import type { Intake } from './connection-events.ts'
import type { Member } from './peer.ts'
import type { OuterEffect } from '../run/interpreter.ts'
import { conclude, type RunContext } from './context.ts'

export interface EffectParts {
  /** Connects to the target of the options. */
  readonly connect: () => Promise<Connection>
  /** The program has ended by itself: the run is to be stopped. */
  readonly exited: () => void
}

export class Effects {
  readonly #run: RunContext
  readonly #intake: Intake
  readonly #parts: EffectParts

  constructor(run: RunContext, intake: Intake, parts: EffectParts) {
    this.#run = run
    this.#intake = intake
    this.#parts = parts
  }

  perform(effect: OuterEffect): void {
    switch (effect.type) {
      case 'deliver':
        return this.#deliver(effect)
      case 'connect':
        return void this.#connect()
      case 'receive':
      case 'print':
      case 'send':
        return // of datagrams: `runtime/datagrams/datagram-run.ts`
      case 'exit':
        return this.#parts.exited()
      default: {
        const member = this.#run.members.get(effect.who)
        if (member && !member.leaving) this.#performOn(member, effect)
      }
    }
  }

  #performOn(member: Member, effect: Extract<OuterEffect, { who: number }>): void {
    const { delivery, recorder, reading, clock, transfers } = this.#run
    switch (effect.type) {
      case 'accept':
        delivery.flush()
        member.state = 'open'
        if (!this.#intake.isArriving(member)) recorder.record('accepted', member.id, {})
        return
      case 'read':
      case 'hold':
        return reading.want(member, effect.type === 'read')
      case 'store':
        return transfers.receiving.begin(member)
      case 'keep':
        return transfers.receiving.keep(member)
      case 'send-file':
        return transfers.sending.begin(member)
      case 'fork':
        return void this.#fork(member)
      case 'finish':
        delivery.flush()
        recorder.record('half-closed', member.id, {})
        return member.connection.finish()
      case 'close':
        return conclude(member, effect.why, this.#run)
      case 'timer':
        member.stopTimer?.()
        member.stopTimer = clock.after(effect.ms, () => this.#intake.timedOut(member))
    }
  }

  #deliver({ from, lines, to }: Extract<OuterEffect, { type: 'deliver' }>): void {
    this.#run.recordLines(from, lines, to)
    if (to === 'others') this.#run.delivery.toOthers(from, lines)
    else if (to !== 'console') this.#run.delivery.to(to, lines)
  }

  async #fork(member: Member): Promise<void> {
    const { recorder, reading, turn } = this.#run
    try {
      const child = await member.connection.readInChild()
      // The run may have been stopped meanwhile, or the connection closed: the child ends with it, and nothing is recorded.
      if (!this.#run.running || member.state === 'closed') return
      reading.want(member, true)
      recorder.record('forked', member.id, { child, parent: process.pid })
      this.#intake.tell({ type: 'forked', who: member.id, child, parent: process.pid })
    } catch (error) {
      this.#intake.childDied(member, error instanceof Error ? error.message : String(error))
    }
    turn()
  }

  async #connect(): Promise<void> {
    try {
      this.#intake.reached(await this.#parts.connect())
    } catch (thrown) {
      if (!this.#run.running) return
      const { host = '', port = 0 } = this.#run.record.options.target ?? {}
      const errno = String(toLabError(thrown).params['errno'] ?? toLabError(thrown).code)
      this.#run.recorder.record('unreached', PROGRAM, { host, port, errno })
      this.#intake.tell({ type: 'unreached' })
    }
    this.#run.turn()
  }
}

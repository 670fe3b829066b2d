/**
 * What a teacher does to single participants of a run: mutes them, gives one the floor, keeps them out. Counterparts: `execute.ts`, which
 * has asked the policy; `runtime/streams/voices.ts` and `runtime/run/kept-out.ts`, which hold it.
 * Invariants: a browser is muted and kept out as a person, whatever participant and tab it comes by; whoever came without one is so as
 * that connection, or by its network; nothing of it outlives the run.
 */
import { LabError } from '../core/errors.ts'
import type { Lab } from '../runtime/lab/lab.ts'
import type { LiveRun } from '../runtime/lab/live-run.ts'
import { othersFrom } from '../runtime/run/kept-out.ts'
import type { WebParticipant } from '../runtime/run/web-participant.ts'
import type { Voices } from '../runtime/streams/voices.ts'
import { hostOf } from '#shared/net/address.ts'
import type { By } from '#shared/protocol/by.ts'
import type { CommandOf } from './command.ts'
import type { Own } from './own.ts'
import { personOf, type Who } from './who.ts'

export class Hand {
  readonly #lab: Lab
  readonly #own: Own
  /** Who muted whom, by person, in each run that lives. */
  readonly #muted = new WeakMap<LiveRun, Map<string, By>>()

  constructor(lab: Lab, own: Own) {
    this.#lab = lab
    this.#own = own
  }

  /** Throws `no-connection`, and what `Voices.mute` throws. */
  mute({ run: id, participant, muted }: CommandOf<'mute'>, by: By): void {
    const run = this.#run(id)
    voicesOf(run, participant).mute(participant, muted, by)
    const owner = this.#own.ownerOf(id, participant)
    if (!owner) return
    const people = this.#muted.get(run) ?? new Map<string, By>()
    this.#muted.set(run, people)
    if (muted) people.set(personOf(owner), by)
    else people.delete(personOf(owner))
    // Its other tabs are the same person.
    for (const other of this.#all(run, owner, participant)) run.voices?.mute(other, muted, by)
  }

  /** Throws `no-connection`, and what `Voices.giveFloor` throws. */
  giveFloor({ run: id, participant }: CommandOf<'give-floor'>, by: By): void {
    voicesOf(this.#run(id), participant ?? 0).giveFloor(participant, by)
  }

  /** Throws `unknown-participant`; `no-connection` for whoever came by datagrams without a browser. */
  keepOut({ run: id, participant }: CommandOf<'keep-out'>, by: By): void {
    const run = this.#run(id)
    const one = run.participants().find((other) => other.id === participant && other.state !== 'closed')
    if (!one) throw new LabError('unknown-participant', { run: id, participant })
    const owner = this.#own.ownerOf(id, participant)
    if (!owner && one.via === 'udp') throw new LabError('no-connection', { run: id, participant })
    // A browser comes from loopback, which is not to be kept out: it is asked who it is once it is in.
    const stranger = one.web ? 'newcomer' : { address: hostOf(one.address) }
    const who = owner ? { person: personOf(owner) } : stranger
    run.recorder.recordBeside('class', participant, { act: 'kept-out', by })
    run.keptOut.add(participant, one.name, who)
    const others = one.web ? [] : othersFrom(one, run.participants(), by.address)
    for (const other of [...this.#all(run, owner, participant), ...others]) this.#end(run, other, by)
  }

  /** Throws `not-kept-out`. */
  letIn({ run: id, participant }: CommandOf<'let-in'>, by: By): void {
    const run = this.#run(id)
    if (!run.keptOut.remove(participant)) throw new LabError('not-kept-out', { run: id, participant })
    run.recorder.recordBeside('class', participant, { act: 'let-in', by })
  }

  /** Somebody wants to join. Throws `kept-out`. */
  mayJoin(who: Who, id: string): void {
    if (this.#lab.live(id)?.keptOut.hasPerson(personOf(who))) throw new LabError('kept-out', { run: id })
  }

  /** The same once it has come in, since it may be kept out while its join is under way: it is disconnected then. Throws `kept-out`. */
  mustStay(who: Who, id: string, participant: WebParticipant): void {
    this.#lab.live(id)?.keptOut.known(participant.id, personOf(who))
    try {
      this.mayJoin(who, id)
    } catch (refusal) {
      participant.close('reset')
      throw refusal
    }
  }

  /** A person has come in by another participant, or by the first one; it may have gone again, and the run with it. */
  joined(who: Who, id: string, participant: number): void {
    const run = this.#lab.live(id)
    const by = run?.running ? this.#muted.get(run)?.get(personOf(who)) : undefined
    if (!by || !run?.participants().some((one) => one.id === participant && one.state !== 'closed')) return
    run.voices?.mute(participant, true, by)
  }

  /** Throws `muted` or `no-floor` where this participant may not speak. */
  mustSpeak(id: string, participant: number): void {
    this.#lab.live(id)?.voices?.mustSpeak(participant)
  }

  #run(id: string): LiveRun {
    const run = this.#lab.live(id)
    if (run?.running) return run
    this.#lab.view(id)
    throw new LabError('run-not-running', { run: id })
  }

  /** All of a person's participants; of whoever came without a browser this one. */
  #all(run: LiveRun, owner: Who | undefined, participant: number): number[] {
    if (!owner) return [participant]
    return run.participants().flatMap(({ id, state }) => {
      const whose = state === 'closed' ? undefined : this.#own.ownerOf(run.id, id)
      return whose && personOf(whose) === personOf(owner) ? [id] : []
    })
  }

  #end(run: LiveRun, participant: number, by: By): void {
    if (run.disconnecting) return run.disconnecting.ask(participant, 'fin', by)
    const owner = this.#own.ownerOf(run.id, participant)
    if (owner) this.#own.find(owner, run.id, participant)?.close('full')
  }
}

function voicesOf(run: LiveRun, participant: number): Voices {
  if (!run.voices) throw new LabError('no-connection', { run: run.id, participant })
  return run.voices
}

/**
 * What belongs to whom: the web participants that somebody brought in, the runs that somebody started. Counterparts:
 * `execute.ts`; `runtime/run/web-participant.ts`. Invariant: a participant leaves this list when its connection is gone.
 */
import type { WebParticipant } from '../runtime/run/web-participant.ts'
import type { Who } from './who.ts'

/** A web participant to whom it belongs: to look at. What it does is asked for by commands. */
export type OwnParticipant = Pick<WebParticipant, 'run' | 'id' | 'name' | 'ended' | 'onGone'>

class Belongings {
  readonly runs = new Set<string>()
  /** Oldest first. There are few: one is found by looking through them, without a key being made for it. */
  readonly participants: WebParticipant[] = []
  /** The page is gone for good. */
  gone = false
}

export class Own {
  readonly #of = new WeakMap<Who, Belongings>()

  startedRun(who: Who, run: string): void {
    this.#belongings(who).runs.add(run)
  }

  started(who: Who, run: string): boolean {
    return this.#of.get(who)?.runs.has(run) ?? false
  }

  /** Takes in a participant, or has it leave at once where its page has gone while it was being made. */
  broughtIn(who: Who, participant: WebParticipant): void {
    const { participants, gone } = this.#belongings(who)
    participants.push(participant)
    participant.onGone(() => participants.splice(participants.indexOf(participant), 1))
    if (gone) participant.close('full')
  }

  /** Oldest first. */
  participants(who: Who): readonly WebParticipant[] {
    return this.#of.get(who)?.participants ?? []
  }

  find(who: Who, run: string, id: number): WebParticipant | undefined {
    for (const one of this.participants(who)) if (one.id === id && one.run === run) return one
    return undefined
  }

  /** Name of the newest participant, best of this run. */
  newestName(who: Who, run: string | undefined): string | undefined {
    const all = this.participants(who)
    return (all.findLast((one) => one.run === run) ?? all.at(-1))?.name
  }

  /** Nobody comes back: the participants leave. */
  gone(who: Who): void {
    const belongings = this.#belongings(who)
    belongings.gone = true
    for (const participant of [...belongings.participants]) participant.close('full')
  }

  #belongings(who: Who): Belongings {
    const known = this.#of.get(who)
    if (known) return known
    const none = new Belongings()
    this.#of.set(who, none)
    return none
  }
}

/**
 * Who owns what: the web participants that each asker brought in, the runs that each asker started. Counterparts:
 * `execute.ts`; `runtime/run/web-participant.ts`. Invariant: a participant leaves this list when its connection is
 * gone.
 */
import type { WebParticipant } from '../runtime/run/web-participant.ts'
import type { Who } from './who.ts'

/** A web participant as its owner sees it: read-only. Commands make it act. */
export type OwnParticipant = Pick<WebParticipant, 'run' | 'id' | 'name' | 'ended' | 'onGone'>

class Belongings {
  readonly runs = new Set<string>()
  /** Oldest first. There are few, so a search through all of them needs no key. */
  readonly participants: WebParticipant[] = []
  /** The page is gone for good. */
  gone = false
}

const NONE: ReadonlySet<string> = new Set()

export class Own {
  readonly #of = new WeakMap<Who, Belongings>()
  /** Who brought a participant in, while it is there. */
  readonly #owners = new Map<string, Who>()
  /** The runs of a person: all tabs of its browser may stop them, and one that comes next week. */
  readonly #runsOf = new Map<number, Set<string>>()

  /** Where a run stands that somebody started. */
  readonly #startedBy = new Map<string, Set<string>>()

  startedRun(who: Who, run: string): void {
    const runs = who.person === undefined ? this.#belongings(who).runs : (this.#runsOf.get(who.person) ?? new Set())
    if (who.person !== undefined) this.#runsOf.set(who.person, runs)
    runs.add(run)
    this.#startedBy.set(run, runs)
  }

  /** There is no such run any more. */
  erasedRun(run: string): void {
    this.#startedBy.get(run)?.delete(run)
    this.#startedBy.delete(run)
  }

  runs(who: Who): readonly string[] {
    return [...this.#runs(who)]
  }

  started(who: Who, run: string): boolean {
    return this.#runs(who).has(run)
  }

  /** Nobody is kept for asking: each browser that says hello is a person. */
  #runs(who: Who): ReadonlySet<string> {
    return (who.person === undefined ? this.#belongings(who).runs : this.#runsOf.get(who.person)) ?? NONE
  }

  /** Adds a participant, or disconnects it at once if its page has gone in the meantime. */
  broughtIn(who: Who, participant: WebParticipant): void {
    const { participants, gone } = this.#belongings(who)
    const place = `${participant.run} ${participant.id}`
    participants.push(participant)
    this.#owners.set(place, who)
    participant.onGone(() => {
      participants.splice(participants.indexOf(participant), 1)
      this.#owners.delete(place)
    })
    if (gone) participant.close('reset')
  }

  /** Whose it is; undefined of whoever came without a page. */
  ownerOf(run: string, id: number): Who | undefined {
    return this.#owners.get(`${run} ${id}`)
  }

  /** Oldest first. */
  participants(who: Who): readonly WebParticipant[] {
    return this.#of.get(who)?.participants ?? []
  }

  find(who: Who, run: string, id: number): WebParticipant | undefined {
    for (const one of this.participants(who)) if (one.id === id && one.run === run) return one
    return undefined
  }

  /** Name of the newest participant, preferably of this run. */
  newestName(who: Who, run: string | undefined): string | undefined {
    const all = this.participants(who)
    return (all.findLast((one) => one.run === run) ?? all.at(-1))?.name
  }

  /** The owner does not come back: resets the participants, which by FIN would keep their places for a while. */
  gone(who: Who): void {
    const belongings = this.#belongings(who)
    belongings.gone = true
    for (const participant of [...belongings.participants]) participant.close('reset')
  }

  #belongings(who: Who): Belongings {
    const known = this.#of.get(who)
    if (known) return known
    const none = new Belongings()
    this.#of.set(who, none)
    return none
  }
}

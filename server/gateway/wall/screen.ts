/**
 * Who is shown to all, with its agreement: the teacher asks, the person's own page answers, and either takes it back. Counterparts:
 * `wall.ts`, which knows who is who; `gateway/ws/server.ts`, which has the pages; `web/app/Screen.svelte`, which asks the person.
 * Invariants: nobody is shown who has not said yes to this very question; one person at a time is asked or shown; whoever goes away
 * is shown no more.
 */
import type { ServerMessage } from '#shared/protocol/messages.ts'
import type { Shown } from '#shared/protocol/wall.ts'
import { LabError } from '../../core/errors.ts'

type Told = Extract<ServerMessage, { type: 'screen' }>

/** A page of somebody. */
export interface ScreenPage {
  /** Whose it is. */
  readonly person: string
  /** It is the teacher's, who is told whom it has asked. */
  readonly leads: boolean
  send(message: ServerMessage): void
}

/** What there is to be shown. */
export interface Showable extends Shown {
  /** The person's key. */
  readonly key: string
}

export interface ScreenParts {
  /** Undefined where there is nobody of this number, or nothing of it to be shown. */
  readonly find: (number: number) => Showable | undefined
  readonly pages: () => Iterable<ScreenPage>
}

export class Screen {
  readonly #parts: ScreenParts
  #asked: Showable | null = null
  #shown: Showable | null = null

  constructor(parts: ScreenParts) {
    this.#parts = parts
  }

  /** Asks the person whether it may be shown. Throws `bad-request` where it has nothing to show. */
  ask(number: number): void {
    const found = this.#parts.find(number)
    if (!found) throw new LabError('bad-request', { detail: `nothing of number ${number} can be shown` })
    this.#asked = found
    this.#tell()
  }

  /** The answer of a page: that of whoever is asked counts, and who is shown may change its mind. */
  answer(person: string, yes: boolean): void {
    const asked = this.#asked?.key === person ? this.#asked : null
    const declined = asked !== null && !yes
    if (asked) this.#asked = null
    // What it was doing when it was asked may be over by now.
    if (asked && yes) this.#shown = this.#parts.find(asked.number) ?? null
    else if (!yes && this.#shown?.key === person) this.#shown = null
    else if (!asked) return
    this.#tell(declined ? asked.number : undefined)
  }

  /** Nobody is shown or asked any more. */
  giveBack(): void {
    this.#asked = this.#shown = null
    this.#tell()
  }

  /** The person has gone for good. */
  gone(person: string): void {
    if (this.#asked?.key !== person && this.#shown?.key !== person) return
    if (this.#asked?.key === person) this.#asked = null
    if (this.#shown?.key === person) this.#shown = null
    this.#tell()
  }

  /** A page has come, or has come back. */
  greet(page: ScreenPage): void {
    if (this.#asked || this.#shown) page.send(this.#for(page))
  }

  #tell(declined?: number): void {
    for (const page of this.#parts.pages()) {
      page.send({ ...this.#for(page), ...(page.leads && declined !== undefined && { declined }) })
    }
  }

  #for({ person, leads }: ScreenPage): Told {
    return {
      type: 'screen',
      shown: this.#shown && seen(this.#shown),
      own: this.#shown?.key === person,
      asked: this.#asked?.key === person ? seen(this.#asked) : null,
      ...(leads && this.#asked && { asking: this.#asked.number }),
    }
  }
}

const seen = ({ number, name, run, participant }: Showable): Shown => ({ number, name, run, participant })

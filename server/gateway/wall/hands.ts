/**
 * Who has raised a hand, since when, and with what word. Counterparts: `wall.ts`, which shows them in their order; `gateway/ws/`, whose
 * pages raise and lower them; `web/class/HandButton.svelte`.
 * Invariants: a hand is a person's, whatever tab raised it; it keeps its place until it is lowered, by its person, by a teacher, or
 * because the person has gone for good.
 */
import type { Clock } from '../../core/clock.ts'
import type { ServerMessage } from '#shared/protocol/messages.ts'
import type { RaisedHand } from '#shared/protocol/wall.ts'

/** A page of somebody. */
export interface HandPage {
  readonly person: string
  send(message: ServerMessage): void
}

export class Hands {
  readonly #clock: Pick<Clock, 'now'>
  readonly #pages: () => Iterable<HandPage>
  readonly #up = new Map<string, RaisedHand>()

  constructor(clock: Pick<Clock, 'now'>, pages: () => Iterable<HandPage>) {
    this.#clock = clock
    this.#pages = pages
  }

  of(person: string): RaisedHand | null {
    return this.#up.get(person) ?? null
  }

  /** A hand that is up already keeps its place, and has another word. */
  raise(person: string, word: string): void {
    const since = this.#up.get(person)?.since ?? this.#clock.now()
    this.#up.set(person, { since, word })
    this.#tell(person)
  }

  lower(person: string): void {
    if (this.#up.delete(person)) this.#tell(person)
  }

  lowerAll(): void {
    for (const person of [...this.#up.keys()]) this.lower(person)
  }

  /** Tells a page that comes: nothing where its person's hand is down. */
  greet(page: HandPage): void {
    if (this.#up.has(page.person)) page.send(this.#message(page.person))
  }

  #tell(person: string): void {
    const message = this.#message(person)
    for (const page of this.#pages()) if (page.person === person) page.send(message)
  }

  #message(person: string): ServerMessage {
    return { type: 'hand', hand: this.of(person) }
  }
}

/** What one page is told of the class on the wall, checked as it comes: only while it looks, whole first, at most twice a second. */
import type { ServerMessage } from '#shared/protocol/messages.ts'

type Wall = Extract<ServerMessage, { type: 'wall' }>

const A_SECOND = 2
/** And so many more, whatever the clocks of both sides make of a second; each that is whole answers a request. */
const SOME_MORE = 3

export class WallWatch {
  #asked = 0
  /** It has given up: once this request, or a later one, is answered nothing more may come. */
  #barrier: number | null = null
  #over = false
  #told = 0
  #since = 0
  #people: Set<number> | null = null

  ask(): void {
    if (this.#asked++ === 0) this.#since = performance.now()
    this.#barrier = null
    this.#over = false
  }

  /** @param barrier the next request */
  stop(barrier: number): void {
    this.#barrier = barrier
  }

  answered(ref: number): void {
    if (this.#barrier !== null && ref >= this.#barrier) this.#over = true
  }

  told({ whole, people, gone }: Wall, problem: (what: string) => void): void {
    if (this.#asked === 0 || this.#over) return problem('the wall, for which it does not ask')
    const seconds = (performance.now() - this.#since) / 1000
    if (!whole && ++this.#told > A_SECOND * seconds + SOME_MORE) problem(`${this.#told} walls in ${seconds} s`)
    if (whole) this.#people = new Set()
    if (this.#people === null) return problem('a wall that is not whole comes first')
    for (const person of gone) if (!this.#people.delete(person)) problem(`${person} is gone, who was not on the wall`)
    for (const { number } of people) this.#people.add(number)
    if (whole && gone.length > 0) problem('a whole wall tells who is gone')
  }
}

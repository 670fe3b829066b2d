/** The people of the wall, as the lab tells them. Counterpart: `server/gateway/wall/`, whose messages it takes. */
import type { ServerMessage } from '#shared/protocol/messages.ts'
import type { WallPerson } from '#shared/protocol/wall.ts'

export class WallPeople {
  #all = $state.raw<readonly WallPerson[]>([])
  #ready = $state(false)
  #more = $state(0)
  #frozen = $state<number | null>(null)
  /** The lab's clock is ahead of this browser's by so much; milliseconds. */
  #ahead = 0

  get all(): readonly WallPerson[] {
    return this.#all
  }
  /** The lab has told everybody once. */
  get ready(): boolean {
    return this.#ready
  }
  /** Tiles that the lab left out. */
  get more(): number {
    return this.#more
  }

  /** Since when all runs are frozen, by the lab's clock; null where they are not. */
  get frozen(): number | null {
    return this.#frozen
  }

  take({ whole, people, gone, more, frozen, now }: Extract<ServerMessage, { type: 'wall' }>): void {
    this.#ahead = now - Date.now()
    const left = new Set(gone)
    const all = new Map((whole ? [] : this.#all).map((one) => [one.number, one]))
    for (const one of people) all.set(one.number, one)
    this.#all = [...all.values()].filter(({ number }) => !left.has(number))
    this.#more = more
    this.#frozen = frozen
    this.#ready = true
  }

  /** Milliseconds since 1970 by the lab's clock. */
  clock(): number {
    return Date.now() + this.#ahead
  }
}

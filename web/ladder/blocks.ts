/**
 * Who blocks whom, as one sentence of the page tells it: the one waited for, how many wait and with how many bytes. Pure.
 * Counterparts: `now.ts`, whose cells it reads; `Blocks.svelte`.
 */
import { together, type Cell } from './now.ts'

export interface Block {
  /** The one whom the others wait for. */
  readonly who: number
  readonly waiting: number
  /** That wait with them, in all. */
  readonly bytes: number
}

/** Null where nobody waits for anybody in particular. */
export function blockOf(cells: ReadonlyMap<number, Cell>): Block | null {
  const all = [...cells.values()]
  const culprit = all.find(({ kind }) => kind === 'awaited')
  if (!culprit) return null
  const { waiting, bytes } = together(all.filter(({ kind }) => kind !== 'awaited'))
  return { who: culprit.id, waiting, bytes }
}

/** What a screen reader hears of changes: not more often than this, and nothing that is over before it is said. Milliseconds. */
const APART = 5000
const LASTS = 1000

/** Says changes of one fact, politely: the newest of them, once each. */
export class Polite {
  readonly #say: (text: string) => void
  #key: string
  #wanted: { key: string; text: string }
  #saidAt = -Infinity
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param key of what needs no word */
  constructor(key: string, say: (text: string) => void) {
    this.#key = key
    this.#wanted = { key, text: '' }
    this.#say = say
  }

  /** What is so now. Its words are those of the moment at which they are said. */
  tell(key: string, text: string): void {
    const changed = key !== this.#wanted.key
    this.#wanted = { key, text }
    if (key === this.#key) return this.stop()
    if (!changed && this.#timer !== undefined) return
    this.stop()
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined
        this.#saidAt = performance.now()
        this.#key = this.#wanted.key
        this.#say(this.#wanted.text)
      },
      Math.max(LASTS, this.#saidAt + APART - performance.now()),
    )
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}

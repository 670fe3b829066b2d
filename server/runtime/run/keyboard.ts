/**
 * The keyboard of a program's console: what people type, in order, one line at a time, when the program asks.
 * Counterpart: `runtime/streams/stream-run.ts`, for the effect `ask`. Invariant: a line typed out of turn waits here
 * and is not lost.
 */
import { takeFirstLine } from '../../core/first-line.ts'
import { LineFramer, type Released } from '../../core/line-framer.ts'
import type { KeyboardView } from '#shared/protocol/program.ts'

/** Lines that may wait; beyond, typing fails because the program does not read. */
const MOST_AHEAD = 100

export class Keyboard {
  readonly #framer: LineFramer
  readonly #ahead: Released[] = []
  #wanted = false
  #ended = false

  /** @param maxLine longest line in bytes, its LF included */
  constructor(maxLine: number) {
    this.#framer = new LineFramer(maxLine)
  }

  /** Adds typed bytes. False when too much waits already, or after the end. */
  type(bytes: Uint8Array): boolean {
    if (this.#ended || this.#ahead.length >= MOST_AHEAD) return false
    const released = this.#framer.push(bytes)
    if (released) this.#queue(released)
    return true
  }

  /** End of file: a last line without its end still counts. */
  end(): void {
    if (this.#ended) return
    this.#ended = true
    const rest = this.#framer.end()
    if (rest) this.#queue(rest)
  }

  /** The program asks for a line. */
  ask(): void {
    this.#wanted = true
  }

  /** Answers the program if it asks and there is something to answer. */
  answer(): { lines: Released } | 'ended' | null {
    if (!this.#wanted) return null
    const lines = this.#ahead.shift()
    if (!lines && !this.#ended) return null
    this.#wanted = false
    return lines ? { lines } : 'ended'
  }

  view(): KeyboardView {
    const decoder = new TextDecoder()
    return {
      wanted: this.#wanted,
      ahead: this.#ahead.slice(0, MOST_AHEAD).map(({ bytes }) => decoder.decode(bytes)),
      ended: this.#ended,
    }
  }

  #queue(released: Released): void {
    for (let rest: Released | null = released; rest !== null;) {
      const taken: ReturnType<typeof takeFirstLine> = takeFirstLine(rest)
      this.#ahead.push(taken.first)
      rest = taken.rest
    }
  }
}

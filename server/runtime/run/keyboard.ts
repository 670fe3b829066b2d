/**
 * The keyboard of a program's console: what people type, in order, one line at a time, when the program asks.
 * Counterpart: `runtime/streams/stream-run.ts`, for the effect `ask`. Invariant: a line typed out of turn waits here
 * and is not lost.
 */
import { takeFirstLine } from '../../core/first-line.ts'
import { LineFramer, type Released } from '../../core/line-framer.ts'
import type { KeyboardView } from '#shared/protocol/program.ts'
import { MOST_AHEAD, MOST_LINES_AHEAD, previewsOf } from './typed-ahead.ts'

export class Keyboard {
  readonly #framer: LineFramer
  readonly #ahead: Released[] = []
  /** Bytes of these. */
  #bytes = 0
  #wanted = false
  #ended = false

  /** @param maxLine longest line in bytes, its LF included */
  constructor(maxLine: number) {
    this.#framer = new LineFramer(maxLine)
  }

  /** Adds typed bytes. False when too much waits already, or after the end. */
  type(bytes: Uint8Array): boolean {
    if (this.#ended || this.#ahead.length >= MOST_LINES_AHEAD) return false
    if (this.#bytes + this.#framer.partialBytes + bytes.length > MOST_AHEAD) return false
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
    this.#bytes -= lines?.bytes.length ?? 0
    return lines ? { lines } : 'ended'
  }

  view(): KeyboardView {
    const { length: lines } = this.#ahead
    return { wanted: this.#wanted, ahead: previewsOf(this.#ahead), lines, ended: this.#ended }
  }

  #queue(released: Released): void {
    for (let rest: Released | null = released; rest !== null;) {
      const taken: ReturnType<typeof takeFirstLine> = takeFirstLine(rest)
      this.#ahead.push(taken.first)
      this.#bytes += taken.first.bytes.length
      rest = taken.rest
    }
  }
}

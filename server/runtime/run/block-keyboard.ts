/**
 * The keyboard of a program that reads blocks of a fixed size: `stdin.read(size)`. Counterpart:
 * `keyboard.ts`, its twin for lines. Invariant: bytes leave in the order of typing, none added or lost; only
 * the last block may be shorter.
 */
import type { Released } from '../../core/line-framer.ts'
import type { KeyboardView } from '#shared/protocol/program.ts'
import { MOST_AHEAD } from './typed-ahead.ts'

export class BlockKeyboard {
  readonly #size: number
  /** What was typed; of the first piece, `#from` bytes have been given out. */
  #pieces: Uint8Array[] = []
  #from = 0
  #waiting = 0
  #wanted = false
  #ended = false

  /** @param size bytes of a block */
  constructor(size: number) {
    this.#size = size
  }

  /** Adds typed bytes. False when too much waits already, or after the end. */
  type(bytes: Uint8Array): boolean {
    if (this.#ended || this.#waiting + bytes.length > MOST_AHEAD) return false
    this.#pieces.push(bytes)
    this.#waiting += bytes.length
    return true
  }

  end(): void {
    this.#ended = true
  }

  ask(): void {
    this.#wanted = true
  }

  /** Answers the program if it asks and a block is whole, or the last one. */
  answer(): { lines: Released } | 'ended' | null {
    if (!this.#wanted || (this.#waiting < this.#size && !this.#ended)) return null
    this.#wanted = false
    if (this.#waiting === 0) return 'ended'
    const bytes = this.#take(Math.min(this.#size, this.#waiting))
    return {
      lines: {
        bytes,
        lines: 1,
        reads: [bytes.length],
        carried: false,
        partialBytes: 0,
        discarded: 0,
        unfinished: true,
      },
    }
  }

  view(): KeyboardView {
    return {
      wanted: this.#wanted,
      ahead: [],
      lines: 0,
      block: { size: this.#size, waiting: this.#waiting },
      ended: this.#ended,
    }
  }

  #take(size: number): Uint8Array {
    const block = new Uint8Array(size)
    let at = 0
    let done = 0
    while (at < size) {
      const piece = this.#pieces[done]!
      const part = piece.subarray(this.#from, this.#from + size - at)
      block.set(part, at)
      at += part.length
      this.#from += part.length
      if (this.#from === piece.length) {
        this.#from = 0
        done++
      }
    }
    this.#pieces.splice(0, done)
    this.#waiting -= size
    return block
  }
}

/**
 * Judges what one client receives: every line of every other sender must come once, whole, in that sender's order.
 * Counterpart: `pattern.ts`. Good streams cost one comparison of memory for each run of lines of one sender; only
 * where that fails are lines looked at one by one.
 * Invariant: `received` is told of lines whose every byte was compared, and of none twice.
 */
import { CYCLE, type Pattern } from './pattern.ts'

const LF = 10

export interface Faults {
  /** Lines that no sender sent like this: cut, merged, changed. */
  broken: number
  /** Whole lines out of their sender's order, doubled, or sent back to their own sender. */
  misplaced: number
}

export class Checker {
  readonly faults: Faults = { broken: 0, misplaced: 0 }
  /** It has received a probe: the peer knows this client. */
  probed = false
  readonly #pattern: Pattern
  readonly #me: number
  readonly #received: (sender: number, number: number, count: number) => void
  /** Number in the cycle of the line that is due from each sender. */
  readonly #due: Uint32Array
  /** The beginning of a line whose end has not come. */
  readonly #open: Buffer
  #opened = 0
  /** The open line is longer than any line may be: broken, and counted so at its end. */
  #tooLong = false

  /**
   * @param me number of this client, whose own lines must not come back
   * @param received called for good lines: their sender, the number of the first in its cycle, how many; never across
   *   the end of a cycle
   */
  constructor(pattern: Pattern, me: number, received: (sender: number, number: number, count: number) => void) {
    this.#pattern = pattern
    this.#me = me
    this.#received = received
    this.#due = new Uint32Array(pattern.senders)
    this.#open = Buffer.alloc(pattern.size)
  }

  /** Takes the first `end` bytes of `data`, what one read returned. */
  push(data: Buffer, end: number): void {
    const { size } = this.#pattern
    let at = this.#opened > 0 || this.#tooLong ? this.#close(data, end) : 0
    while (at < end) {
      const count = this.#run(data, at, end)
      if (count > 0) {
        at += count * size
        continue
      }
      const lf = indexOfLf(data, at, end)
      if (lf < 0) return this.#keep(data, at, end)
      this.#judge(data, at, lf + 1 - at)
      at = lf + 1
    }
  }

  /** How many good lines of one sender stand at `at`, each the one that is due. */
  #run(data: Buffer, at: number, end: number): number {
    const pattern = this.#pattern
    const { size } = pattern
    if (end - at < size) return 0
    const sender = pattern.senderOf(data, at)
    if (sender < 0 || sender === this.#me) return 0
    const due = this.#due[sender]!
    const most = Math.min(Math.floor((end - at) / size), CYCLE - due)
    let count = 1
    if (pattern.senders === 1) count = most
    else while (count < most && pattern.senderOf(data, at + count * size) === sender) count++
    // The run may end in a line that is not whole: a shorter one is tried before each line is judged alone.
    while (count > 0 && !pattern.equals(data, at, sender, due, count)) count >>= 1
    if (count > 0) this.#accept(sender, due, count)
    return count
  }

  #accept(sender: number, number: number, count: number): void {
    this.#due[sender] = (number + count) % CYCLE
    this.#received(sender, number, count)
  }

  /** One line that is not simply the one that is due. */
  #judge(bytes: Buffer, at: number, length: number): void {
    const pattern = this.#pattern
    if (length === pattern.size && pattern.probe.compare(bytes, at, at + length) === 0) {
      this.probed = true
      return
    }
    const sender = pattern.senderOf(bytes, at)
    const number = sender < 0 ? -1 : pattern.numberOf(bytes, at, length, sender)
    if (number < 0) {
      this.faults.broken++
      return
    }
    const due = this.#due[sender]!
    if (sender === this.#me) this.faults.misplaced++
    else if (number === due) this.#accept(sender, number, 1)
    else {
      this.faults.misplaced++
      // Ahead: those between are missing so far. Behind: it was counted already, or is one of those missing.
      if ((number - due + CYCLE) % CYCLE < CYCLE / 2) this.#accept(sender, number, 1)
    }
  }

  /** Keeps the beginning of a line until the next read. */
  #keep(data: Buffer, at: number, end: number): void {
    const room = this.#open.length - this.#opened
    if (end - at > room) this.#tooLong = true
    this.#opened += data.copy(this.#open, this.#opened, at, Math.min(end, at + room))
  }

  /** Completes the open line. Gives where the next one begins. */
  #close(data: Buffer, end: number): number {
    const lf = indexOfLf(data, 0, end)
    this.#keep(data, 0, lf < 0 ? end : lf + 1)
    if (lf < 0) return end
    if (this.#tooLong) this.faults.broken++
    else this.#judge(this.#open, 0, this.#opened)
    this.#opened = 0
    this.#tooLong = false
    return lf + 1
  }
}

function indexOfLf(data: Buffer, from: number, end: number): number {
  const at = data.indexOf(LF, from)
  return at < end ? at : -1
}

/**
 * Hands on what the lab says as fast as the page can show it: at once where the last was shown already, else together with all that has come by
 * the time it is. After a frame that took long the page rests as long: half of its time belongs to whoever sits before it, and on a machine that
 * has much to do to the others. So it draws less often, and more each time, instead of falling further behind.
 * Invariant: order stays, nothing is lost but what `clear` drops, and at most `MOST` messages wait.
 */

/** A hidden page draws no frames, and its timers hardly run. */
const MOST = 512
/** A frame that takes longer does not keep the next from being prepared; milliseconds. */
const LONGEST = 500
/** A frame that is drawn in time needs no rest, nor does one that just missed it; milliseconds. */
const FAST = 25
const REST = 250

/** Calls once the frame that comes next has been drawn and rested from, or after `LONGEST`. */
export function afterFrame(call: () => void): void {
  const from = performance.now()
  const timer = setTimeout(call, LONGEST)
  requestAnimationFrame(() => {
    // A task of its own runs after the frame.
    setTimeout(() => {
      clearTimeout(timer)
      const took = performance.now() - from
      if (took < FAST) call()
      else setTimeout(call, Math.min(took, REST))
    })
  })
}

export class Inbox<Message extends object> {
  readonly #take: (message: Message) => void
  readonly #shown: (call: () => void) => void
  #waiting: Message[] = []
  #ready = false
  /** Counts what was handed on: only the word of the last is waited for. */
  #turn = 0
  #behind = false

  /** @param take handles one message @param shown is called before messages are taken, and calls when they are on the screen; may do so more than once */
  constructor(take: (message: Message) => void, shown = afterFrame) {
    this.#take = take
    this.#shown = shown
  }

  /** The page can be told from now on; what came before waited. */
  open(): void {
    this.#ready = true
    this.handOn()
  }

  push(message: Message): void {
    this.#waiting.push(message)
    if (!this.#behind || this.#waiting.length > MOST) this.handOn()
  }

  /** Drops what has not been handed on. */
  clear(): void {
    this.#waiting = []
  }

  /** All that waits, now. Nothing before `open`. */
  handOn(): void {
    if (!this.#ready) return
    const turn = ++this.#turn
    this.#behind = this.#waiting.length > 0
    if (!this.#behind) return
    // Before the messages are taken: what that takes is part of it.
    this.#shown(() => {
      if (turn === this.#turn) this.handOn()
    })
    // A message may end the connection, and so drop those behind it.
    for (let message; (message = this.#waiting.shift()) !== undefined;) this.#take(message)
  }
}

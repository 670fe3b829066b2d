/**
 * What happens to an error that nobody handled. Counterparts: `core/own.ts`, which sees to it that sockets have none;
 * `serve.ts` and `run.ts`, which end. Why some end the lab and others do not: docs/decisions/last-resort.md.
 * Invariants: each of them is told; the end is begun once, whatever follows.
 */

/**
 * @param tell writes it to the log; `goesOn`: the process lives on
 * @param end begins the end of the process, with all that was recorded; called once
 */
export function lastResort(tell: (error: Error, goesOn: boolean) => void, end: () => void): void {
  let over = false
  const caught = (thrown: unknown): void => {
    const error = thrown instanceof Error ? thrown : new Error(`thrown: ${String(thrown)}`)
    const goesOn = isOfTheWorld(error)
    try {
      tell(error, goesOn)
    } catch {
      // There is nobody left to tell: what was recorded is worth more.
    }
    if (goesOn || over) return
    over = true
    end()
  }
  process.on('uncaughtException', caught)
  process.on('unhandledRejection', caught)
}

/** ECONNRESET, EMFILE and so on, or what OpenSSL says of a peer. */
const SYSTEM = /^(E[A-Z\d]+|ERR_SSL_\w+)$/
/** A call in a stack, but for those that an `await` has already broken off. */
const CALL = /^\s+at (?!async )/
/** One within Node itself. */
const WITHIN_NODE = /\bnode:|<anonymous>|\(native\)/

/**
 * Whether an error tells of something outside, and broke off nothing of ours: one of the system's own, with no line of this
 * program or its packages on the stack. An `error` event without a listener is such: its socket is gone, and that is all.
 */
export function isOfTheWorld({ code, stack = '' }: NodeJS.ErrnoException): boolean {
  if (code === undefined || !SYSTEM.test(code)) return false
  return stack.split('\n').every((line) => !CALL.test(line) || WITHIN_NODE.test(line))
}

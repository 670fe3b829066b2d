/**
 * Standard input as the keyboard of a program. Counterpart: `runtime/run/keyboard.ts`, where lines wait until the program asks.
 * Invariant: nothing that was typed is lost; a program that does not ask is not given more than it can hold, and the rest
 * stays in the pipe or with the terminal.
 */
import { LabError } from '../../core/errors.ts'
import type { Lab } from '../../runtime/lab/lab.ts'

/** A pipe brings 64 KiB at once, thousands of short lines; they are typed in pieces of so many bytes. */
const PIECE = 4096

/** Types what comes in on the keyboard of a run until its end, which is end of file (Ctrl+D), or until the run ends. */
export async function typeFrom(input: AsyncIterable<Buffer>, lab: Lab, run: string): Promise<void> {
  for await (const chunk of input) {
    for (let at = 0; at < chunk.length; at += PIECE) {
      if (!(await typed(chunk.subarray(at, at + PIECE), lab, run))) return
    }
  }
  await typed(null, lab, run)
}

/** Types when there is room. False when the program has ended. */
async function typed(bytes: Uint8Array | null, lab: Lab, run: string): Promise<boolean> {
  for (;;) {
    try {
      lab.type(run, bytes)
      return true
    } catch (error) {
      if (!(error instanceof LabError)) throw error
      if (error.code === 'run-not-running') return false
      if (error.code !== 'overloaded') throw error
    }
    await changeOf(lab, run)
  }
}

/** Resolves at the next change of the run: no room can come, nor the end, without one. */
function changeOf(lab: Lab, run: string): Promise<void> {
  return new Promise((resolve) => {
    const forget = lab.listen({
      runChanged: (id) => {
        if (id !== run) return
        forget()
        resolve()
      },
      committed() {},
    })
  })
}

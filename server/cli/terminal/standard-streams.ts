/**
 * Standard input, output and error of this process, for both commands. Counterparts: `cli/serve.ts` and its log, `cli/run.ts`.
 * Invariants: whoever reads them may go, or never come (`2>&1 | head`, a full disk, a closed terminal): that ends nothing by
 * itself; a reader of the log that stands still costs MOST_WAITING bytes of memory.
 */
import type { Writable } from 'node:stream'
import { visibleLines } from '#shared/net/visible.ts'
import { own } from '../../core/own.ts'

/** Bytes of the log that wait for its reader; beyond, lines are dropped, and their number is told. */
const MOST_WAITING = 1_048_576

/** To be called before the first word is written. */
export function outputs(): { out: NodeJS.WriteStream; err: NodeJS.WriteStream } {
  const { stdout: out, stderr: err } = process
  own(out)
  own(err)
  return { out, err }
}

export function keyboard(): NodeJS.ReadStream {
  own(process.stdin)
  return process.stdin
}

/** Where a log writes its lines. */
export interface LogLines {
  write(line: string): void
}

/** A log on a stream: it waits for nobody, as a log must. Whatever got into a line acts on no terminal. */
export function logOn(stream: Writable): LogLines {
  let dropped = 0
  return {
    write(line) {
      if (stream.writableLength > MOST_WAITING) return void dropped++
      const lost = dropped > 0 ? `socket-lab: nobody read the log: ${dropped} of its lines are lost\n` : ''
      dropped = 0
      stream.write(visibleLines(lost + line))
    },
  }
}

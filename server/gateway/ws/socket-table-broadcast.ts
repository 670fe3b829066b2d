/**
 * Tells the viewers of a run what the kernel has of its sockets. One reading serves all runs. Counterparts:
 * `kernel/port.ts`, which reads; `kernel/run-rows.ts`, which knows whose a row is; `session.ts`, whose watches begin it.
 * Invariant: at most four readings a second, and none while nobody watches a run that has sockets.
 */
import type { Reading, SocketTables } from '../../kernel/port.ts'
import type { LabReader, RunReader } from '../../runtime/lab/reader.ts'
import type { ServerMessage } from '#shared/protocol/messages.ts'
import type { Viewer } from './state-broadcast.ts'
import { pathsOf, portsOf, rowsOf } from '../../kernel/run-rows.ts'

const PERIOD_MS = 250
/** Rests this many times as long as a reading took: long tables and many viewers must not slow the lab's own work. */
const REST = 20
/** But no longer than this: what is older tells nothing of now. */
const LONGEST_REST_MS = 2000
/** A timer that ends this much earlier or later than it was going to was set anew. */
const TOLERANCE_MS = 1000

type Message = Extract<ServerMessage, { type: 'kernel' }>

interface Watched {
  readonly run: RunReader
  /** Which message each viewer was last told; 0 for none. */
  readonly viewers: Map<Viewer, number>
  told: Message | null
  toldAt: number
  number: number
}

export class SocketTableBroadcast {
  readonly #lab: LabReader
  readonly #tables: SocketTables
  readonly #failed: (error: unknown) => void
  readonly #watched = new Map<string, Watched>()
  #timer: NodeJS.Timeout | null = null
  #reading = false
  #notBefore = 0

  /** @param failed a failure that no person caused: for the log */
  constructor(lab: LabReader, tables: SocketTables, failed: (error: unknown) => void) {
    this.#lab = lab
    this.#tables = tables
    this.#failed = failed
  }

  /** A viewer has begun to watch a run, perhaps anew: it is told soon, and then of each change. */
  begin(viewer: Viewer, id: string): void {
    const run = this.#lab.live(id)
    const known = this.#watched.get(id)
    const watched = known ?? (run && { run, viewers: new Map(), told: null, toldAt: 0, number: 0 })
    if (!watched) return
    watched.viewers.set(viewer, 0)
    this.#watched.set(id, watched)
    this.#wake()
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#watched.clear()
  }

  #wake(): void {
    if (this.#timer !== null || this.#reading || this.#watched.size === 0) return
    this.#timer = setTimeout(
      () => void this.#look().catch(this.#failed),
      Math.max(0, this.#notBefore - performance.now()),
    )
  }

  async #look(): Promise<void> {
    this.#timer = null
    this.#forget()
    const looked = [...this.#watched.values()]
    if (looked.length === 0) return
    this.#reading = true
    const began = performance.now()
    try {
      const sockets = looked.map(({ run }) => run.sockets())
      const reading = await this.#tables.read(portsOf(sockets), pathsOf(sockets))
      const read = performance.now()
      for (const watched of looked) this.#tell(watched, reading, read)
    } finally {
      const now = performance.now()
      this.#notBefore = Math.max(began + PERIOD_MS, now + Math.min(LONGEST_REST_MS, REST * (now - began)))
      this.#reading = false
      this.#wake()
    }
  }

  /** Lets go of viewers that have turned away, and of runs that nobody watches. */
  #forget(): void {
    for (const [id, { viewers }] of this.#watched) {
      for (const viewer of viewers.keys()) if (!viewer.watches(id)) viewers.delete(viewer)
      if (viewers.size === 0) this.#watched.delete(id)
    }
  }

  #tell(watched: Watched, reading: Reading, now: number): void {
    const { run, viewers, told, toldAt } = watched
    const message = messageOf(run, reading)
    if (!told || !isSame(told, message, now - toldAt)) {
      watched.told = message
      watched.toldAt = now
      watched.number++
    }
    for (const [viewer, number] of viewers) {
      if (number === watched.number) continue
      viewers.set(viewer, watched.number)
      viewer.send(message)
    }
    // A program that has ended leaves TIME_WAIT behind for a minute; after that there is nothing to watch.
    if (!this.#lab.live(run.id) && !message.rows?.length) this.#watched.delete(run.id)
  }
}

function messageOf(run: RunReader, reading: Reading): Message {
  if ('absent' in reading) return { type: 'kernel', run: run.id, rows: null, more: 0, absent: reading.absent }
  return { type: 'kernel', run: run.id, ...rowsOf(run.sockets(), reading) }
}

/** Whether nothing has changed in `passed` milliseconds but timers that ran down. */
function isSame(before: Message, after: Message, passed: number): boolean {
  const still = (key: string, value: unknown): unknown => (key === 'ms' ? undefined : value)
  if (JSON.stringify(before, still) !== JSON.stringify(after, still)) return false
  return (before.rows ?? []).every(({ timer }, index) => {
    const left = after.rows?.[index]?.timer?.ms ?? 0
    return timer === null || Math.abs(timer.ms - passed - left) < TOLERANCE_MS
  })
}

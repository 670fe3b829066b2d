/**
 * Sends the viewers of a run the kernel's rows of its sockets. Counterparts: `runtime/lab/socket-sampler.ts`, which
 * reads them; `event-streams.ts`, whose watches begin it. Invariant: a viewer gets all rows once, and then each change.
 */
import { sameRow } from '../../kernel/row-changes.ts'
import type { Sampled, SocketSampler } from '../../runtime/lab/reader.ts'
import type { ServerMessage } from '#shared/protocol/messages.ts'
import type { Viewer } from './state-broadcast.ts'

type Message = Extract<ServerMessage, { type: 'kernel' }>

interface Watched {
  /** The latest message that each viewer got; 0 for none. */
  readonly viewers: Map<Viewer, number>
  readonly stop: () => void
  told: Message | null
  toldAt: number
  number: number
}

export class SocketTableBroadcast {
  readonly #sampler: SocketSampler
  readonly #watched = new Map<string, Watched>()

  constructor(sampler: SocketSampler) {
    this.#sampler = sampler
  }

  /** A viewer starts or restarts a watch: it gets the rows soon, and then each change. */
  begin(viewer: Viewer, run: string): void {
    const watched = this.#watched.get(run) ?? this.#watch(run)
    watched?.viewers.set(viewer, 0)
  }

  close(): void {
    for (const { stop } of this.#watched.values()) stop()
    this.#watched.clear()
  }

  #watch(run: string): Watched | null {
    const stop = this.#sampler.watch(run, {
      sampled: (sampled, at) => this.#sampled(run, watched, sampled, at),
      over: () => this.#watched.delete(run),
    })
    if (!stop) return null
    const watched: Watched = { viewers: new Map(), stop, told: null, toldAt: 0, number: 0 }
    this.#watched.set(run, watched)
    return watched
  }

  #sampled(run: string, watched: Watched, sampled: Sampled, at: number): void {
    const { viewers } = watched
    // Forgets viewers that have stopped watching, and runs without viewers.
    for (const viewer of viewers.keys()) if (!viewer.watches(run)) viewers.delete(viewer)
    if (viewers.size === 0) {
      watched.stop()
      this.#watched.delete(run)
      return
    }
    const message = messageOf(run, sampled)
    if (!watched.told || !isSame(watched.told, message, at - watched.toldAt)) {
      watched.told = message
      watched.toldAt = at
      watched.number++
    }
    for (const [viewer, number] of viewers) {
      if (number === watched.number) continue
      viewers.set(viewer, watched.number)
      viewer.send(message)
    }
  }
}

const messageOf = (run: string, sampled: Sampled): Message =>
  'absent' in sampled
    ? { type: 'kernel', run, rows: null, more: 0, absent: sampled.absent }
    : { type: 'kernel', run, ...sampled }

/** Whether only timers ran down in the `passed` milliseconds. */
function isSame(before: Message, after: Message, passed: number): boolean {
  const [rows, later] = [before.rows, after.rows]
  if (before.absent !== after.absent || before.more !== after.more || rows?.length !== later?.length) return false
  return rows === null || rows.every((row, index) => sameRow(row, later![index]!, passed))
}

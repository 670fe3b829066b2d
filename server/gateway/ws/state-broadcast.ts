/**
 * The pulse of the WebSocket side: at most 60 times a second, and only when something is new, it has every session
 * send what its watches are owed. Counterparts: `runtime/lab/lab.ts`, which says what changed; `session.ts`.
 * Invariant: participants are told before the events that name them.
 */
import type { LabListener, LabReader } from '../../runtime/lab/reader.ts'
import type { FileView } from '#shared/protocol/transfers.ts'
import type { Participant, Run } from '#shared/protocol/model.ts'
import type { ServerMessage } from '#shared/protocol/messages.ts'

const TICK_MS = 16
const COUNTS_MS = 250

/** What the feed needs of a session. */
export interface Viewer {
  send(message: ServerMessage): void
  /** Sends what its watches are owed. True when more is waiting. */
  pump(now: number): boolean
  watches(run: string): boolean
}

export class StateBroadcast implements LabListener {
  readonly #lab: LabReader
  readonly #viewers = new Set<Viewer>()
  /** Runs whose participants came, went or changed state since the last tick. */
  readonly #changed = new Set<string>()
  /** Runs whose figures changed since they were last told. */
  readonly #stale = new Set<string>()
  /** What was last told of each participant, by run. */
  readonly #told = new Map<string, Map<number, string>>()
  /** What was last told of each file, by run. */
  readonly #toldFiles = new Map<string, Map<number, string>>()
  /** What was last told of each program, and that without what changes at every turn of the event loop. */
  readonly #toldLive = new Map<string, { readonly whole: string; readonly gist: string }>()
  #timer: NodeJS.Timeout | null = null
  #countedAt = 0

  constructor(lab: LabReader) {
    this.#lab = lab
    lab.listen(this)
  }

  add(viewer: Viewer): void {
    this.#viewers.add(viewer)
  }

  remove(viewer: Viewer): void {
    this.#viewers.delete(viewer)
  }

  runChanged(run: string): void {
    this.#changed.add(run)
    this.#stale.add(run)
    this.wake()
  }

  committed(run: string): void {
    this.#stale.add(run)
    this.wake()
  }

  /** Asks for a tick. Without viewers nothing ticks. */
  wake(): void {
    if (this.#timer === null && this.#viewers.size > 0) this.#timer = setTimeout(() => this.#tick(), TICK_MS)
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#viewers.clear()
  }

  #tick(): void {
    this.#timer = null
    const now = performance.now()
    for (const run of this.#changed) this.#tellRun(run, false)
    this.#changed.clear()
    const due = now - this.#countedAt >= COUNTS_MS
    if (due && this.#stale.size > 0) {
      this.#countedAt = now
      this.#tellRuns([...this.#stale])
      this.#stale.clear()
    }
    let more = this.#stale.size > 0
    for (const viewer of this.#viewers) more = viewer.pump(now) || more
    if (more) this.wake()
  }

  #tellRuns(ids: string[]): void {
    const runs: Run[] = ids.map((id) => this.#lab.view(id))
    for (const viewer of this.#viewers) viewer.send({ type: 'runs', runs })
    for (const id of ids) this.#tellRun(id, true)
  }

  /** @param wakes also new wake-ups of a program that nobody holds: too many under a flood to be told at every tick */
  #tellRun(run: string, wakes: boolean): void {
    const live = this.#lab.live(run)
    const viewers = [...this.#viewers].filter((viewer) => viewer.watches(run))
    if (!live || viewers.length === 0) {
      this.#told.delete(run)
      this.#toldLive.delete(run)
      this.#toldFiles.delete(run)
      return
    }
    const before = this.#told.get(run)
    const after = new Map<number, string>()
    const news: Participant[] = []
    for (const participant of live.participants()) {
      const json = JSON.stringify(participant)
      after.set(participant.id, json)
      if (before?.get(participant.id) !== json) news.push(participant)
    }
    this.#told.set(run, after)
    this.#tellLive(run, viewers, wakes)
    if (wakes) this.#tellFiles(run, viewers)
    const message = { type: 'participants', run, participants: news, now: live.recorder.now / 1000 } as const
    if (news.length > 0) for (const viewer of viewers) viewer.send(message)
  }

  #tellFiles(run: string, viewers: readonly Viewer[]): void {
    const before = this.#toldFiles.get(run)
    const after = new Map<number, string>()
    const news: FileView[] = []
    for (const file of this.#lab.live(run)?.transfers?.views() ?? []) {
      const json = JSON.stringify(file)
      after.set(file.id, json)
      if (before?.get(file.id) !== json) news.push(file)
    }
    if (after.size === 0) return
    this.#toldFiles.set(run, after)
    if (news.length > 0) for (const viewer of viewers) viewer.send({ type: 'files', run, files: news })
  }

  #tellLive(run: string, viewers: readonly Viewer[], wakes: boolean): void {
    const live = this.#lab.live(run)?.live()
    if (!live) return
    const told = this.#toldLive.get(run)
    const gist = JSON.stringify(live.select?.pace === 'free' ? { ...live, select: 'free' } : live)
    if (told?.gist === gist && !wakes) return
    const whole = JSON.stringify(live)
    if (told?.whole === whole) return
    this.#toldLive.set(run, { whole, gist })
    for (const viewer of viewers) viewer.send({ type: 'live', run, live })
  }
}

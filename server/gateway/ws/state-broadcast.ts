/**
 * The clock of the WebSocket side: at most 60 times a second, and only when something is new, every session sends what
 * its watches have pending. Counterparts: `runtime/lab/lab.ts`, which reports changes; `session.ts`.
 * Invariant: participants are sent before the events that name them.
 */
import { setTimeout as patience } from 'node:timers/promises'
import type { LabObserver, LabReader } from '../../runtime/lab/reader.ts'
import type { FileView } from '#shared/protocol/transfers.ts'
import type { Participant, Run } from '#shared/protocol/model.ts'
import type { ServerMessage } from '#shared/protocol/messages.ts'
import type { LiveState } from '#shared/protocol/program.ts'
import { same } from '#shared/state/same.ts'

const TICK_MS = 16
const COUNTS_MS = 250
/** Where more change at once, the figures of those who stay as they are keep for the next quarter of a second: no eye reads more. */
const FEW = 16
/** How long the last events may take to go out to those who are behind. */
const LAST_MS = 500

/** What the broadcast needs of a session. */
export interface Viewer {
  send(message: ServerMessage): void
  /** The same, encoded: bytes must not change any more. */
  sendJson(json: Buffer): void
  /** Sends what its watches have pending. True when more is waiting. */
  pump(now: number): boolean
  /** Not all that is committed of what it watches has been sent. */
  readonly behind: boolean
  watches(run: string): boolean
  unwatch(run: string): void
}

export class StateBroadcast implements LabObserver {
  readonly #lab: LabReader
  readonly #viewers = new Set<Viewer>()
  /** Runs whose participants came, went or changed state since the last tick. */
  readonly #changed = new Set<string>()
  /** Runs whose figures changed since they were last sent. */
  readonly #stale = new Set<string>()
  /** What was last sent of each participant, by run. */
  readonly #told = new Map<string, Map<number, Participant>>()
  /** What was last sent of each file, by run. */
  readonly #toldFiles = new Map<string, Map<number, FileView>>()
  /** What was last sent of each program. */
  readonly #toldLive = new Map<string, LiveState>()
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

  /** Who came or went since the last tick is told now: later there is nobody to ask. */
  runEnds(run: string): void {
    this.#tellRun(run, true)
  }

  runErased(run: string): void {
    for (const known of [this.#changed, this.#stale, this.#told, this.#toldLive, this.#toldFiles]) known.delete(run)
    for (const viewer of this.#viewers) viewer.unwatch(run)
    sendAll(this.#viewers, { type: 'runs', runs: [], erased: [run] })
  }

  committed(run: string): void {
    this.#stale.add(run)
    this.wake()
  }

  /** Schedules a tick, if there are viewers. */
  wake(): void {
    if (this.#timer === null && this.#viewers.size > 0) this.#timer = setTimeout(() => this.#tick(), TICK_MS)
  }

  /** Sends what is due for the last time. Resolves when every viewer has it, after half a second at the latest. */
  async last(): Promise<void> {
    const until = performance.now() + LAST_MS
    this.#countedAt = -COUNTS_MS
    do {
      if (this.#timer) clearTimeout(this.#timer)
      this.#tick()
      if (![...this.#viewers].some((viewer) => viewer.behind)) return
      await patience(TICK_MS)
    } while (performance.now() < until)
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
    sendAll(this.#viewers, { type: 'runs', runs })
    for (const id of ids) this.#tellRun(id, true)
  }

  /** @param all also what changes too often in a flood to send at every tick: wake-ups of a running program, figures of many */
  #tellRun(run: string, all: boolean): void {
    const live = this.#lab.live(run)
    const viewers = [...this.#viewers].filter((viewer) => viewer.watches(run))
    if (!live || viewers.length === 0) {
      this.#told.delete(run)
      this.#toldLive.delete(run)
      this.#toldFiles.delete(run)
      return
    }
    const news = changed(live.participants(), this.#told, run, (one, before) => all || one.state !== before?.state)
    this.#tellLive(run, viewers, all)
    if (all) this.#tellFiles(run, viewers)
    const message = { type: 'participants', run, participants: news, now: live.recorder.now / 1000 } as const
    if (news.length > 0) sendAll(viewers, message)
  }

  #tellFiles(run: string, viewers: readonly Viewer[]): void {
    // The view of a transfer under way changes in place: keeps a copy of what was sent.
    const files =
      this.#lab
        .live(run)
        ?.transfers?.views()
        .map((file) => ({ ...file })) ?? []
    const news = changed(files, this.#toldFiles, run)
    if (news.length > 0) sendAll(viewers, { type: 'files', run, files: news })
  }

  #tellLive(run: string, viewers: readonly Viewer[], wakeUps: boolean): void {
    const live = this.#lab.live(run)?.live()
    if (!live) return
    const told = this.#toldLive.get(run)
    if (told && same(told, live, wakeUps ? undefined : unlessPaused(live))) return
    this.#toldLive.set(run, live)
    sendAll(viewers, { type: 'live', run, live })
  }
}

/** The same to each: encoded once. */
function sendAll(viewers: Iterable<Viewer>, message: ServerMessage): void {
  const json = Buffer.from(JSON.stringify(message))
  for (const viewer of viewers) viewer.sendJson(json)
}

/** The wake-ups of a running program change at every turn of the event loop. */
const WAKE_UPS = new Set(['wakeUps'])
const unlessPaused = ({ select }: LiveState): Set<string> | undefined =>
  select?.state === 'running' ? WAKE_UPS : undefined

/**
 * Those that are new or changed since last sent, by run; notes them as sent.
 * @param now copies @param urgent which of many must be told now; by default all
 */
function changed<T extends { readonly id: number }>(
  now: readonly T[],
  told: Map<string, Map<number, T>>,
  run: string,
  urgent: (one: T, before: T | undefined) => boolean = () => true,
): T[] {
  const before = told.get(run) ?? new Map<number, T>()
  const news = now.filter((one) => !same(before.get(one.id), one))
  const due = new Set(news.length <= FEW ? news : news.filter((one) => urgent(one, before.get(one.id))))
  told.set(run, new Map(now.map((one) => [one.id, due.has(one) ? one : (before.get(one.id) ?? one)])))
  return [...due]
}

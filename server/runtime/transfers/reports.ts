/**
 * Reports the files of a run, in both directions, to the journal and the page. Counterparts: `incoming.ts`,
 * `outgoing.ts`, `upload.ts`, which move the bytes.
 * Invariant: one `whole`, `partial` or `refused` follows every `begun` of the same file in the journal, before
 * `run-stopped`, unless the lab is killed between.
 */
import type { Clock } from '../../core/clock.ts'
import type { RunKey } from '../../files/port.ts'
import type { Input } from '#programs/common/program.ts'
import type { By } from '#shared/protocol/by.ts'
import type { EventOf } from '#shared/protocol/events.ts'
import type { FileView } from '#shared/protocol/transfers.ts'
import type { Recorder } from '../run/recorder.ts'
import type { Stepper } from '../run/stepper.ts'

/** How often the page gets the progress of a transfer. */
const SHOW_MS = 250
/** How long until the journal gets the progress: the first time, and at most. Doubles each time. */
const FIRST_NOTE_MS = 1000
const LAST_NOTE_MS = 60_000
/** Ended transfers that viewers get without a look at the disk. */
const KEEP_ENDED = 100

export interface TransferParts {
  readonly record: RunKey
  readonly clock: Clock
  readonly recorder: Recorder
  /** Pauses all reading while the disk is behind. */
  readonly readGate: { hold(reason: 'files-behind', on: boolean): void }
  /** The wake-ups of the program's select, in which it reads and sends. */
  readonly stepper: Pick<Stepper, 'due' | 'ready' | 'passes'> | null
  tell(input: Input): void
  turn(): void
  touch(): void
}

export type Begun = Pick<FileView, 'id' | 'direction' | 'participant' | 'name' | 'total' | 'startedAt'>
export type Ending = Partial<Pick<FileView, 'size' | 'sha256' | 'errno'>> & {
  readonly state: 'whole' | 'partial' | 'refused'
}

/** A transfer under way. */
export interface Going {
  readonly view: FileView
  /** Reports the bytes that have passed in all. */
  moved(size: number): void
  /** Reports its end. Returns its view from now on. */
  over(how: Ending): FileView
}

export class TransferReports {
  readonly #parts: TransferParts
  readonly #going = new Set<Going>()
  readonly #ended: FileView[] = []
  #lastId = 0
  #stopShowing: (() => void) | null = null
  #whenNone: (() => void) | null = null

  constructor(parts: TransferParts) {
    this.#parts = parts
  }

  nextId(): number {
    return ++this.#lastId
  }

  /** Transfers under way and the newest ended ones, by number. */
  views(): FileView[] {
    return [...this.#ended, ...[...this.#going].map(({ view }) => view)].sort((a, b) => a.id - b.id)
  }

  /** Forgets a file that the disk no longer has. */
  removed(id: number): void {
    const at = this.#ended.findIndex((file) => file.id === id)
    if (at >= 0) this.#ended[at] = { ...this.#ended[at]!, state: 'removed' }
    this.#parts.touch()
  }

  /** @param by who uploads it, for an upload */
  begin(begun: Begun, by?: By): Going {
    const view: FileView = { ...begun, state: 'going', size: 0, sha256: null, errno: null, endedAt: null }
    let stopNotes = (): void => {}
    let noted = 0
    const noteLater = (ms: number): void => {
      stopNotes = this.#parts.clock.after(ms, () => {
        if (view.size > noted) this.#record(view, 'going')
        noted = view.size
        noteLater(Math.min(2 * ms, LAST_NOTE_MS))
      })
    }
    const going: Going = {
      view,
      moved: (size) => {
        view.size = size
        this.#stopShowing ??= this.#parts.clock.after(SHOW_MS, () => {
          this.#stopShowing = null
          this.#parts.touch()
        })
      },
      over: (how) => {
        stopNotes()
        const ended: FileView = { ...view, ...how, endedAt: this.#parts.clock.now() }
        this.#going.delete(going)
        this.#ended.push(ended)
        if (this.#ended.length > KEEP_ENDED) this.#ended.shift()
        this.#record(ended, how.state)
        this.#parts.touch()
        if (this.#going.size === 0) this.#whenNone?.()
        return ended
      },
    }
    this.#going.add(going)
    this.#record(view, 'begun', by)
    noteLater(FIRST_NOTE_MS)
    return going
  }

  /** Resolves when no transfer is under way. */
  async close(): Promise<void> {
    if (this.#going.size > 0) await new Promise<void>((done) => (this.#whenNone = done))
    this.#stopShowing?.()
  }

  #record(view: FileView, state: EventOf<'transfer'>['state'], by?: By): void {
    const { direction, id: file, name, size: done, total, sha256, errno } = view
    const known = {
      ...(total !== null && { total }),
      ...(sha256 !== null && { sha256 }),
      ...(errno !== null && { errno }),
      ...(by && { by }),
    }
    this.#parts.recorder.record('transfer', view.participant, { state, direction, file, name, done, ...known })
    this.#parts.turn()
  }
}

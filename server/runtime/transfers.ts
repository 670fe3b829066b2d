/**
 * The files that a run receives: where the bytes of a connection go, what the journal says of them, and what the page is
 * shown. Counterparts: `files/port.ts`, which keeps them; `intake.ts`, which hands in what is read.
 * Invariant: every `begun` of the journal is followed by one `whole`, `partial` or `refused` of the same file, unless the
 * lab is killed between; and it comes before `run-stopped`.
 */
import type { Clock } from '../core/clock.ts'
import type { FileStore, Incoming, RunKey } from '../files/port.ts'
import type { Input } from '../scenarios/scenario.ts'
import type { FileView } from '../wire/files.ts'
import type { Member } from './member.ts'
import type { Reading } from './reading.ts'
import type { Recorder } from './recorder.ts'

/** How often the page may be told how far a transfer has come. */
const SHOW_MS = 250
/** How long until the journal is told how far it has come: the first time, and at most. Doubled each time. */
const FIRST_NOTE_MS = 1000
const LAST_NOTE_MS = 60_000
/** Ended transfers that are told to viewers without the disk. */
const KEEP_ENDED = 100

export interface TransferParts {
  readonly run: RunKey
  readonly clock: Clock
  readonly recorder: Recorder
  readonly reading: Reading
  tell(input: Input): void
  turn(): void
  touch(): void
}

interface Going {
  readonly member: Member
  view: FileView
  readonly incoming: Incoming
  /** Bytes so far when the journal was last told. */
  noted: number
  stopNotes: () => void
  ending: boolean
}

export class Transfers {
  readonly #files: FileStore
  readonly #parts: TransferParts
  readonly #going = new Map<Member, Going>()
  readonly #ended: FileView[] = []
  readonly #deaf: () => void
  #lastId = 0
  #stopShowing: (() => void) | null = null
  #whenNone: (() => void) | null = null

  constructor(files: FileStore, parts: TransferParts) {
    this.#files = files
    this.#parts = parts
    this.#deaf = files.onBehind(() => parts.reading.hold('files-behind', files.behind))
  }

  /** The files that go and the newest of those that have ended, by number. */
  views(): FileView[] {
    return [...this.#ended, ...[...this.#going.values()].map(({ view }) => view)].sort((a, b) => a.id - b.id)
  }

  /** From now on what this member sends goes into a file of its own. */
  begin(member: Member): void {
    const id = ++this.#lastId
    const beginning = {
      id,
      direction: 'in' as const,
      participant: member.id,
      name: member.web ? member.name : `port ${member.connection.remote.port}`,
      startedAt: this.#parts.clock.now(),
    }
    const incoming = this.#files.receive(this.#parts.run, beginning, {
      stored: (size, sha256) => this.#stored(member, size, sha256),
      failed: (errno) => this.#failed(member, errno),
    })
    const view: FileView = {
      ...beginning,
      name: incoming.name,
      state: 'going',
      size: 0,
      total: null,
      sha256: null,
      errno: null,
      endedAt: null,
    }
    const going: Going = { member, view, incoming, noted: 0, stopNotes: () => {}, ending: false }
    member.incoming = incoming
    this.#going.set(member, going)
    // A disk that is behind may have been so before this run had any file.
    this.#parts.reading.hold('files-behind', this.#files.behind)
    this.#record(going.view, 'begun')
    this.#noteLater(going, FIRST_NOTE_MS)
  }

  /** Bytes were read of a member whose file is `incoming`. */
  read(member: Member, incoming: Incoming, chunk: Uint8Array): void {
    member.said(chunk.length, 0)
    const going = this.#going.get(member)
    if (going) going.view.size += chunk.length
    incoming.write(chunk)
    this.#stopShowing ??= this.#parts.clock.after(SHOW_MS, () => {
      this.#stopShowing = null
      this.#parts.touch()
    })
    this.#parts.turn()
  }

  /** Its end came as FIN. */
  keep(member: Member): void {
    this.#end(member, true)
  }

  /** The connection is gone. A file that had not come to its end stays as it is. */
  cut(member: Member): void {
    this.#end(member, false)
  }

  /** Resolves when the disk has what it is to have. No member is left by then. */
  async close(): Promise<void> {
    if (this.#going.size > 0) await new Promise<void>((done) => (this.#whenNone = done))
    this.#stopShowing?.()
    this.#deaf()
  }

  #end(member: Member, whole: boolean): void {
    const going = this.#going.get(member)
    if (!going || going.ending) return
    going.ending = true
    going.view.state = whole ? 'going' : 'partial'
    going.incoming.end(whole)
  }

  #stored(member: Member, size: number, sha256: string): void {
    const going = this.#going.get(member)
    if (!going) return
    const state = going.view.state === 'partial' ? 'partial' : 'whole'
    this.#over(going, { state, size, sha256 })
    if (state === 'whole') this.#parts.tell({ type: 'stored', who: member.id })
  }

  #failed(member: Member, errno: string): void {
    const going = this.#going.get(member)
    if (!going) return
    this.#over(going, { state: 'refused', errno })
    this.#parts.tell({ type: 'unstored', who: member.id })
  }

  #over(going: Going, how: Partial<FileView> & { state: 'whole' | 'partial' | 'refused' }): void {
    going.stopNotes()
    going.view = { ...going.view, ...how, endedAt: this.#parts.clock.now() }
    this.#going.delete(going.member)
    this.#ended.push(going.view)
    if (this.#ended.length > KEEP_ENDED) this.#ended.shift()
    this.#record(going.view, how.state)
    this.#parts.touch()
    if (this.#going.size === 0) this.#whenNone?.()
  }

  #noteLater(going: Going, ms: number): void {
    going.stopNotes = this.#parts.clock.after(ms, () => {
      if (going.view.size > going.noted) this.#record(going.view, 'going')
      going.noted = going.view.size
      this.#noteLater(going, Math.min(2 * ms, LAST_NOTE_MS))
    })
  }

  #record(view: FileView, state: FileView['state'] | 'begun'): void {
    const { direction, id: file, name, size: done, sha256, errno } = view
    const ending = { ...(sha256 !== null && { sha256 }), ...(errno !== null && { errno }) }
    this.#parts.recorder.record('transfer', view.participant, { state, direction, file, name, done, ...ending })
    this.#parts.turn()
  }
}

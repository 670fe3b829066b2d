/**
 * How long the lab keeps what it recorded, and how much of it: at its start and once an hour it deletes runs that ended too long ago,
 * then the oldest as long as all of them take too much room. Counterparts: `afterwards.ts`, which deletes a run; `cli/config.ts`, whose
 * flags set the limits.
 * Invariants: a run that goes on is never touched; one look at a time; what fails is told, and keeps neither the next run nor the next look.
 */
import type { Clock } from '../../core/clock.ts'
import { SharedLook } from '../../core/shared-look.ts'
import type { Journal, JournalRoom } from '../../journal/port.ts'
import type { FileStore } from '../../files/port.ts'
import type { Run } from '#shared/protocol/model.ts'
import type { Kept } from '#shared/protocol/kept.ts'
import type { Afterwards } from './afterwards.ts'

export interface KeepLimits {
  /** Days after its end that a run is kept; 0: for ever. */
  readonly days: number
  /** Bytes that journal and files may take, those of runs that go on among them; 0: any. */
  readonly bytes: number
}

export interface KeepingParts {
  readonly clock: Clock
  readonly limits: KeepLimits
  /** Runs that have ended. */
  readonly afterwards: Pick<Afterwards, 'runs' | 'delete'>
  /** How many runs go on. */
  readonly running: () => number
  readonly journal: Pick<Journal, 'upkeep'>
  readonly files: Pick<FileStore, 'used'>
  /** Deletes copies of the journal that are older than that, milliseconds since 1970; names of those that are gone. */
  readonly copies: (before: number) => string[]
  readonly told: (deleted: Deleted) => void
  readonly failed: (error: unknown) => void
}

/** What a look has deleted. */
export interface Deleted {
  /** Ids of runs that ended too long ago. */
  readonly old: readonly string[]
  /** Ids of runs for which there was no room. */
  readonly large: readonly string[]
  /** Names of copies of the journal. */
  readonly copies: readonly string[]
  readonly room: number
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Files of the journal are made smaller where that frees so many bytes, and as much as is used. */
const WORTH = 64 * 1024 * 1024

export class Keeping {
  readonly #parts: KeepingParts
  #under: Promise<void> | null = null
  #cancel: () => void = () => {}
  #ended = false
  #deleted = 0

  constructor(parts: KeepingParts) {
    this.#parts = parts
  }

  /** Looks now, and once an hour from then on. */
  begin(): void {
    if (this.#ended) return
    this.#cancel = this.#parts.clock.after(HOUR, () => this.begin())
    void this.look()
  }

  /** Resolves when what is being deleted is deleted; nothing more is then. */
  async end(): Promise<void> {
    this.#ended = true
    this.#cancel()
    await this.#under
  }

  /** What is kept now, and for how long. */
  figures(): Promise<Kept> {
    return this.#figures.ask()
  }

  /** Each look reads the folder of files and asks the journal. */
  readonly #figures = new SharedLook(async (): Promise<Kept> => {
    const { limits, afterwards } = this.#parts
    return {
      days: limits.days || null,
      limit: limits.bytes || null,
      runs: afterwards.runs.length,
      bytes: (await this.#size()).bytes,
      deleted: this.#deleted,
    }
  })

  /** Deletes what is kept no longer. Never rejects. */
  look(): Promise<void> {
    this.#under ??= this.#look()
      .catch(this.#parts.failed)
      .finally(() => (this.#under = null))
    return this.#under
  }

  async #look(): Promise<void> {
    const { clock, limits, copies, told } = this.#parts
    const before = limits.days === 0 ? -Infinity : clock.now() - limits.days * DAY
    const gone = copies(before)
    const old = await this.#deleteWhile(async (run) => endOf(run) < before)
    const large = await this.#deleteWhile(async () => limits.bytes > 0 && (await this.#size()).bytes > limits.bytes)
    if (old.length + large.length > 0) await this.#settle()
    if (old.length + large.length + gone.length === 0) return
    this.#deleted += old.length + large.length
    told({ old, large, copies: gone, room: (await this.#size()).bytes })
  }

  /** Deletes runs, that which ended first before the others, as long as the next is one to delete. */
  async #deleteWhile(isOne: (run: Run) => Promise<boolean>): Promise<string[]> {
    const { afterwards, failed } = this.#parts
    const deleted: string[] = []
    for (const run of [...afterwards.runs].sort((a, b) => endOf(a) - endOf(b))) {
      if (this.#ended || !(await isOne(run))) break
      // Somebody may have deleted it meanwhile.
      if (!afterwards.runs.some(({ id }) => id === run.id)) continue
      // One that cannot be deleted keeps no other.
      await afterwards.delete(run.id).then(() => deleted.push(run.id), failed)
    }
    return deleted
  }

  /** Making the files smaller holds commits up as long as copying them takes: only while no run goes on. */
  async #settle(): Promise<void> {
    const { upkeep } = this.#parts.journal
    await upkeep.settle()
    const { used, free } = await upkeep.room()
    if (this.#parts.running() === 0 && free > Math.max(WORTH, used)) await upkeep.tidy()
  }

  async #size(): Promise<JournalRoom & { readonly bytes: number }> {
    const [room, files] = await Promise.all([this.#parts.journal.upkeep.room(), this.#parts.files.used()])
    return { ...room, bytes: room.used + files }
  }
}

/** A run that the lab could not end has no end of its own. */
const endOf = ({ stoppedAt, startedAt }: Run): number => stoppedAt ?? startedAt

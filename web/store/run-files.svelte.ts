/**
 * The files of one run: read once over REST, then kept up by the event stream. Counterpart: `shared/protocol/transfers.ts`.
 * Invariant: what has ended never goes back to an earlier state, in whichever order answers and news come.
 */
import type { FileList, FileView } from '#shared/protocol/transfers.ts'

export class RunFiles {
  readonly #read: (signal: AbortSignal) => Promise<FileList>
  #all = $state.raw<ReadonlyMap<number, FileView>>(new Map())
  #reading: AbortController | null = null
  #opened = false
  readonly #removed = new Set<number>()

  constructor(read: (signal: AbortSignal) => Promise<FileList>) {
    this.#read = read
  }

  /** Newest first. */
  get all(): FileView[] {
    return [...this.#all.values()].sort((a, b) => b.id - a.id)
  }

  /** Those that went over a connection, newest first. */
  get moved(): FileView[] {
    return this.all.filter(({ direction }) => direction !== 'upload')
  }

  /** The file that is sent to those who come. */
  get chosen(): FileView | null {
    return this.all.find(({ direction, state }) => direction === 'upload' && state === 'whole') ?? null
  }

  /** The newest that the page gave and that is not chosen: it is on its way, or was refused. */
  get coming(): FileView | null {
    const newest = this.all.find(({ direction }) => direction === 'upload')
    return newest && newest.state !== 'whole' ? newest : null
  }

  /** Somebody looks: reads those from before the event stream began. A failure is left to the next look. */
  open(): void {
    if (this.#opened) return
    this.#opened = true
    this.#reading = new AbortController()
    this.#read(this.#reading.signal).then(
      ({ files }) => this.take(files),
      () => (this.#opened = false),
    )
  }

  take(files: readonly FileView[]): void {
    const all = new Map(this.#all)
    for (const file of files) {
      const known = all.get(file.id)
      if (file.state === 'removed') {
        all.delete(file.id)
        this.#removed.add(file.id)
        continue
      }
      if (this.#removed.has(file.id)) continue
      if (known && (known.endedAt !== null || (file.endedAt === null && known.size > file.size))) continue
      all.set(file.id, file)
    }
    this.#all = all
  }

  reset(): void {
    this.close()
    this.#all = new Map()
    this.#removed.clear()
    if (!this.#opened) return
    this.#opened = false
    this.open()
  }

  close(): void {
    this.#reading?.abort()
  }
}

/**
 * The files of all runs, as the gateways use them. Counterparts: `gateway/http/files.ts`;
 * `runtime/transfers/transfers.ts` of each run.
 */
import { LabError } from '../../core/errors.ts'
import type { FileStore, StoredFile } from '../../files/port.ts'
import { traitsOf } from '#programs/traits.ts'
import type { FileList } from '#shared/protocol/transfers.ts'
import type { By } from '#shared/protocol/by.ts'
import type { Run as RunView } from '#shared/protocol/model.ts'
import type { Upload } from '../transfers/upload.ts'
import type { LiveRun } from './live-run.ts'

/** What it needs of the lab. */
interface Runs {
  /** Throws `unknown-run`. */
  view(id: string): RunView
  live(id: string): LiveRun | undefined
  views(): readonly RunView[]
}

export class LabFiles {
  readonly #files: FileStore
  readonly #runs: Runs

  constructor(files: FileStore, runs: Runs) {
    this.#files = files
    this.#runs = runs
  }

  /** The newest files that a run received or sent, by number, and the room left for more. Throws `unknown-run`. */
  async list(id: string): Promise<FileList> {
    const run = this.#runs.view(id)
    const stored = await this.#files.list(run)
    const live = new Map(
      this.#runs
        .live(id)
        ?.transfers?.views()
        .map((file) => [file.id, file]),
    )
    const files = stored.map((file) => live.get(file.id) ?? file)
    return run.state === 'running' && traitsOf(run.program).files === 'out'
      ? { files, room: await this.#files.room() }
      : { files }
  }

  /** Opens a kept file, or what has arrived of it. Throws `unknown-run`, `unknown-file`. */
  async open(id: string, file: number): Promise<StoredFile> {
    const found = await this.#files.open(this.#runs.view(id), file)
    if (!found) throw new LabError('unknown-file', { run: id, file })
    return found
  }

  /** Deletes a kept file. Throws `unknown-run`, `unknown-file`, `file-in-use`. */
  async remove(id: string, file: number): Promise<void> {
    const run = this.#runs.view(id)
    const transfers = this.#runs.live(id)?.transfers
    // One that has just begun may not be on disk yet.
    const begun = transfers?.views().find((one) => one.id === file && one.state === 'going')
    if (begun && begun.direction !== 'out') throw new LabError('file-in-use', { run: id, file })
    const found = (await this.#files.list(run)).find((one) => one.id === file)
    if (!found || found.direction === 'out' || found.state === 'refused')
      throw new LabError('unknown-file', { run: id, file })
    if (run.state !== 'stopped' && transfers?.uses(file)) throw new LabError('file-in-use', { run: id, file })
    const errno = await this.#files.remove(run, found)
    if (errno === 'ENOENT') throw new LabError('unknown-file', { run: id, file })
    if (errno !== null) throw new LabError('internal', {}, new Error(errno))
    transfers?.removed(file)
  }

  /**
   * Gives what these participants sent another name, in the runs of them that have ended. Rejects with what the system says: then it may
   * be asked again.
   */
  async forget(participants: Readonly<Record<string, readonly number[]>>, names: readonly string[], name: string) {
    for (const run of this.#runs.views()) {
      const { id } = run
      const theirs = participants[id]
      if (!theirs || this.#runs.live(id) || traitsOf(run.program).files !== 'in') continue
      const errno = await this.#files.rename(run, { participants: theirs, names, name })
      if (errno !== null) throw new LabError('internal', {}, new Error(`files of run ${id}: ${errno}`))
    }
  }

  /** Begins the upload of a file for the run to send. Throws `unknown-run`, `no-file-wanted`, and what `RunShell.mustTake` throws. */
  upload(id: string, name: string, total: number | null, by?: By): Upload {
    const { program, state } = this.#runs.view(id)
    const run = this.#runs.live(id)
    if (!run || state !== 'running') throw new LabError('run-not-running', { run: id })
    if (!run.transfers || traitsOf(program).files !== 'out') throw new LabError('no-file-wanted', { run: id })
    run.mustTake()
    return run.transfers.uploads.begin(name, total, by)
  }
}

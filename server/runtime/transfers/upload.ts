/**
 * The file that a run sends: uploaded by the page, and kept like received files. Counterparts: `outgoing.ts`;
 * `gateway/http/uploads.ts`, which reads the bytes.
 * Invariant: the uploaded file is whole on the disk, with its size and SHA-256 known.
 */
import { LabError } from '../../core/errors.ts'
import type { FileStore } from '../../files/port.ts'
import type { By } from '#shared/protocol/by.ts'
import type { FileView } from '#shared/protocol/transfers.ts'
import { PROGRAM } from '#shared/model/constants.ts'
import type { Ending, TransferReports, TransferParts } from './reports.ts'

/** Errno of a file whose end has not come. */
const CUT = 'ECONNRESET'

/** A file on its way from the page. */
export interface Upload {
  /** Takes bytes; the caller must not use them afterwards. Resolves when more may come; false: refused. */
  write(bytes: Uint8Array): Promise<boolean>
  /** Completes the upload. Rejects with `file-refused`. */
  end(): Promise<FileView>
  /** Aborts the upload: nothing of it is kept. */
  cut(): void
  /** Settles as `end` does, even if `end` is never called. */
  readonly over: Promise<FileView>
}

export class Uploads {
  readonly #files: FileStore
  readonly #parts: TransferParts
  readonly #reports: TransferReports
  readonly #uploads = new Set<Upload>()
  newest: FileView | null = null

  constructor(files: FileStore, parts: TransferParts, reports: TransferReports) {
    this.#files = files
    this.#parts = parts
    this.#reports = reports
  }

  /** @param total its bytes, where the page says so */
  begin(name: string, total: number | null, by?: By): Upload {
    const [id, startedAt] = [this.#reports.nextId(), this.#parts.clock.now()]
    const beginning = { id, direction: 'upload' as const, participant: PROGRAM, name, total, startedAt }
    const over = Promise.withResolvers<FileView>()
    over.promise.catch(() => {}) // who uploads may have gone by then
    let open = true
    const ended = (how: Ending): FileView => {
      open = false
      this.#uploads.delete(upload)
      return going.over(how)
    }
    const incoming = this.#files.receive(this.#parts.record, beginning, {
      stored: (size, sha256) => {
        const view = ended({ state: 'whole', size, sha256 })
        // Of two simultaneous uploads, the one that began later.
        if (!this.newest || this.newest.id < view.id) this.newest = view
        const tell = () => this.#parts.tell({ type: 'uploaded' })
        if (this.#parts.stepper) this.#parts.stepper.due(tell)
        else tell()
        this.#parts.touch()
        over.resolve(view)
      },
      failed: (errno) => {
        ended({ state: 'refused', errno })
        const { name } = incoming
        over.reject(errno === CUT ? new LabError('file-cut', { name }) : new LabError('file-refused', { name, errno }))
      },
    })
    const going = this.#reports.begin({ ...beginning, name: incoming.name }, by)
    const upload: Upload = {
      write: async (bytes) => {
        going.moved(going.view.size + bytes.length)
        incoming.write(bytes)
        if (this.#files.behind) await caughtUp(this.#files)
        return open
      },
      end: () => {
        incoming.end(true)
        return over.promise
      },
      cut: () => incoming.drop(CUT),
      over: over.promise,
    }
    this.#uploads.add(upload)
    return upload
  }

  /** The run ends: aborts uploads under way. */
  close(): void {
    for (const upload of this.#uploads) upload.cut()
  }
}

const caughtUp = (files: FileStore): Promise<void> =>
  new Promise((done) => {
    const stop = files.onBehind(() => {
      if (files.behind) return
      stop()
      done()
    })
  })

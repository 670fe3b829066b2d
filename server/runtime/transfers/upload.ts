/**
 * Which file a run sends: taken from the page as it comes, kept like those that are received. Counterparts: `outgoing.ts`;
 * `gateway/http/uploads.ts`, which reads the bytes.
 * Invariant: the chosen file is on the disk as a whole, with its size and SHA-256 known.
 */
import { LabError } from '../../core/errors.ts'
import type { FileStore } from '../../files/port.ts'
import type { By } from '#shared/protocol/by.ts'
import type { FileView } from '#shared/protocol/transfers.ts'
import { PROGRAM } from '#shared/model/constants.ts'
import type { Ending, TransferLog, TransferParts } from './log.ts'

/** Errno of a file whose end has not come. */
const CUT = 'ECONNRESET'

/** A file on its way from the page. */
export interface Upload {
  /** Hands in bytes; they must not change, nor be used, afterwards. Resolves when more may come; false: it is refused. */
  write(bytes: Uint8Array): Promise<boolean>
  /** All of it has come. Rejects with `file-refused`. */
  end(): Promise<FileView>
  /** It will not come to its end: nothing of it is kept. */
  cut(): void
  /** Settles as `end` does, whether that was called or not. */
  readonly over: Promise<FileView>
}

export class Uploads {
  readonly #files: FileStore
  readonly #parts: TransferParts
  readonly #log: TransferLog
  readonly #uploads = new Set<Upload>()
  newest: FileView | null = null

  constructor(files: FileStore, parts: TransferParts, log: TransferLog) {
    this.#files = files
    this.#parts = parts
    this.#log = log
  }

  /** @param total its bytes, where the page says so */
  begin(name: string, total: number | null, by?: By): Upload {
    const [id, startedAt] = [this.#log.nextId(), this.#parts.clock.now()]
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
        // Of two that come at once, the one that was chosen later.
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
    const going = this.#log.begin({ ...beginning, name: incoming.name }, by)
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

  /** The run ends: what has not come by now is not waited for. */
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

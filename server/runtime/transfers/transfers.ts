/**
 * The files of a run, in both directions. Counterparts: `runtime/streams/effects.ts` and
 * `runtime/streams/connection-events.ts`, which begin and end transfers.
 */
import type { FileStore } from '../../files/port.ts'
import type { FileView } from '#shared/protocol/transfers.ts'
import { Uploads } from './upload.ts'
import type { FilePeer } from './peer.ts'
import { IncomingFiles } from './incoming.ts'
import { OutgoingFiles } from './outgoing.ts'
import { TransferReports, type TransferParts } from './reports.ts'

export class Transfers {
  readonly incoming: IncomingFiles
  readonly outgoing: OutgoingFiles
  readonly uploads: Uploads
  readonly #reports: TransferReports
  readonly #deaf: () => void

  constructor(files: FileStore, parts: TransferParts) {
    this.#reports = new TransferReports(parts)
    this.incoming = new IncomingFiles(files, parts, this.#reports)
    this.uploads = new Uploads(files, parts, this.#reports)
    this.outgoing = new OutgoingFiles(files, parts, this.#reports, () => this.uploads.newest)
    this.#deaf = files.onBehind(() => parts.readGate.hold('files-behind', files.behind))
  }

  /** Transfers under way and the newest ended ones, by number. */
  views(): FileView[] {
    return this.#reports.views()
  }

  /** Whether the program still needs it. */
  uses(id: number): boolean {
    return this.uploads.newest?.id === id || this.views().some((file) => file.id === id && file.state === 'going')
  }

  removed(id: number): void {
    this.#reports.removed(id)
  }

  /**
   * The connection is gone.
   * @param orderly its FIN came, and everything for it had left
   */
  gone(peer: FilePeer, orderly: boolean): void {
    this.incoming.cut(peer)
    this.outgoing.gone(peer, orderly)
  }

  /** Resolves when everything is on the disk. No peer is left by then. */
  async close(): Promise<void> {
    this.uploads.close()
    await this.#reports.close()
    this.#deaf()
  }
}

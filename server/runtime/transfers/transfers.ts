/** The files of a run, whichever way they go. Counterparts: `runtime/streams/effects.ts` and `runtime/streams/connection-events.ts`, which begin and end transfers. */
import type { FileStore } from '../../files/port.ts'
import type { FileView } from '#shared/protocol/transfers.ts'
import { Choosing } from './upload.ts'
import type { FilePeer } from './peer.ts'
import { Receiving } from './incoming.ts'
import { Sending } from './outgoing.ts'
import { TransferLog, type TransferParts } from './log.ts'

export class Transfers {
  readonly receiving: Receiving
  readonly sending: Sending
  readonly choosing: Choosing
  readonly #log: TransferLog
  readonly #deaf: () => void

  constructor(files: FileStore, parts: TransferParts) {
    this.#log = new TransferLog(parts)
    this.receiving = new Receiving(files, parts, this.#log)
    this.choosing = new Choosing(files, parts, this.#log)
    this.sending = new Sending(files, parts, this.#log, () => this.choosing.chosen)
    this.#deaf = files.onBehind(() => parts.reading.hold('files-behind', files.behind))
  }

  /** The files that go and the newest of those that have ended, by number. */
  views(): FileView[] {
    return this.#log.views()
  }

  /** Whether the program still needs it. */
  uses(id: number): boolean {
    return this.choosing.chosen?.id === id || this.views().some((file) => file.id === id && file.state === 'going')
  }

  removed(id: number): void {
    this.#log.removed(id)
  }

  /**
   * The connection is gone.
   * @param orderly FIN came from it, and all that it was given had left
   */
  gone(member: FilePeer, orderly: boolean): void {
    this.receiving.cut(member)
    this.sending.gone(member, orderly)
  }

  /** Resolves when the disk has what it is to have. No member is left by then. */
  async close(): Promise<void> {
    this.choosing.close()
    await this.#log.close()
    this.#deaf()
  }
}

/**
 * Files that a run receives: where the bytes of a connection go. Counterparts: `files/port.ts`, which keeps them;
 * `runtime/streams/connection-events.ts`, which passes in what is read; `reports.ts`, which reports them.
 */
import type { FileStore, Incoming } from '../../files/port.ts'
import type { FilePeer } from './peer.ts'
import type { Going, TransferReports, TransferParts } from './reports.ts'

interface Receipt {
  readonly going: Going
  readonly incoming: Incoming
  /** How it ended, if it has, while the disk has not confirmed it. */
  whole: boolean | null
}

export class IncomingFiles {
  readonly #files: FileStore
  readonly #parts: TransferParts
  readonly #reports: TransferReports
  readonly #receipts = new Map<FilePeer, Receipt>()

  constructor(files: FileStore, parts: TransferParts, reports: TransferReports) {
    this.#files = files
    this.#parts = parts
    this.#reports = reports
  }

  /** Writes what this peer sends from now on into a new file. */
  begin(peer: FilePeer): void {
    const { via, remote } = peer.connection
    const beginning = {
      id: this.#reports.nextId(),
      direction: 'in' as const,
      participant: peer.id,
      name: peer.web || via === 'unix' ? peer.name : `port ${remote.port}`,
      total: null,
      startedAt: this.#parts.clock.now(),
    }
    const incoming = this.#files.receive(this.#parts.record, beginning, {
      stored: (size, sha256) => this.#stored(peer, size, sha256),
      failed: (errno) => this.#failed(peer, errno),
    })
    const going = this.#reports.begin({ ...beginning, name: incoming.name })
    peer.incoming = incoming
    this.#receipts.set(peer, { going, incoming, whole: null })
    // The disk may have been behind before this run had any file.
    this.#parts.readGate.hold('files-behind', this.#files.behind)
  }

  /** Adds bytes read from a peer whose file is `incoming`. */
  read(peer: FilePeer, incoming: Incoming, chunk: Uint8Array): void {
    peer.countSent(chunk.length, 0)
    const going = this.#receipts.get(peer)?.going
    going?.moved(going.view.size + chunk.length)
    incoming.write(chunk)
    this.#parts.turn()
  }

  /** FIN has come: the file is complete. */
  keep(peer: FilePeer): void {
    this.#end(peer, true)
  }

  /** The connection is gone. An incomplete file stays as it is. */
  cut(peer: FilePeer): void {
    this.#end(peer, false)
  }

  #end(peer: FilePeer, whole: boolean): void {
    const receipt = this.#receipts.get(peer)
    if (!receipt || receipt.whole !== null) return
    receipt.whole = whole
    if (!whole) receipt.going.view.state = 'partial'
    receipt.incoming.end(whole)
  }

  #stored(peer: FilePeer, size: number, sha256: string): void {
    const receipt = this.#receipts.get(peer)
    if (!receipt) return
    this.#receipts.delete(peer)
    receipt.going.over({ state: receipt.whole === true ? 'whole' : 'partial', size, sha256 })
    if (receipt.whole) this.#parts.tell({ type: 'stored', who: peer.id })
  }

  #failed(peer: FilePeer, errno: string): void {
    const receipt = this.#receipts.get(peer)
    if (!receipt) return
    this.#receipts.delete(peer)
    receipt.going.over({ state: 'refused', errno })
    this.#parts.tell({ type: 'unstored', who: peer.id })
  }
}

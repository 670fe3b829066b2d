/**
 * Files that a run receives: where the bytes of a connection go. Counterparts: `files/port.ts`, which keeps them;
 * `runtime/streams/connection-events.ts`, which hands in what is read; `log.ts`, which tells of them.
 */
import type { FileStore, Incoming } from '../../files/port.ts'
import type { FilePeer } from './peer.ts'
import type { Going, TransferLog, TransferParts } from './log.ts'

interface Receipt {
  readonly going: Going
  readonly incoming: Incoming
  /** How it ended, where it has: the disk's word is waited for. */
  whole: boolean | null
}

export class Receiving {
  readonly #files: FileStore
  readonly #parts: TransferParts
  readonly #log: TransferLog
  readonly #receipts = new Map<FilePeer, Receipt>()

  constructor(files: FileStore, parts: TransferParts, log: TransferLog) {
    this.#files = files
    this.#parts = parts
    this.#log = log
  }

  /** From now on what this member sends goes into a file of its own. */
  begin(member: FilePeer): void {
    const { via, remote } = member.connection
    const beginning = {
      id: this.#log.nextId(),
      direction: 'in' as const,
      participant: member.id,
      name: member.web || via === 'unix' ? member.name : `port ${remote.port}`,
      total: null,
      startedAt: this.#parts.clock.now(),
    }
    const incoming = this.#files.receive(this.#parts.record, beginning, {
      stored: (size, sha256) => this.#stored(member, size, sha256),
      failed: (errno) => this.#failed(member, errno),
    })
    const going = this.#log.begin({ ...beginning, name: incoming.name })
    member.incoming = incoming
    this.#receipts.set(member, { going, incoming, whole: null })
    // A disk that is behind may have been so before this run had any file.
    this.#parts.reading.hold('files-behind', this.#files.behind)
  }

  /** Bytes were read of a member whose file is `incoming`. */
  read(member: FilePeer, incoming: Incoming, chunk: Uint8Array): void {
    member.said(chunk.length, 0)
    const going = this.#receipts.get(member)?.going
    going?.moved(going.view.size + chunk.length)
    incoming.write(chunk)
    this.#parts.turn()
  }

  /** Its end came as FIN. */
  keep(member: FilePeer): void {
    this.#end(member, true)
  }

  /** The connection is gone. A file that had not come to its end stays as it is. */
  cut(member: FilePeer): void {
    this.#end(member, false)
  }

  #end(member: FilePeer, whole: boolean): void {
    const receipt = this.#receipts.get(member)
    if (!receipt || receipt.whole !== null) return
    receipt.whole = whole
    if (!whole) receipt.going.view.state = 'partial'
    receipt.incoming.end(whole)
  }

  #stored(member: FilePeer, size: number, sha256: string): void {
    const receipt = this.#receipts.get(member)
    if (!receipt) return
    this.#receipts.delete(member)
    receipt.going.over({ state: receipt.whole === true ? 'whole' : 'partial', size, sha256 })
    if (receipt.whole) this.#parts.tell({ type: 'stored', who: member.id })
  }

  #failed(member: FilePeer, errno: string): void {
    const receipt = this.#receipts.get(member)
    if (!receipt) return
    this.#receipts.delete(member)
    receipt.going.over({ state: 'refused', errno })
    this.#parts.tell({ type: 'unstored', who: member.id })
  }
}

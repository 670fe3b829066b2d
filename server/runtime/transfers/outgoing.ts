/**
 * Files that a run sends: reads the uploaded file for each peer, as fast as that peer takes it. Counterparts:
 * `files/port.ts`, which has the bytes; `upload.ts`, which knows the file; `reports.ts`, which tells of them.
 * Invariants: about LOW_WATER bytes wait for a peer, whatever the size of the file; until a peer has all of
 * it, `peer.outgoing` is set and its connection ends by RST only: FIN would say that the file is whole.
 */
import { LOW_WATER } from '../../endpoints/port.ts'
import type { FileStore, Incoming } from '../../files/port.ts'
import type { FileView } from '#shared/protocol/transfers.ts'
import type { FilePeer } from './peer.ts'
import type { Going, TransferReports, TransferParts } from './reports.ts'

/** Reads and drops what a client of a sender sends. */
const NOWHERE: Incoming = { name: '', write() {}, end() {}, drop() {} }

interface Parcel {
  readonly peer: FilePeer
  readonly file: FileView
  readonly going: Going
  /** Bytes handed to the connection. */
  given: number
  errno: string | null
  /** Resumes it, if it waits for the program to serve its wake-up. */
  goOn: () => void
}

export class OutgoingFiles {
  readonly #files: FileStore
  readonly #parts: TransferParts
  readonly #reports: TransferReports
  readonly #uploaded: () => FileView | null
  readonly #parcels = new Map<FilePeer, Parcel>()

  /** @param uploaded the file for new peers */
  constructor(files: FileStore, parts: TransferParts, reports: TransferReports, uploaded: () => FileView | null) {
    this.#files = files
    this.#parts = parts
    this.#reports = reports
    this.#uploaded = uploaded
  }

  /** Sends the uploaded file to this peer. */
  begin(peer: FilePeer): void {
    const file = this.#uploaded()
    if (!file) return
    const { name, size: total } = file
    const [id, startedAt] = [this.#reports.nextId(), this.#parts.clock.now()]
    const beginning = { id, direction: 'out' as const, participant: peer.id, name, total, startedAt }
    this.#files.noteSending(this.#parts.record, beginning)
    const parcel: Parcel = { peer, file, going: this.#reports.begin(beginning), given: 0, errno: null, goOn() {} }
    this.#parcels.set(peer, parcel)
    peer.incoming = NOWHERE
    peer.outgoing = { room() {} }
    void this.#send(parcel)
  }

  /**
   * The connection is gone.
   * @param orderly its FIN came, and everything for it had left
   */
  gone(peer: FilePeer, orderly: boolean): void {
    const parcel = this.#parcels.get(peer)
    if (!parcel) return
    this.#parcels.delete(peer)
    parcel.goOn()
    const { going, file, given, errno } = parcel
    const all = peer.outgoing === null
    peer.outgoing?.room()
    const whole = all && orderly
    const size = whole ? given : Math.max(0, given - peer.connection.queued)
    const { id, state, sha256, endedAt } = going.over(
      whole ? { state: 'whole', size, sha256: file.sha256 } : { state: 'partial', size, errno },
    )
    this.#files.noteSent(this.#parts.record, { id, state, size, sha256, errno, endedAt })
  }

  async #send(parcel: Parcel): Promise<void> {
    const { peer, file } = parcel
    const present = (): boolean => this.#parcels.has(peer)
    try {
      const source = await this.#files.source(this.#parts.record, file)
      try {
        for (;;) {
          const bytes = await source.read()
          await this.#served(parcel)
          if (!present()) return
          if (bytes.length === 0) break
          await this.#give(parcel, bytes)
          if (!present()) return
        }
      } finally {
        await source.close()
      }
      if (!present()) return
      if (parcel.given !== file.size) throw Object.assign(new Error('the file has changed'), { code: 'EIO' })
      peer.outgoing = null
      this.#parts.tell({ type: 'sent', who: peer.id })
    } catch (error) {
      if (!present()) return
      parcel.errno = (error as NodeJS.ErrnoException).code ?? String(error)
      this.#parts.tell({ type: 'unsent', who: peer.id })
    }
    this.#parts.turn()
  }

  /**
   * Resolves when the program serves the wake-up in which select reports room for this peer, or when the peer is gone.
   */
  async #served(parcel: Parcel): Promise<void> {
    // The peer may have gone while the file was read: nobody would call `goOn` then.
    if (!this.#parcels.has(parcel.peer)) return
    const { stepper } = this.#parts
    await new Promise<void>((goOn) => {
      parcel.goOn = goOn
      if (stepper) stepper.due(goOn)
      else goOn()
    })
    if (!this.#parcels.has(parcel.peer)) return
    stepper?.ready(parcel.peer.id)
    stepper?.passes()
  }

  /** Resolves when the connection has room for more, or is gone. */
  async #give(parcel: Parcel, bytes: Uint8Array): Promise<void> {
    const { peer, going } = parcel
    peer.deliver(bytes, 0)
    parcel.given += bytes.length
    const sent = (): void => going.moved(parcel.given - peer.connection.queued)
    sent()
    this.#parts.turn()
    if (peer.connection.queued < LOW_WATER) return
    await new Promise<void>((room) => (peer.outgoing = { room }))
    sent()
  }
}

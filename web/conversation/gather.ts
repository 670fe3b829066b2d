/**
 * The bytes of a conversation, each direction by itself, byte for byte, and how many of them the journal does not have. Pure.
 * Counterparts: `shared/trace/conversation.ts`, which events count; `core/line-framer.ts` of the server, which tells what has
 * been read of a line that has no end yet.
 */
import type { EventOf, LabEvent } from '#shared/protocol/events.ts'
import { wayOf, type Way } from '#shared/trace/conversation.ts'
import { bytesOf } from '../events/payload.ts'

export interface Direction {
  readonly parts: Uint8Array<ArrayBuffer>[]
  /** Bytes of `parts`. */
  size: number
  /** Bytes that went this way and are not among them: of a line too long, of a file, beyond what the lab gives of an event. */
  missing: number
}

const direction = (): Direction => ({ parts: [], size: 0, missing: 0 })

export class Gathered {
  readonly sent = direction()
  readonly received = direction()
  /** Bytes meant for the participant that it never took: the last ones of `received`. */
  unsent = 0
  readonly #id: number
  /** Read of a line without its end: what the journal has of it, and how many bytes it is. */
  #begun = { parts: [] as Uint8Array<ArrayBuffer>[], size: 0 }

  constructor(id: number) {
    this.#id = id
  }

  /** Takes the next event of the conversation, with its whole payload. */
  add(event: LabEvent): void {
    const way = wayOf(event, this.#id)
    if (way) this.#take(event as EventOf<'lines' | 'datagram' | 'partial-line'>, way)
    else if (event.kind === 'closed') this.unsent = event.unsent
    // The bytes of files stand beside the journal.
    else if (event.kind === 'transfer' && (event.state === 'whole' || event.state === 'partial'))
      this[event.direction === 'in' ? 'sent' : 'received'].missing += event.done
  }

  /** Adds what has come of a line without its end. To be called after the last event. */
  end(): void {
    const { parts, size } = this.#begun
    const known = this.sent.size
    for (const part of parts) push(this.sent, part)
    this.sent.missing += size - (this.sent.size - known)
    this.#begun = { parts: [], size: 0 }
  }

  #take(event: EventOf<'lines' | 'datagram' | 'partial-line'>, way: Way): void {
    const bytes = bytesOf(event)
    if (event.kind === 'partial-line') {
      this.#begun.parts.push(bytes)
      this.#begun.size = event.partialBytes
      return
    }
    const to = this[way]
    if (event.kind === 'datagram') {
      // sendto failed: nothing went.
      if (way === 'received' && event.errno !== undefined) return
      to.missing += event.cut
    } else {
      to.missing += way === 'sent' ? event.discarded : 0
      if (way === 'sent') this.#begun = { parts: [], size: event.partialBytes }
    }
    push(to, bytes)
    to.missing += event.size - bytes.length
  }
}

function push(to: Direction, bytes: Uint8Array<ArrayBuffer>): void {
  to.parts.push(bytes)
  to.size += bytes.length
}

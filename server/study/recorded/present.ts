/**
 * Who is there to hear what goes to all others: accepted, and not closed. A fold over the events, in order. Counterpart:
 * `shared/trace/conversation.ts`, the same for one of them.
 */
import type { StoredEntry } from '../../journal/port.ts'
import { isOf } from './entry.ts'

export class Present {
  readonly #here = new Set<number>()

  /** To be called with each event, after whoever asks about it. */
  take(entry: StoredEntry): void {
    const { kind, participant } = entry
    if (kind === 'accepted' || (isOf(entry, 'connected') && entry.detail.accepted)) this.#here.add(participant)
    else if (kind === 'closed' || kind === 'disconnect') this.#here.delete(participant)
  }

  /** Participants whom the program sent the bytes of an event, by id; the screen is none. */
  receiversOf({ participant, detail }: StoredEntry): number[] {
    if (!('to' in detail) || detail.to === 'console') return []
    const { to } = detail
    return to === 'others' ? [...this.#here].filter((id) => id !== participant) : [...to]
  }
}

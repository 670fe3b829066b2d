/**
 * What belongs to the conversation of one participant with the program: its bytes in both directions, and how its connection
 * begins and ends. Pure; imports types alone, since the journal's worker reads it. Counterparts: `filter.ts`, whose term
 * `conversation:3` it decides; `web/conversation/`, which shows it.
 */
import type { EventKind, LabEvent } from '../protocol/events.ts'

const TOLD: ReadonlySet<EventKind> = new Set([
  'connected',
  'accepted',
  'lines',
  'partial-line',
  'datagram',
  'ended',
  'half-closed',
  'disconnect',
  'closed',
  'name',
  'transfer',
])

/** Which way the bytes of an event went, seen from the participant; null where it has none of that conversation. */
export type Way = 'sent' | 'received'

/** The way of an event in the conversation of participant `id`. */
export function wayOf(event: LabEvent, id: number): Way | null {
  if (event.kind === 'partial-line') return event.participant === id ? 'sent' : null
  if (event.kind !== 'lines' && event.kind !== 'datagram') return null
  if (event.participant === id) return 'sent'
  const { to } = event
  return to === 'others' || (typeof to !== 'string' && to.includes(id)) ? 'received' : null
}

/** Whether the event may belong to it, by itself: whether it was there to hear what went to all others, `Hearing` knows. */
export const mayConcern = (event: LabEvent, id: number): boolean =>
  TOLD.has(event.kind) && (event.participant === id || wayOf(event, id) !== null)

/** Knows whether the participant was there for what went to `others`. It is given the events of `mayConcern`, in order. */
export class Hearing {
  readonly #id: number
  #here = false

  constructor(id: number) {
    this.#id = id
  }

  /** Whether this event belongs to the conversation. To be asked once for each, in order. */
  takes(event: LabEvent): boolean {
    if (event.participant === this.#id) {
      if (event.kind === 'connected') this.#here = event.accepted
      else if (event.kind === 'accepted') this.#here = true
      else if (event.kind === 'disconnect' || event.kind === 'closed') this.#here = false
      return event.kind !== 'transfer' || event.state !== 'going'
    }
    return this.#here || !('to' in event) || event.to !== 'others'
  }
}

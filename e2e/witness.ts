/**
 * What a page was shown: every event that its WebSocket brought, in the order of arrival, over all its connections.
 * Made before the page is opened, since a connection that exists already tells nothing. Counterpart: `Lab.events`.
 */
import type { Page } from '@playwright/test'
import type { LabEvent } from '#shared/protocol/events.ts'
import type { ServerMessage } from '#shared/protocol/messages.ts'

export class Witness {
  readonly #events = new Map<string, LabEvent[]>()
  readonly #announced = new Map<string, number>()
  #connections = 0

  constructor(page: Page) {
    page.on('websocket', (socket) => {
      this.#connections++
      socket.on('framereceived', ({ payload }) => this.#take(JSON.parse(payload.toString()) as ServerMessage))
    })
  }

  /** How many connections the page has opened. */
  get connections(): number {
    return this.#connections
  }

  /** Events of a run, as they came: one that came twice is here twice. */
  events(run: string): readonly LabEvent[] {
    return this.#events.get(run) ?? []
  }

  /** The newest event that the page was told of, sent to it or only announced; 0 when none. */
  newest(run: string): number {
    return Math.max(this.#announced.get(run) ?? 0, this.#events.get(run)?.at(-1)?.seq ?? 0)
  }

  #take(message: ServerMessage): void {
    if (message.type === 'events') this.#keep(message.run, message.events)
    else if (message.type === 'snapshot') this.#announce(message.run.id, message.after)
    else if (message.type === 'skipped') this.#announce(message.run, message.to)
  }

  #keep(run: string, events: readonly LabEvent[]): void {
    const kept = this.#events.get(run)
    if (kept) kept.push(...events)
    else this.#events.set(run, [...events])
  }

  #announce(run: string, seq: number): void {
    this.#announced.set(run, Math.max(seq, this.#announced.get(run) ?? 0))
  }
}

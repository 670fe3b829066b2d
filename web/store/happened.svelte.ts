/** What has happened in a watched run since the page watches it, as short words: `unreached`, `refused not-tls`. Counterpart: `experiments/marks.ts`. */
import { SvelteSet } from 'svelte/reactivity'
import type { LabEvent } from '#shared/protocol/events.ts'

/** The words of one event. */
export function wordsOf(event: LabEvent): string[] {
  switch (event.kind) {
    case 'refused':
    case 'closed':
      return [`${event.kind} ${event.reason}`]
    case 'transfer':
      return [`${event.direction} ${event.state}`]
    case 'stepper':
      return [`stepper ${event.state}`]
    case 'datagram':
      return event.size === 0 ? ['datagram', 'datagram empty'] : ['datagram']
    default:
      return [event.kind]
  }
}

export class Happened {
  readonly #words = new SvelteSet<string>()

  get words(): ReadonlySet<string> {
    return this.#words
  }
  take(events: readonly LabEvent[]): void {
    for (const event of events) {
      // One side has sent FIN, and the other goes on speaking.
      if (event.kind === 'lines') {
        const fin = event.participant === 0 ? 'ended' : 'half-closed'
        if (this.#words.has(fin)) this.#words.add(`lines after ${fin}`)
      }
      for (const word of wordsOf(event)) this.#words.add(word)
    }
  }
}

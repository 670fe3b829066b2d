/**
 * The filter of the table and the ladder: `from:ana kind:lines text:"bonjour à"`, a bare word means text.
 * All terms must hold; `kind:lines,datagram` is either. The server runs it over the journal and the page over live events:
 * one meaning, here.
 * `level:notice` leaves out what is below that level of the trace, `call:accept` asks for a system call of it.
 * An event is text-matched on its whole payload where the server does it, on its preview in the page's live tail.
 */
import type { LabEvent } from '../protocol/events.ts'
import { namesOf } from './names.ts'

export interface FilterTerm {
  field: 'from' | 'to' | 'kind' | 'text' | 'level' | 'call'
  /** Lower case. */
  value: string
}

/** Parses a filter. Never fails: what is not a known field is text. An empty source gives no terms. */
export function parseFilter(source: string): FilterTerm[] {
  const terms: FilterTerm[] = []
  for (const match of source.matchAll(
    /(?:(from|to|kind|text|level|call|de|vers|genre|texte|niveau|appel):)?(?:"([^"]*)"?|(\S+))/giu,
  )) {
    const value = (match[2] ?? match[3] ?? '').toLowerCase()
    if (value !== '') terms.push({ field: FIELDS[match[1]?.toLowerCase() ?? 'text'] ?? 'text', value })
  }
  return terms
}

/** Field names are taken in both languages of the page. */
const FIELDS: Record<string, FilterTerm['field']> = {
  from: 'from',
  de: 'from',
  to: 'to',
  vers: 'to',
  kind: 'kind',
  genre: 'kind',
  text: 'text',
  texte: 'text',
  level: 'level',
  niveau: 'level',
  call: 'call',
  appel: 'call',
}

/** Name of a participant number, for `from:` and `to:`. */
export type NameOf = (participant: number) => string

/** Whether the event satisfies every term. `to:` looks at named receivers; `to:others` and `to:console` also work. */
export function matches(terms: readonly FilterTerm[], event: LabEvent, nameOf: NameOf): boolean {
  return terms.every((term) => {
    switch (term.field) {
      case 'from':
        return nameOf(event.participant).toLowerCase().includes(term.value)
      case 'to': {
        if (event.kind !== 'lines' && event.kind !== 'datagram') return false
        return typeof event.to === 'string'
          ? event.to === term.value
          : event.to.some((id) => nameOf(id).toLowerCase().includes(term.value))
      }
      case 'kind':
        return term.value.split(',').includes(event.kind)
      case 'level':
        // All events but reads, datagrams, typing and a file on its way are notices: `trace.ts`.
        return (
          term.value !== 'notice' ||
          !(
            event.kind === 'lines' ||
            event.kind === 'partial-line' ||
            event.kind === 'datagram' ||
            event.kind === 'command' ||
            (event.kind === 'transfer' && event.state === 'going')
          )
        )
      case 'call':
        return namesOf(event).some((name) => name.includes(term.value))
      case 'text':
        return event.text.toLowerCase().includes(term.value)
    }
  })
}

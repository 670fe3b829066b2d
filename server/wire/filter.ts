/**
 * The filter of the table and the ladder: `from:ana kind:lines text:"bonjour à"`, a bare word means text.
 * All terms must hold; `kind:lines,datagram` is either. The server runs it over the journal and the page over live events: one meaning, here.
 * An event is text-matched on its whole payload where the server does it, on its preview in the page's live tail.
 */
import type { LabEvent } from './events.ts'

export interface FilterTerm {
  field: 'from' | 'to' | 'kind' | 'text'
  /** Lower case. */
  value: string
}

/** Parses a filter. Never fails: what is not a known field is text. An empty source gives no terms. */
export function parseFilter(source: string): FilterTerm[] {
  const terms: FilterTerm[] = []
  for (const match of source.matchAll(/(?:(from|to|kind|text|de|vers|genre|texte):)?(?:"([^"]*)"?|(\S+))/giu)) {
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
      case 'text':
        return event.text.toLowerCase().includes(term.value)
    }
  })
}

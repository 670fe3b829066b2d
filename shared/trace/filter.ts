/**
 * The filter of the table and the ladder: `from:ana kind:lines text:"bonjour à"`. A bare word means text. All terms must
 * hold; `kind:lines,datagram` means either. `level:notice` leaves out what the trace shows below that level, `call:accept`
 * finds the events that stand for a system call. The server runs the filter over the journal and matches text against the
 * whole payload; the page runs it over live events and matches the preview.
 */
import type { EventKind, LabEvent } from '../protocol/events.ts'
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
    const field = FIELDS[match[1]?.toLowerCase() ?? 'text'] ?? 'text'
    const value = (match[2] ?? match[3] ?? '').toLowerCase()
    if (value !== '') terms.push({ field, value: field === 'kind' ? kindsOfToday(value) : value })
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

/** Earlier names of kinds, which links and habits keep. */
const KINDS = new Map<string, EventKind>([
  ['door-closed', 'listener-closed'],
  ['tls-on-plain-door', 'tls-on-plain-listener'],
  ['dropped', 'kernel-drops'],
  ['drops', 'kernel-drops'],
  ['held-up', 'blocked'],
  ['released', 'unblocked'],
  ['pace', 'stepper'],
])

const kindsOfToday = (kinds: string): string =>
  kinds
    .split(',')
    .map((kind) => KINDS.get(kind) ?? kind)
    .join(',')

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

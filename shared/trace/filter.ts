/**
 * The filter of the table and the ladder: `from:ana kind:lines text:"bonjour à"`. A bare word means text. All terms must
 * hold; `kind:lines,datagram` means either. `level:notice` leaves out what the trace shows below that level, `call:accept`
 * finds the events that stand for a system call, `conversation:3` those of participant 3 with the program. The server runs the filter over the journal and matches text against the
 * whole payload; the page runs it over live events and matches the preview.
 */
import type { EventKind, LabEvent } from '../protocol/events.ts'
import { mayConcern } from './conversation.ts'
import { CALL_ALIASES, namesOf } from './names.ts'
import { partiesOf } from './parties.ts'

export interface FilterTerm {
  field: 'from' | 'to' | 'with' | 'kind' | 'text' | 'level' | 'call' | 'conversation'
  /** Lower case. */
  value: string
}

/** Parses a filter. Never fails: what is not a known field is text. An empty source gives no terms. */
export function parseFilter(source: string): FilterTerm[] {
  const terms: FilterTerm[] = []
  for (const match of source.matchAll(
    /(?:(from|to|with|kind|text|level|call|conversation|de|vers|avec|genre|texte|niveau|appel):)?(?:"([^"]*)"?|(\S+))/giu,
  )) {
    const field = FIELDS[match[1]?.toLowerCase() ?? 'text'] ?? 'text'
    const value = (match[2] ?? match[3] ?? '').toLowerCase()
    if (value !== '')
      terms.push({ field, value: field === 'kind' ? kindsOfToday(value) : field === 'call' ? callOf(value) : value })
  }
  return terms
}

/** Field names are taken in both languages of the page. */
const FIELDS: Record<string, FilterTerm['field']> = {
  from: 'from',
  de: 'from',
  to: 'to',
  vers: 'to',
  with: 'with',
  avec: 'with',
  kind: 'kind',
  genre: 'kind',
  text: 'text',
  texte: 'text',
  level: 'level',
  niveau: 'level',
  call: 'call',
  conversation: 'conversation',
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

const kindsOfToday = (kinds: string): string => kinds.split(',').map(kindOfToday).join(',')

/** What a kind is called today; any other word stays as it is. */
export const kindOfToday = (name: string): string => KINDS.get(name) ?? name

/** What the events have a call as. */
const callOf = (name: string): string => (Object.hasOwn(CALL_ALIASES, name) ? CALL_ALIASES[name]! : name)

/** Name of a participant number, for `from:` and `to:`. */
export type NameOf = (participant: number) => string

/**
 * Whether the event satisfies every term. `from:` and `to:` are who does it and to whom, as the table has them; `to:others`
 * and `to:console` too. `with:` is either of the two.
 */
export function matches(terms: readonly FilterTerm[], event: LabEvent, nameOf: NameOf): boolean {
  return terms.every((term) => {
    const isNamed = (id: number): boolean => nameOf(id).toLowerCase().includes(term.value)
    const isTo = (one: LabEvent): boolean => {
      const { to } = partiesOf(one)
      return typeof to === 'string' ? to === term.value : to.some(isNamed)
    }
    switch (term.field) {
      case 'from':
        return isNamed(partiesOf(event).from)
      case 'to':
        return isTo(event)
      case 'with':
        return isNamed(partiesOf(event).from) || isTo(event)
      case 'kind':
        return term.value.split(',').includes(event.kind)
      case 'level':
        // All events but reads, datagrams, typing, names and a file on its way are notices: `trace.ts`.
        return (
          term.value !== 'notice' ||
          !(
            event.kind === 'lines' ||
            event.kind === 'partial-line' ||
            event.kind === 'datagram' ||
            event.kind === 'command' ||
            event.kind === 'name' ||
            (event.kind === 'transfer' && event.state === 'going')
          )
        )
      case 'call':
        return namesOf(event).some((name) => name.includes(term.value))
      case 'conversation':
        return mayConcern(event, Number(term.value))
      case 'text':
        return event.text.toLowerCase().includes(term.value)
    }
  })
}

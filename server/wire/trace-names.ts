/**
 * Which system calls an event stands for, by name alone: what the filter `call:accept` looks at, without context or bytes.
 * Counterpart: `trace.ts`, which has the calls themselves. Only types are imported: the journal's worker reads this.
 */
import type { LabEvent } from './events.ts'

const RELAYED = ['select', 'recv', 'sendall', 'send']
const PRINTED = ['recv', 'print']
const TYPED = ['readline', 'sendall', 'send']
const NAMES: Record<Exclude<LabEvent['kind'], 'lines' | 'connected' | 'closed'>, readonly string[]> = {
  'run-started': [],
  listening: ['socket', 'setsockopt', 'bind', 'listen'],
  accepted: ['accept'],
  ended: ['recv'],
  refused: ['accept', 'close'],
  unreached: ['socket', 'getaddrinfo', 'connect'],
  forked: ['fork'],
  'child-died': ['wait'],
  deadlock: ['recv'],
  'held-up': ['sendall'],
  released: ['sendall'],
  trouble: ['recv'],
  'run-stopped': ['exit'],
}

export function namesOf(event: LabEvent): readonly string[] {
  switch (event.kind) {
    case 'lines':
      return event.participant === 0 ? TYPED : event.to === 'console' ? PRINTED : RELAYED
    case 'connected':
      return event.outgoing ? ['socket', 'connect'] : event.accepted ? ['accept'] : []
    case 'closed':
      return event.reason === 'reset' || event.reason === 'failed' ? ['recv', 'send', 'close'] : ['setsockopt', 'close']
    default:
      return NAMES[event.kind]
  }
}

/**
 * Which system calls an event stands for, by name alone: what the filter `call:accept` looks at, without context or
 * bytes. Not every event has the transport of its participant: SSL_read and SSL_write are found as `recv` and `send`.
 * Counterpart: `trace.ts`, which has the calls themselves. Only types are imported: the journal's worker reads this.
 */
import type { LabEvent } from '../protocol/events.ts'

/** Reads and writes of TLS are found by the names of those of TCP: not every event has the transport of its participant. */
export const CALL_ALIASES: Readonly<Record<string, string>> = { ssl_read: 'recv', ssl_write: 'send' }
const RELAYED = ['select', 'recv', 'sendall', 'send']
const PRINTED = ['recv', 'print']
const TYPED = ['readline', 'sendall', 'send']
const NAMES: Record<
  Exclude<LabEvent['kind'], 'lines' | 'datagram' | 'listening' | 'connected' | 'refused' | 'closed'>,
  readonly string[]
> = {
  'run-started': [],
  'kernel-drops': [],
  'listener-closed': ['unlink', 'close'],
  accepted: ['accept', 'ssl_accept'],
  command: [],
  name: [],
  disconnect: ['shutdown', 'setsockopt'],
  stepper: ['select'],
  freeze: ['recv'],
  class: ['recv'],
  'partial-line': ['recv'],
  'tls-on-plain-listener': ['recv'],
  'http-on-raw-listener': ['recv'],
  ended: ['recv'],
  'half-closed': ['ssl_shutdown', 'shutdown'],
  unreached: ['socket', 'getaddrinfo', 'connect'],
  forked: ['fork'],
  'child-died': ['wait'],
  deadlock: ['recv'],
  transfer: ['open', 'write', 'sendfile', 'fsync', 'close'],
  blocked: ['sendall', 'select'],
  unblocked: ['sendall', 'select'],
  trouble: ['recv'],
  'run-stopped': ['exit'],
}
const OPENING = {
  tcp: ['socket', 'setsockopt', 'bind', 'listen'],
  tls: ['ssl_ctx_use_certificate', 'socket', 'setsockopt', 'bind', 'listen'],
  unix: ['socket', 'bind', 'chmod', 'listen'],
  udp: ['socket', 'bind'],
} as const

const DATAGRAM = { sent: ['read', 'sendto'], came: ['recvfrom'] } as const
const CONNECTED = { out: ['socket', 'connect'], tls: ['accept', 'ssl_accept'] } as const
const REFUSED = { full: ['accept', 'close'], failed: ['accept', 'ssl_accept', 'close'] } as const
const CLOSED = { lost: ['recv', 'send', 'close'], left: ['ssl_shutdown', 'setsockopt', 'close'] } as const

/** Every name that `namesOf` gives, by alphabet. */
export const callNames = (): string[] =>
  [
    ...new Set(
      [
        ...[RELAYED, PRINTED, TYPED, DATAGRAM.sent, DATAGRAM.came, CLOSED.lost, CLOSED.left],
        ...[...Object.values(REFUSED), ...Object.values(NAMES), ...Object.values(OPENING)],
        ...[CONNECTED.out, CONNECTED.tls],
      ].flat(),
    ),
  ].sort()

/** Names in lower case, those of TLS with `ssl_`; empty where the event stands for no call. */
export function namesOf(event: LabEvent): readonly string[] {
  switch (event.kind) {
    case 'lines':
      return event.participant === 0 ? TYPED : event.to === 'console' ? PRINTED : RELAYED
    case 'datagram':
      return event.participant === 0 ? DATAGRAM.sent : DATAGRAM.came
    case 'listening':
      return OPENING[event.listener.transport]
    case 'connected':
      if (event.via === 'udp') return event.outgoing ? ['socket'] : []
      if (event.outgoing) return CONNECTED.out
      return !event.accepted ? [] : event.via === 'tls' ? CONNECTED.tls : ['accept']
    case 'refused':
      return event.errno === undefined ? REFUSED.full : REFUSED.failed
    case 'closed':
      return event.reason === 'reset' || event.reason === 'failed' ? CLOSED.lost : CLOSED.left
    default:
      return NAMES[event.kind]
  }
}

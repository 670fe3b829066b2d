/** Events for the tests of the traffic views. For tests only. */
import type { EventKind, EventOf, LabEvent } from '#shared/protocol/events.ts'

const DETAILS: {
  [K in EventKind]: Omit<
    EventOf<K>,
    'seq' | 't' | 'time' | 'participant' | 'wakeUp' | 'bytes' | 'size' | 'text' | 'kind'
  >
} = {
  'run-started': { program: 'relay', options: { maxLine: 16_384 } },
  listening: { listener: { number: 1, transport: 'tcp', host: '127.0.0.1', port: 8080, reachable: ['127.0.0.1'] } },
  connected: { name: ':51512', via: 'tcp', web: false, address: '127.0.0.1:51512', accepted: true },
  'listener-closed': {
    listener: { number: 1, transport: 'tcp', host: '127.0.0.1', port: 8080, reachable: ['127.0.0.1'] },
  },
  accepted: {},
  'tls-on-plain-listener': {},
  'http-on-raw-listener': { method: 'GET' },
  lines: { to: 'others', lines: 1, reads: [], carried: false, partialBytes: 0, discarded: 0, unfinished: false },
  'partial-line': { reads: [], readsAt: [], partialBytes: 0, partialSince: 0, endsInCr: false },
  datagram: { to: 'console', cut: 0 },
  'kernel-drops': {
    count: 3,
    total: 7,
    listener: { number: 1, transport: 'udp', host: '127.0.0.1', port: 8080, reachable: ['127.0.0.1'] },
  },
  ended: {},
  'half-closed': {},
  closed: { reason: 'finished', unsent: 0 },
  refused: { address: '127.0.0.1:51999', reason: 'run-full' },
  unreached: { host: '127.0.0.1', port: 9, errno: 'ECONNREFUSED' },
  forked: { child: 4002, parent: 4001 },
  transfer: { state: 'whole', direction: 'in', file: 1, name: 'port 51512', done: 6, sha256: 'ab'.repeat(32) },
  'child-died': { how: 'SIGKILL' },
  deadlock: { run: '2' },
  blocked: {},
  unblocked: {},
  trouble: { code: 'disk-full' },
  disconnect: { how: 'fin', by: { page: 1, name: 'ana', address: '127.0.0.1' } },
  name: { name: 'bob', by: { page: 1, name: 'ana', address: '127.0.0.1' } },
  command: { command: 'type', by: { page: 1, name: 'ana', address: '127.0.0.1' } },
  stepper: { state: 'paused', by: { page: 1, address: '127.0.0.1' } },
  class: { act: 'muted', by: { page: 1, teacher: true, address: '127.0.0.1' } },
  freeze: { frozen: true, by: { page: 1, address: '127.0.0.1' } },
  'run-stopped': {},
}

/** An event of a kind with plausible contents; `bytes` and `size` follow from `text`, and so does one read. */
export function sampleEvent<K extends EventKind>(
  kind: K,
  seq: number,
  participant: number,
  more: Partial<EventOf<K>> = {},
): EventOf<K> {
  const text = more.text ?? ''
  const bytes = new TextEncoder().encode(text)
  const event = {
    seq,
    t: seq * 1000,
    time: 1_700_000_000_000 + seq,
    participant,
    wakeUp: seq,
    bytes: btoa(String.fromCharCode(...bytes)),
    size: bytes.length,
    text,
    kind,
    ...DETAILS[kind],
    ...(kind === 'lines' ? { reads: [bytes.length] } : {}),
    ...more,
  }
  return event as LabEvent as EventOf<K>
}

/** What docs/protocol.md promises of the events of one run, whatever happened: what breaks it is told. */
import type { EventOf, LabEvent } from '#shared/protocol/events.ts'

interface Peer {
  accepted: boolean
  ended: boolean
  closed: boolean
  disconnect: EventOf<'disconnect'> | null
}

/**
 * Looks at all events of a run that has ended.
 * @returns what does not hold, a sentence each
 */
export function brokenRules(events: readonly LabEvent[], datagrams: boolean): string[] {
  const broken: string[] = []
  const peers = new Map<number, Peer>()
  const files = new Map<number, string>()
  let t = 0
  for (const event of events) {
    const wrong = (what: string) => broken.push(`event ${event.seq} (${event.kind} of ${event.participant}) ${what}`)
    if (event.t < t) wrong(`goes back in time by ${t - event.t} µs`)
    t = event.t
    const bytes = Buffer.from(event.bytes, 'base64')
    if (bytes.length > 1024 || bytes.length > event.size) wrong(`has ${bytes.length} bytes of ${event.size}`)
    const peer = peers.get(event.participant)
    if (event.kind === 'connected') {
      if (peer && !datagrams) wrong('comes twice')
      peers.set(event.participant, { accepted: event.accepted, ended: false, closed: false, disconnect: null })
      continue
    }
    if (event.participant > 0 && !peer && event.kind !== 'unreached' && event.kind !== 'refused')
      wrong('before connected')
    if (peer) ofPeer(event, peer, wrong)
    if (event.kind === 'transfer') {
      const before = files.get(event.file)
      if (before === undefined ? !['begun', 'refused'].includes(event.state) : !['begun', 'going'].includes(before))
        wrong(`is ${event.state} after ${before}`)
      files.set(event.file, event.state)
    }
    if (event.kind === 'lines' && bytes.length === event.size && !datagrams) {
      const ends = bytes.filter((byte) => byte === 10).length
      if (ends + (event.unfinished ? 1 : 0) !== event.lines) wrong(`says ${event.lines} lines, and has ${ends} ends`)
    }
    if ('to' in event && Array.isArray(event.to))
      for (const to of event.to) if (!peers.has(to)) wrong(`goes to ${to}, who never came`)
  }
  const [first, last] = [events[0], events.at(-1)]
  if (first?.kind !== 'run-started') broken.push(`the first event is ${first?.kind}`)
  if (last?.kind !== 'run-stopped' && last?.kind !== 'command') broken.push(`the last event is ${last?.kind}`)
  for (const [id, { closed }] of peers) if (!closed) broken.push(`participant ${id} never closed`)
  for (const [file, state] of files) if (state === 'begun' || state === 'going') broken.push(`file ${file} is ${state}`)
  return broken
}

function ofPeer(event: LabEvent, peer: Peer, wrong: (what: string) => void): void {
  if (peer.closed && !['transfer', 'unblocked', 'unreached'].includes(event.kind)) wrong('comes after closed')
  switch (event.kind) {
    case 'accepted':
      if (peer.accepted) wrong('comes twice')
      peer.accepted = true
      return
    case 'ended':
      if (peer.ended) wrong('comes twice')
      peer.ended = true
      return
    case 'disconnect':
      peer.disconnect = event
      return
    case 'closed':
      peer.closed = true
      if ((event.reason === 'disconnected') !== (peer.disconnect !== null)) wrong(`has reason ${event.reason}`)
      if (event.how !== peer.disconnect?.how) wrong(`says ${event.how}, and was asked ${peer.disconnect?.how}`)
      return
    default:
      if (event.kind === 'lines' && !peer.accepted) wrong('comes before accepted')
  }
}

/** What happened at the level of sockets and system calls, in words. Counterparts: `words.ts`; `text/<lang>/explain.ts`. */
import type { EventOf, LabEvent } from '#shared/protocol/events.ts'
import { PROGRAM } from '#shared/model/constants.ts'
import { later } from '#shared/model/later.ts'
import { visible } from '#shared/net/visible.ts'
import { i18n } from '../text/index.svelte.ts'
import type { ParticipantsView } from '../store/contract.ts'
import { listenerName } from '../ui/place.ts'
import { marked } from './marked-text.ts'
import { isCut, isUnixReset } from './words.ts'

/** Lines are explained by their reads instead. */
export function explanation(event: Exclude<LabEvent, { kind: 'lines' }>, participants: ParticipantsView): string {
  return visible(explanationRaw(event, participants))
}

function listeningStory({ listener, receiveBuffer = 0 }: EventOf<'listening'>): string {
  const { udp } = i18n.t.traffic
  if (listener.transport === 'udp') return udp.explainBound(listener.port, i18n.bytes(receiveBuffer))
  return i18n.explain.listening(listenerName(listener))
}

function closedStory(event: EventOf<'closed'>, participants: ParticipantsView): string {
  const { explain } = i18n
  if (isUnixReset(event, participants)) return explain.unixReset(event.errno ?? 'EPIPE')
  const why = isCut(event) ? explain.cut : explain.closed[event.reason]
  return [why, ...(event.errno ? [usually(event.errno)] : [])].join(' ')
}

function explanationRaw(event: Exclude<LabEvent, { kind: 'lines' }>, participants: ParticipantsView): string {
  const { explain } = i18n
  const name = marked(participants.name(event.participant))
  switch (event.kind) {
    case 'run-started':
      return explain.started
    case 'listening':
      return listeningStory(event)
    case 'listener-closed':
      return explain.listenerClosed
    case 'tls-on-plain-listener':
      return explain.tlsOnPlain
    case 'http-on-raw-listener':
      return explain.httpOnRaw
    case 'datagram':
      return datagramStory(event)
    case 'kernel-drops':
      return i18n.t.traffic.udp.explainDropped(event.total)
    case 'connected':
      if (event.via === 'udp')
        return event.outgoing ? i18n.t.traffic.udp.explainTarget : i18n.t.traffic.udp.explainFirst
      if (event.outgoing) return explain.reached(name)
      return event.accepted ? explain.connected(name) : explain.waits(name)
    case 'accepted':
      return explain.accepted(name)
    case 'partial-line':
      return partialStory(event, name)
    case 'ended':
      return explain.ended(name)
    case 'half-closed':
      return explain.halfClosed(name)
    case 'closed':
      return closedStory(event, participants)
    case 'disconnect':
      return i18n.t.asked.explain.disconnect[event.how](name)
    case 'name':
      return i18n.t.asked.explain.name
    case 'command':
      return i18n.t.asked.explain.command[event.command]
    case 'stepper':
      return i18n.t.asked.explain.stepper[event.gone ? 'gone' : event.state]
    case 'class':
      return explain.class[event.act]
    case 'freeze':
      return i18n.t.asked.explain.freeze[event.frozen ? 'on' : 'off']
    case 'refused':
      return refusedExplained(event)
    case 'unreached':
      return event.via === 'udp' ? usuallyUdp(event.errno) : usually(event.errno)
    case 'deadlock':
      return explain.deadlock
    case 'forked':
      return explain.forked(name, event.child, event.parent)
    case 'child-died':
      return explain.childDied
    case 'transfer':
      return i18n.t.files.explain[event.direction][event.state]
    case 'blocked':
      return (event.senders ? explain.paused : explain.blocked)(name)
    case 'unblocked':
      return (event.senders ? explain.resumed : explain.unblocked)(name)
    case 'trouble':
      return explain.trouble
    case 'run-stopped':
      return explain.stopped
    default:
      return later(event, '')
  }
}

function partialStory({ endsInCr }: EventOf<'partial-line'>, name: string): string {
  const { partial } = i18n.t.traffic
  return endsInCr ? `${partial.explain(name)} ${partial.explainCr}` : partial.explain(name)
}

/** What sendto or recvfrom did with it. */
function datagramStory(event: EventOf<'datagram'>): string {
  const { udp } = i18n.t.traffic
  if (event.errno) return usuallyUdp(event.errno)
  if (event.participant === PROGRAM) return event.to.length === 0 ? udp.explainNobody : udp.explainOut
  return event.cut > 0 ? udp.explainCut(i18n.bytes(event.cut)) : udp.explainIn
}

/** The same where there are datagrams: it was ICMP that told. */
const usuallyUdp = (errno: string): string =>
  errno === 'ECONNREFUSED' ? i18n.t.traffic.udp.explainRefused : usually(errno)

/** What a system error means, and what usually causes it. */
const usually = (errno: string): string => i18n.t.errno[errno] ?? i18n.t.errnoOther

function refusedExplained({ reason, count }: EventOf<'refused'>): string {
  const { explain } = i18n
  return [explain.refusals[reason] ?? explain.refused, ...(count ? [explain.refusedOften] : [])].join(' ')
}

/**
 * Events in words of the page's language: the label of an arrow, the row of a table, the sentence for a screen reader.
 * Counterpart: `text/<lang>/traffic.ts` has the words themselves.
 */
import type { By } from '#shared/protocol/by.ts'
import type { EventKind, EventOf, LabEvent } from '#shared/protocol/events.ts'
import { PROGRAM } from '#shared/model/constants.ts'
import { later } from '#shared/model/later.ts'
import { i18n } from '../text/index.svelte.ts'
import { whoAsked } from '../store/lab.svelte.ts'
import type { ParticipantsView } from '../store/contract.ts'
import { visible } from '#shared/net/visible.ts'
import { hostPort } from '#shared/net/address.ts'
import { listenerName } from '../ui/place.ts'
import { partiesOf } from '#shared/trace/parties.ts'
import { marked } from './marked-text.ts'
import { formatSince } from './time.ts'

/** What a screen reader says of a payload; the inspector has it whole. */
const SPOKEN = 200

/** Who asked for what an event tells, where somebody did. */
export const byOf = (event: LabEvent): By | undefined => ('by' in event ? event.by : undefined)

/** What stands on the arrow of an event; what was said itself, for lines. Of what somebody asked for it says who. */
export function label(event: LabEvent, participants?: ParticipantsView): string {
  return visible(labelRaw(event, participants))
}

function labelRaw(event: LabEvent, participants?: ParticipantsView): string {
  const words = labelAlone(event, participants)
  const by = NAMES_ASKER.has(event.kind) ? undefined : byOf(event)
  // A participant that its own page brought in is named by the row already.
  if (!by || (event.kind === 'connected' && by.name === event.name)) return words
  return `${words} · ${whoAsked(by)}`
}

/** Kinds whose words say who asked, or follow such a one. */
const NAMES_ASKER: ReadonlySet<EventKind> = new Set([
  'disconnect',
  'command',
  'name',
  'stepper',
  'freeze',
  'class',
  'closed',
])

function labelAlone(event: LabEvent, participants?: ParticipantsView): string {
  const t = i18n.t.traffic
  switch (event.kind) {
    case 'lines':
    case 'partial-line':
      return event.text
    case 'datagram':
      return datagramLabel(event)
    case 'kernel-drops':
      return t.udp.dropped(event.count)
    case 'run-started':
      return t.ladder.started
    case 'listening':
      return t.ladder.listening(listenerName(event.listener))
    case 'listener-closed':
      return t.ladder.listenerClosed(listenerName(event.listener))
    case 'connected':
      if (event.via === 'udp') return event.outgoing ? t.udp.target : t.udp.first
      return event.accepted ? t.kinds.connected : `${t.kinds.connected} · ${t.ladder.waiting}`
    case 'closed': {
      if (participants && isUnixReset(event, participants)) return event.errno ?? 'EPIPE'
      const reason = t.reasons[event.reason]
      const why =
        event.errno && event.reason === 'failed'
          ? `${reason} · ${event.errno}`
          : isCut(event)
            ? `RST · ${reason}`
            : sendsFin(event)
              ? `FIN · ${reason}`
              : reason
      return event.unsent > 0 ? `${why} · ${t.unsent(i18n.bytes(event.unsent))}` : why
    }
    case 'disconnect':
      return i18n.t.asked.disconnect[event.how](whoAsked(event.by))
    case 'name':
      return i18n.t.asked.name(event.name, whoAsked(event.by))
    case 'command':
      return i18n.t.asked.command[event.command](whoAsked(event.by), event.file)
    case 'stepper':
      return i18n.t.asked.stepper[event.gone ? 'gone' : event.state](whoAsked(event.by))
    case 'class':
      return i18n.t.asked.class[event.act](whoAsked(event.by))
    case 'freeze':
      return i18n.t.asked.freeze[event.frozen ? 'on' : 'off'](whoAsked(event.by))
    case 'refused':
      return t.refused(event.address, t.refusals[event.reason], event.wait, event.count)
    case 'unreached':
      if (event.via === 'udp') return t.udp.refused(hostPort(event.host, event.port), event.errno)
      return i18n.t.unreached.short(event.host, event.port, event.errno)
    case 'forked':
      return `${t.kinds.forked} · ${event.child}`
    case 'child-died':
      return `${t.kinds['child-died']} · ${event.how}`
    case 'transfer':
      return transferLabel(event)
    case 'run-stopped':
      return event.idle === undefined ? t.kinds['run-stopped'] : t.tell.stoppedIdle(event.idle)
    case 'trouble':
      return t.trouble(t.troubles[event.code] ?? event.code)
    default:
      return t.kinds[event.kind] ?? event.kind
  }
}

/** Whether its reason is one that usually ends in FIN. */
const isOrderly = ({ reason }: EventOf<'closed'>): boolean =>
  ['finished', 'run-stopped', 'half-closed-too-long', 'half-closed-replaced', 'idle-timeout'].includes(reason)

/** Whether the close itself sends FIN: not where that had been sent before. */
const sendsFin = (event: EventOf<'closed'>): boolean => event.finSent === undefined && isOrderly(event)

/** Whether RST went out where that reason usually sends FIN. */
export const isCut = (event: EventOf<'closed'>): boolean => event.reset === true && isOrderly(event)

/** A unix socket knows no RST: that its peer is gone is learnt by an error. */
export const isUnixReset = (event: LabEvent, participants: ParticipantsView): boolean =>
  event.kind === 'closed' && event.reason === 'reset' && participants.get(event.participant)?.via === 'unix'

/** How a transfer stands, and how far it has come. */
function transferred({ direction, state, done, total, errno }: EventOf<'transfer'>): string[] {
  const size =
    total === undefined || state === 'whole' ? i18n.bytes(done) : i18n.t.files.of(i18n.bytes(done), i18n.bytes(total))
  return [i18n.t.files.states[direction][state], ...(errno ? [errno] : []), ...(state === 'begun' ? [] : [size])]
}

/** The name comes last: there is not always room for it. */
const transferLabel = (event: EventOf<'transfer'>): string => [...transferred(event), event.name].join(' · ')
/** What kind of event it is, in a word. */
export const kindName = (event: LabEvent): string =>
  event.kind === 'unreached' && event.via === 'udp'
    ? i18n.t.traffic.udp.unreachable
    : (i18n.t.traffic.kinds[event.kind] ?? event.kind)

/** To whom it is done, or who received the bytes: "tous", "console", names. Empty where it is nobody. */
export function receivers(event: LabEvent, participants: ParticipantsView): string {
  const { to } = partiesOf(event)
  if (to === 'others') return i18n.t.traffic.everybody
  if (to === 'console') return i18n.t.traffic.console
  return visible(namesOf(to, participants))
}

const namesOf = (ids: readonly number[], participants: ParticipantsView): string =>
  ids.map((id) => participants.name(id)).join(', ')

/** Whether something broke: what is red wherever it is shown. */
export function isBroken(event: LabEvent): boolean {
  if (event.kind === 'closed')
    return (
      isCut(event) ||
      ['reset', 'slow-consumer', 'line-too-long', 'not-stored', 'not-sent', 'no-process', 'failed'].includes(
        event.reason,
      )
    )
  if (event.kind === 'transfer') return event.state === 'partial' || event.state === 'refused'
  if (event.kind === 'datagram') return event.errno !== undefined
  return ['kernel-drops', 'refused', 'unreached', 'child-died', 'deadlock', 'trouble'].includes(event.kind)
}

/** The whole event as a sentence. */
export function sentence(event: LabEvent, participants: ParticipantsView): string {
  return visible(sentenceRaw(event, participants))
}

function sentenceRaw(event: LabEvent, participants: ParticipantsView): string {
  return i18n.t.traffic.tell.at(formatSince(i18n.lang, event.t), told(event, participants))
}

function told(event: LabEvent, participants: ParticipantsView): string {
  const { tell } = i18n.t.traffic
  const name = marked(participants.name(event.participant))
  switch (event.kind) {
    case 'run-started':
      return tell.started
    case 'listening':
      return tell.listening(listenerName(event.listener))
    case 'listener-closed':
      return tell.listenerClosed(listenerName(event.listener))
    case 'tls-on-plain-listener':
      return tell.tlsOnPlain(name)
    case 'http-on-raw-listener':
      return tell.httpOnRaw(name)
    case 'datagram':
      return datagramTold(event, participants)
    case 'connected':
      if (event.via === 'udp')
        return event.outgoing ? i18n.t.traffic.udp.tellTarget(name) : i18n.t.traffic.udp.tellFirst(name)
      if (event.outgoing) return tell.reaches(name)
      return event.accepted ? tell.connected(name) : tell.waits(name)
    case 'accepted':
      return tell.accepted(name)
    case 'lines':
      return linesTold(event, participants)
    case 'partial-line': {
      const { partial } = i18n.t.traffic
      return partial.tells(name, marked(event.text, SPOKEN))
    }
    case 'ended':
      return tell.ended(name)
    case 'half-closed':
      return tell.halfClosed(name)
    case 'closed':
      return tell.closed(name, label(event, participants))
    case 'disconnect':
      return tell.disconnect(name, event.how === 'fin' ? 'FIN' : 'RST', marked(whoAsked(event.by)))
    case 'name':
      return tell.named(marked(event.name), marked(whoAsked(event.by)))
    case 'command':
    case 'stepper':
    case 'freeze':
      return label(event)
    case 'class':
      return event.participant === PROGRAM ? label(event) : i18n.t.asked.ofWhom(name, label(event))
    case 'blocked':
      return event.senders ? tell.paused(namesOf(event.senders, participants), name) : tell.blocked(name)
    case 'unblocked':
      return event.senders ? tell.resumed(namesOf(event.senders, participants), name) : tell.unblocked(name)
    case 'run-stopped':
      return event.idle === undefined ? tell.stopped : tell.stoppedIdle(event.idle)
    case 'unreached':
      if (event.via === 'udp') return label(event)
      return tell.unreached(`${event.host}:${event.port}`, event.errno)
    case 'deadlock':
      return tell.deadlock
    case 'forked':
      return tell.forked(name, event.child)
    case 'child-died':
      return tell.childDied(event.how)
    case 'transfer':
      return i18n.t.files.told[event.direction](marked(event.name), name, transferred(event).join(', '))
    case 'kernel-drops':
    case 'refused':
    case 'trouble':
      return label(event)
    default:
      return later(event, label(event))
  }
}

function datagramTold(event: EventOf<'datagram'>, participants: ParticipantsView): string {
  const { udp } = i18n.t.traffic
  const text = event.size === 0 ? udp.empty : marked(event.text, SPOKEN)
  if (event.errno) return udp.notSent(event.errno)
  if (event.participant !== PROGRAM) return udp.tellsIn(marked(participants.name(event.participant)), text)
  return event.to.length === 0 ? udp.toNobody : udp.tellsOut(receivers(event, participants), text)
}

function linesTold(event: EventOf<'lines'>, participants: ParticipantsView): string {
  const { tell } = i18n.t.traffic
  const name = marked(participants.name(event.participant))
  const text = marked(event.text, SPOKEN)
  if (event.participant === PROGRAM) return tell.sends(receivers(event, participants), text)
  if (event.to === 'console') return tell.prints(name, text)
  const few = typeof event.to !== 'string' && event.to.length <= 3
  const to = event.to === 'others' ? tell.all : few ? receivers(event, participants) : tell.people(event.to.length)
  return tell.says(name, to, text)
}

/** What a datagram holds; where there is nothing to show, that. */
function datagramLabel(event: EventOf<'datagram'>): string {
  const { udp } = i18n.t.traffic
  if (event.errno) return udp.notSent(event.errno)
  return event.size === 0 ? udp.empty : event.text
}

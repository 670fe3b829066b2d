/**
 * What the ladder draws for an event, in terms of lanes and not yet of pixels. Counterparts: `paths.ts` gives it a place,
 * `events/words.ts` gives it words. Invariant: one event, one row, one plan.
 */
import type { Audience, EventOf, LabEvent } from '#shared/protocol/events.ts'
import { PROGRAM } from '#shared/model/constants.ts'
import { later } from '#shared/model/later.ts'

export interface Plan {
  /** The lane that it is about; PROGRAM where it is about the run as a whole. */
  readonly who: number
  /**
   * arrow: between the lane and the program; mark: on the lane itself; pill: on the program's lane.
   */
  readonly shape: 'arrow' | 'mark' | 'pill'
  /** Where an arrow points. */
  readonly towards: 'program' | 'participant'
  /** Control travels on dashes, data on a solid line. */
  readonly dashed: boolean
  /** identity: the participant's colour; the others say what kind of news it is. */
  readonly tone: 'identity' | 'calm' | 'wait' | 'bad'
  /** What stands at the end of an arrow, or for a mark. hollow: it has come to the kernel, and not to the program. */
  readonly tip: 'head' | 'hollow' | 'cross' | 'none'
  /** Who got the bytes; null where there are none. */
  readonly audience: Audience | null
}

const arrow = (who: number, towards: Plan['towards'], more: Partial<Plan> = {}): Plan => ({
  who,
  shape: 'arrow',
  towards,
  dashed: true,
  tone: 'identity',
  tip: 'head',
  audience: null,
  ...more,
})
const pill = (tone: Plan['tone']): Plan => arrow(PROGRAM, 'program', { shape: 'pill', tone, tip: 'none' })
const mark = (who: number, tone: Plan['tone']): Plan => arrow(who, 'program', { shape: 'mark', tone, tip: 'none' })

/** How the ladder draws an event. */
export function planOf(event: LabEvent): Plan {
  const who = event.participant
  switch (event.kind) {
    case 'run-started':
    case 'listening':
    case 'command':
    case 'listener-closed':
    case 'run-stopped':
      return pill('calm')
    case 'stepper':
      return pill(event.state === 'paused' ? 'wait' : 'calm')
    case 'freeze':
      return pill(event.frozen ? 'wait' : 'calm')
    case 'refused':
    case 'unreached':
    case 'deadlock':
    case 'kernel-drops':
    case 'trouble':
      return pill('bad')
    case 'connected':
      if (event.outgoing) return arrow(who, 'participant')
      return arrow(who, 'program', event.accepted ? {} : { tip: 'hollow' })
    case 'ended':
      return arrow(who, 'program')
    case 'accepted':
    case 'half-closed':
      return arrow(who, 'participant')
    case 'lines':
    case 'datagram':
      if (who === PROGRAM) return fromKeyboard(event)
      return arrow(who, 'program', { dashed: false, audience: event.to })
    case 'partial-line':
      return arrow(who, 'program', { dashed: false, tip: 'none' })
    case 'class':
      return who === PROGRAM ? pill('calm') : mark(who, event.act === 'muted' ? 'wait' : 'calm')
    case 'name':
    case 'forked':
      return mark(who, 'calm')
    case 'child-died':
      return mark(who, 'bad')
    case 'transfer':
      return mark(who, event.state === 'partial' || event.state === 'refused' ? 'bad' : 'identity')
    case 'disconnect':
      return arrow(who, 'participant', event.how === 'rst' ? { tone: 'bad', tip: 'cross' } : {})
    case 'tls-on-plain-listener':
    case 'http-on-raw-listener':
    case 'blocked':
      return mark(who, 'wait')
    case 'unblocked':
      return mark(who, 'identity')
    case 'closed':
      return closing(event)
    default:
      return later(event, pill('calm'))
  }
}

/** What the program itself says goes from its lane to the one that hears it. */
function fromKeyboard(event: EventOf<'lines'> | EventOf<'datagram'>): Plan {
  const { to } = event
  const hearer = Array.isArray(to) ? to[0] : undefined
  if (hearer === undefined) return pill(event.kind === 'datagram' ? 'wait' : 'calm')
  const failed = event.kind === 'datagram' && event.errno !== undefined
  return arrow(hearer, 'participant', {
    dashed: false,
    audience: to,
    ...(failed && { tone: 'bad', tip: 'cross' }),
  })
}

/** FIN goes out from the program, once; what broke the connection is red and ends in a cross. */
function closing({ participant: who, reason, finSent, reset, how }: EventOf<'closed'>): Plan {
  // An RST that was asked for is told there.
  if (reset && how !== 'rst') return arrow(who, 'participant', { tone: 'bad', tip: 'cross' })
  switch (reason) {
    case 'disconnected':
      // What went out is told where it was asked for.
      return mark(who, 'calm')
    case 'finished':
    case 'run-stopped':
    case 'half-closed-too-long':
    case 'half-closed-replaced':
    case 'idle-timeout':
    case 'forgotten':
      return finSent ? mark(who, 'calm') : arrow(who, 'participant')
    case 'slow-consumer':
    case 'line-too-long':
    case 'not-stored':
    case 'not-sent':
    case 'no-process':
      return arrow(who, 'participant', { tone: 'bad', tip: 'cross' })
    case 'reset':
    case 'failed':
      return arrow(who, 'program', { tone: 'bad', tip: 'cross' })
  }
}

import { describe, expect, it } from 'vitest'
import { EVENT_KINDS, type EventOf } from '#shared/protocol/events.ts'
import { sampleEvent } from '../events/sample.ts'
import { planOf } from './plan.ts'

describe('planOf', () => {
  it('draws data on a solid line towards the program, with its receivers', () => {
    expect(planOf(sampleEvent('lines', 4, 2, { text: 'bonjour\n' }))).toEqual({
      who: 2,
      shape: 'arrow',
      towards: 'program',
      dashed: false,
      tone: 'identity',
      tip: 'head',
      audience: 'others',
    })
  })

  it('draws every other arrow dashed and without receivers', () => {
    for (const kind of EVENT_KINDS.filter(
      (kind) => kind !== 'lines' && kind !== 'partial-line' && kind !== 'datagram',
    )) {
      const plan = planOf(sampleEvent(kind, 1, 1))
      expect(plan.dashed && plan.audience === null, kind).toBe(true)
    }
  })

  it('draws a datagram as what is said, to nobody as a pill, and one that was not sent in red', () => {
    expect(planOf(sampleEvent('datagram', 1, 1))).toMatchObject({ dashed: false, towards: 'program' })
    expect(planOf(sampleEvent('datagram', 1, 0, { to: [2] }))).toMatchObject({ who: 2, towards: 'participant' })
    expect(planOf(sampleEvent('datagram', 1, 0, { to: [] }))).toMatchObject({ shape: 'pill', tone: 'wait' })
    const failed = planOf(sampleEvent('datagram', 1, 0, { to: [2], errno: 'EMSGSIZE' }))
    expect(failed).toMatchObject({ tone: 'bad', tip: 'cross' })
  })

  it('tells who speaks to whom at the beginning and the end of a connection', () => {
    expect(planOf(sampleEvent('connected', 1, 1))).toMatchObject({ towards: 'program', tip: 'head' })
    expect(planOf(sampleEvent('connected', 1, 1, { accepted: false })), 'in the kernel alone').toMatchObject({
      towards: 'program',
      tip: 'hollow',
    })
    expect(planOf(sampleEvent('accepted', 1, 1)).towards).toBe('participant')
    expect(planOf(sampleEvent('ended', 1, 1)).towards).toBe('program')
    const closed = (reason: EventOf<'closed'>['reason']) => planOf(sampleEvent('closed', 1, 1, { reason }))
    expect(closed('finished')).toMatchObject({ towards: 'participant', tone: 'identity', tip: 'head' })
    expect(closed('reset')).toMatchObject({ towards: 'program', tone: 'bad', tip: 'cross' })
    expect(closed('slow-consumer')).toMatchObject({ towards: 'participant', tone: 'bad', tip: 'cross' })
  })

  it.each(['finished', 'run-stopped', 'half-closed-too-long', 'idle-timeout', 'disconnected'] as const)(
    'draws one FIN of the program at the most, closed as %s',
    (reason) => {
      const before = planOf(sampleEvent('half-closed', 1, 1))
      const after = planOf(sampleEvent('closed', 2, 1, { reason, finSent: true }))
      const fins = [before, after].filter(({ shape, towards }) => shape === 'arrow' && towards === 'participant')
      expect(fins).toEqual([before])
    },
  )

  it('draws an RST of the lab in red, whatever the reason, and once where it was asked for', () => {
    const closed = (more: Partial<EventOf<'closed'>>) => planOf(sampleEvent('closed', 1, 1, { reset: true, ...more }))
    const red = { towards: 'participant', tone: 'bad', tip: 'cross' }
    expect(closed({ reason: 'run-stopped' })).toMatchObject(red)
    expect(closed({ reason: 'idle-timeout', finSent: true })).toMatchObject(red)
    expect(closed({ reason: 'disconnected', how: 'fin' })).toMatchObject(red)
    expect(closed({ reason: 'disconnected', how: 'rst' })).toMatchObject({ shape: 'mark', tone: 'calm' })
  })

  it('draws what the program connects to, and what it says itself, away from the program', () => {
    expect(planOf(sampleEvent('connected', 1, 1, { outgoing: true })).towards).toBe('participant')
    const typed = sampleEvent('lines', 2, 0, { text: 'bonjour\n', to: [3] })
    expect(planOf(typed)).toMatchObject({ shape: 'arrow', who: 3, towards: 'participant', dashed: false })
  })

  it('keeps what is about the run on the lane of the program', () => {
    for (const kind of [
      'run-started',
      'listening',
      'refused',
      'unreached',
      'deadlock',
      'trouble',
      'run-stopped',
    ] as const) {
      expect(planOf(sampleEvent(kind, 1, 0))).toMatchObject({ shape: 'pill', who: 0 })
    }
  })
})

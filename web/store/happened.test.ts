import { expect, it } from 'vitest'
import type { EventKind, LabEvent } from '#shared/protocol/events.ts'
import { Happened } from './happened.svelte.ts'

const sample = (kind: EventKind, more: object = {}): LabEvent =>
  ({ kind, participant: 1, size: 3, ...more }) as LabEvent

it('tells kinds, and reasons where there are several', () => {
  const happened = new Happened()
  happened.take([
    sample('closed', { reason: 'finished' }),
    sample('refused', { reason: 'not-tls' }),
    sample('transfer', { direction: 'in', state: 'whole' }),
    sample('unreached'),
    sample('datagram', { size: 0 }),
  ])
  expect([...happened.words]).toEqual([
    'closed finished',
    'refused not-tls',
    'in whole',
    'unreached',
    'datagram',
    'datagram empty',
  ])
})

it('knows what was said after the program’s FIN from what was said before', () => {
  const happened = new Happened()
  const line = sample('lines')
  happened.take([line, sample('half-closed')])
  expect(happened.words).not.toContain('lines after half-closed')
  happened.take([line])
  expect(happened.words).toContain('lines after half-closed')
})

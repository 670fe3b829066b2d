import { expect, it } from 'vitest'
import type { LabEvent } from '../protocol/events.ts'
import { matches, parseFilter } from './filter.ts'
import { partiesOf } from './parties.ts'
import { event } from './trace.fixture.ts'

const of = (kind: LabEvent['kind'], more: object = {}) =>
  partiesOf({ ...event(kind), participant: 3, ...more } as LabEvent)

it('what the program does is the program’s, and says to whom', () => {
  for (const kind of ['accepted', 'half-closed', 'disconnect', 'forked'] as const) {
    expect(of(kind), kind).toEqual({ from: 0, to: [3] })
  }
  expect(of('closed', { reason: 'finished' })).toEqual({ from: 0, to: [3] })
  expect(of('connected', { outgoing: true })).toEqual({ from: 0, to: [3] })
  expect(of('transfer', { direction: 'out' })).toEqual({ from: 0, to: [3] })
})

it('what a participant does is its own', () => {
  for (const kind of ['connected', 'ended', 'partial-line'] as const)
    expect(of(kind), kind).toEqual({ from: 3, to: [0] })
  expect(of('closed', { reason: 'reset' })).toEqual({ from: 3, to: [0] })
  expect(of('transfer', { direction: 'in' })).toEqual({ from: 3, to: [0] })
  expect(of('lines', { to: 'others' })).toEqual({ from: 3, to: 'others' })
})

it('what is about the run alone is done to nobody', () => {
  expect(of('run-stopped', { participant: 0 })).toEqual({ from: 0, to: [] })
})

it('a filter finds what the table shows in its columns', () => {
  const nameOf = (id: number) => (id === 0 ? 'programme' : `name-${id}`)
  const accepted = { ...event('accepted'), participant: 3, text: '' } as LabEvent
  const found = (source: string) => matches(parseFilter(source), accepted, nameOf)
  expect(found('from:programme')).toBe(true)
  expect(found('from:name-3')).toBe(false)
  expect(found('to:name-3')).toBe(true)
  expect(found('with:name-3')).toBe(true)
  expect(found('avec:programme')).toBe(true)
  expect(found('with:name-4')).toBe(false)
})

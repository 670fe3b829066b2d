import { describe, expect, it } from 'vitest'
import type { EventKind } from '#shared/protocol/events.ts'
import { inParticipant, inRun, inWordsOfToday } from './earlier-words.ts'

describe('details of events', () => {
  it.each<[EventKind, Record<string, unknown>, Record<string, unknown>]>([
    ['listening', { door: { number: 1 } }, { listener: { number: 1 } }],
    [
      'run-started',
      { scenario: 'relay', options: { inactivity: 9 } },
      { program: 'relay', options: { idleTimeout: 9 } },
    ],
    ['stepper', { pace: 'free', by: 1 }, { state: 'running', by: 1 }],
    ['stepper', { pace: 'held' }, { state: 'paused' }],
    ['stepper', { pace: 'step' }, { state: 'stepping' }],
    ['closed', { reason: 'inactive' }, { reason: 'idle-timeout' }],
    ['transfer', { direction: 'chosen', size: 3 }, { direction: 'upload', size: 3 }],
  ])('of %s: %j is %j today', (kind, before, now) => {
    expect(inWordsOfToday(kind, before)).toEqual(now)
  })

  it.each<[EventKind, Record<string, unknown>]>([
    ['stepper', { state: 'paused', by: 1 }],
    ['closed', { reason: 'slow-consumer' }],
    ['closed', { direction: 'chosen' }],
    ['transfer', { direction: 'incoming' }],
    ['transfer', { reason: 'inactive' }],
    ['refused', { reason: 'inactive', pace: 'free', scenario: 'relay' }],
    ['run-started', { program: 'relay' }],
  ])('of %s: %j passes unchanged', (kind, detail) => {
    expect(inWordsOfToday(kind, structuredClone(detail))).toEqual(detail)
  })
})

it('tells runs in the words of today, with options and without', () => {
  const earlier = { id: '1', scenario: 'relay', doors: [{ port: 8080 }], options: { inactivity: 600, maxLine: 80 } }
  const today = { id: '1', program: 'relay', listeners: [{ port: 8080 }], options: { idleTimeout: 600, maxLine: 80 } }
  expect(inRun(earlier)).toEqual(today)
  expect(inRun(structuredClone(today))).toEqual(today)
  expect(inRun({ scenario: 'relay' })).toEqual({ program: 'relay' })
})

it('tells participants in the words of today, falsy values too', () => {
  const earlier = { id: 1, door: 2, said: { bytes: 1 }, heard: { bytes: 0 }, held: 0, unread: false, inactivity: null }
  const today = { id: 1, listener: 2, sent: { bytes: 1 }, received: { bytes: 0 }, partialBytes: 0, paused: false }
  expect(inParticipant(earlier)).toEqual({ ...today, idleTimeout: null })
  expect(inParticipant(structuredClone(today))).toEqual(today)
})

import { expect, it } from 'vitest'
import type { LabEvent } from '../protocol/events.ts'
import { matches, parseFilter } from './filter.ts'
import { event } from './trace.fixture.ts'

it.each([
  ['kind:held-up', 'blocked'],
  ['kind:released', 'unblocked'],
  ['kind:drops', 'kernel-drops'],
  ['kind:dropped', 'kernel-drops'],
  ['genre:pace', 'stepper'],
  ['kind:door-closed', 'listener-closed'],
  ['kind:closed,tls-on-plain-door', 'tls-on-plain-listener'],
] as const)('%s, which an old link may ask for, finds %s and nothing else', (source, kind) => {
  const found = (one: 'accepted' | typeof kind): boolean =>
    matches(parseFilter(source), { ...event(one), text: '' } as LabEvent, String)
  expect([found(kind), found('accepted')]).toEqual([true, false])
})

it('keeps an earlier name where it is text', () => {
  expect(parseFilter('released text:pace')).toEqual([
    { field: 'text', value: 'released' },
    { field: 'text', value: 'pace' },
  ])
})

it('finds what reads and writes of TLS are under the names of TCP, as the trace has no others', () => {
  const finds = (source: string): boolean =>
    matches(parseFilter(source), { ...event('partial-line'), text: '' } as LabEvent, String)
  expect([finds('call:SSL_read'), finds('call:recv'), finds('call:SSL_write')]).toEqual([true, true, false])
})

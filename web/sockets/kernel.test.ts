import { describe, expect, it } from 'vitest'
import type { KernelRow } from '#shared/model/kernel.ts'
import { countsDown, isDull, placeOf, portOf } from './kernel.ts'

const row = (changes: Partial<KernelRow>): KernelRow => ({
  proto: 'tcp',
  state: 'ESTAB',
  participant: 1,
  side: 'peer',
  local: '127.0.0.1:51512',
  remote: '127.0.0.1:8080',
  recvQ: 0,
  sendQ: 0,
  timer: null,
  backlog: null,
  drops: 0,
  buffer: null,
  connections: null,
  ...changes,
})

describe('the rows of the kernel strip', () => {
  it('leave out the other end of a quiet connection, and nothing else', () => {
    expect(isDull(row({}))).toBe(true)
    expect(isDull(row({ side: 'program' }))).toBe(false)
    expect(isDull(row({ recvQ: 1 }))).toBe(false)
    expect(isDull(row({ sendQ: 1 }))).toBe(false)
    expect(isDull(row({ state: 'CLOSE_WAIT' }))).toBe(false)
  })

  it('count down in TIME_WAIT, and not because of a keep-alive', () => {
    expect(countsDown(row({ state: 'TIME_WAIT', timer: { kind: 'time-wait', ms: 59_000 } }))).toBe(true)
    expect(countsDown(row({ timer: { kind: 'keepalive', ms: 29_000 } }))).toBe(false)
  })

  it('name an address by its port', () => {
    expect(['127.0.0.1:8080', '[::1]:8080'].map(portOf)).toEqual([':8080', ':8080'])
    expect(placeOf(row({}))).toBe(':8080')
    expect(placeOf(row({ proto: 'unix', local: '/tmp/l’eau: room', remote: null }))).toBe('l’eau: room')
  })
})

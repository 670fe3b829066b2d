import { expect, it } from 'vitest'
import type { ProgramId, Run } from '#shared/protocol/model.ts'
import { counterpartOf, pairOf } from './counterpart.ts'

function run(
  id: string,
  program: ProgramId,
  side: { listens: number } | { aims: number },
  more: Partial<Run> = {},
): Run {
  const listeners =
    'listens' in side
      ? [{ number: 1, transport: 'tcp' as const, host: '0.0.0.0', port: side.listens, reachable: ['127.0.0.1'] }]
      : []
  const options = 'aims' in side ? { target: { host: 'localhost', port: side.aims } } : {}
  const rest = { stoppedAt: null, lastSeq: 0, present: 0, trouble: null }
  return { id, program, options, state: 'running', listeners, startedAt: Number(id), ...rest, ...more }
}

it('finds the other side by program, port and time', () => {
  const server = run('1', 'line-server', { listens: 8080 })
  const client = run('2', 'line-client', { aims: 8080 })
  const later = run('3', 'line-client', { aims: 8080 })
  const elsewhere = run('4', 'line-client', { aims: 8081 })
  const relay = run('5', 'relay', { listens: 8080 })
  const runs = [relay, elsewhere, later, client, server]
  expect(counterpartOf(client, runs)).toBe(server)
  expect(counterpartOf(server, runs)).toBe(later)
  expect([elsewhere, relay].map((one) => counterpartOf(one, runs))).toEqual([undefined, undefined])
  // The port was somebody else's before.
  const before = run('0', 'line-server', { listens: 8080 }, { state: 'stopped', stoppedAt: 1 })
  expect(counterpartOf(client, [before, client])).toBeUndefined()
})

it('keeps apart earlier pairs on the same port, of two clients or servers of one program', () => {
  const server = (id: string) => run(id, 'alternating-chat', { listens: 8080 })
  const client = (id: string, port = 8080) => run(id, 'alternating-chat', { aims: port })
  const runs = [client('4'), server('3'), client('2'), server('1')]
  expect(runs.map((one) => [one.id, counterpartOf(one, runs)?.id])).toEqual([
    ['4', '3'],
    ['3', '4'],
    ['2', '1'],
    ['1', '2'],
  ])
  const apart = [client('2', 9999), server('1')]
  expect(apart.map((one) => counterpartOf(one, apart))).toEqual([undefined, undefined])
})

it('knows the two programs of each pair', () => {
  expect(pairOf('line-server')).toEqual({ server: 'line-server', client: 'line-client' })
  expect(pairOf('line-client')).toEqual({ server: 'line-server', client: 'line-client' })
  expect(pairOf('duplex-chat')).toEqual({ server: 'duplex-chat', client: 'duplex-chat' })
  expect(pairOf('udp-receiver')).toEqual({ server: 'udp-receiver', client: 'udp-sender' })
  expect(pairOf('relay')).toBeNull()
})

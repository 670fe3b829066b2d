import { describe, expect, it } from 'vitest'
import type { Listener, Run } from '#shared/protocol/model.ts'
import { successorOf } from './successor.ts'

const listener = (port: number, more: Partial<Listener> = {}): Listener => ({
  number: 1,
  transport: 'tcp',
  host: '127.0.0.1',
  port,
  reachable: ['127.0.0.1'],
  ...more,
})
const run = (id: string, state: Run['state'], ...listeners: Listener[]): Run =>
  ({ id, state, listeners, startedAt: Number(id) }) as Run

describe('the run that has the port now', () => {
  const over = run('1', 'interrupted', listener(8080))

  it('is the newest that lives and listens there', () => {
    const runs = [
      run('2', 'running', listener(8080)),
      run('4', 'stopped', listener(8080)),
      run('3', 'running', listener(8081)),
    ]
    expect(successorOf(over, [over, ...runs])?.run.id).toBe('2')
    expect(successorOf(over, [over, run('9', 'running', listener(8080)), ...runs])?.run.id).toBe('9')
  })

  it('is none where nobody listens there, or by datagrams, and of a run that lives', () => {
    expect(successorOf(over, [over, run('2', 'running', listener(8081))])).toBeNull()
    expect(successorOf(over, [over, run('2', 'running', listener(8080, { transport: 'udp' }))])).toBeNull()
    expect(successorOf(run('1', 'running', listener(8080)), [run('2', 'running', listener(8080))])).toBeNull()
  })

  it('of a unix socket is the one at its path', () => {
    const unix = (path: string) => listener(0, { transport: 'unix', path })
    const earlier = run('1', 'stopped', unix('/tmp/a'))
    expect(
      successorOf(earlier, [run('2', 'running', unix('/tmp/b')), run('3', 'running', unix('/tmp/a'))])?.run.id,
    ).toBe('3')
    expect(successorOf(earlier, [run('2', 'running', listener(0))])).toBeNull()
  })
})

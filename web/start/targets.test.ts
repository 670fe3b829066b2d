import { expect, it } from 'vitest'
import type { Run, ProgramId } from '#shared/protocol/model.ts'
import { aimsFor } from './targets.ts'

function run(program: ProgramId, port: number | null, more: Partial<Run> = {}): Run {
  const listeners =
    port === null ? [] : [{ number: 1, transport: 'tcp' as const, host: '0.0.0.0', port, reachable: ['127.0.0.1'] }]
  const rest = { startedAt: 0, stoppedAt: null, lastSeq: 0, present: 0, trouble: null }
  return {
    id: `${program}-${port}`,
    program,
    options: { maxLine: 16_384 },
    state: 'running',
    listeners,
    ...rest,
    ...more,
  }
}

it('proposes the server that a client is made for, free ones first, and no run without a listener', () => {
  const runs = [
    run('relay', 8080),
    run('line-server', 8081, { present: 1 }),
    run('line-server', 8082),
    run('line-client', null),
    run('line-server', 8083, { state: 'stopped' }),
  ]
  expect(aimsFor('line-client', runs).map(({ host, port }) => `${host}:${port}`)).toEqual([
    '127.0.0.1:8082',
    '127.0.0.1:8081',
    '127.0.0.1:8080',
  ])
})

/** What comes before the run is recorded is not forgotten, what was refused neither. */
import { expect, it } from 'vitest'
import type { Connection } from '../../endpoints/port.ts'
import { EarlyConnections } from './early-connections.ts'

it('hands over who waited and who was refused, in their order, once', () => {
  const early = new EarlyConnections()
  const { connected, dropped } = early.handlersOf({ number: 2 })
  const told: unknown[] = []
  const run = {
    pendingJoins: { came: ({ listener }: Connection) => told.push(['came', listener]) },
    refused: (...refusal: unknown[]) => void told.push(refusal),
  }
  connected({ listener: null } as Connection)
  dropped('10.0.0.1:1', 'descriptors')
  dropped('10.0.0.1:2', 'not-tls', 'ERR_SSL')
  expect(told).toEqual([])
  early.handOver(run)
  dropped('10.0.0.1:3', 'descriptors')
  expect(told).toEqual([
    ['came', 2],
    ['10.0.0.1:1', 'descriptors'],
    ['10.0.0.1:2', 'not-tls', 'ERR_SSL'],
    ['10.0.0.1:3', 'descriptors'],
  ])
})

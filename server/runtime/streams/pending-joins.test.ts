/** Whose connection it is: Linux may use one local port towards two listeners of a run at once. */
import { expect, it } from 'vitest'
import type { Connection } from '../../endpoints/port.ts'
import { PendingJoins, type Expected } from './pending-joins.ts'

const at = (port: number) => ({ host: '127.0.0.1', port })

it('takes a raw client from the same port to another listener for no web participant', async () => {
  const admitted: (string | null)[] = []
  const joins = new PendingJoins((_, expected) => admitted.push(expected?.name ?? null))
  const ana: Expected = { name: 'ana', by: undefined, admitted() {}, refused() {} }
  await joins.dial(async () => ({ local: at(40_000), remote: at(8080) }) as Connection, ana)
  joins.came({ local: at(8081), remote: at(40_000) } as Connection)
  joins.came({ local: at(8080), remote: at(40_000) } as Connection)
  expect(admitted).toEqual([null, 'ana'])
  expect(joins.names).toEqual([])
})

import { expect, it } from 'vitest'
import { RequestError } from '../connection/rest.ts'
import { portWait, secondsOf } from './port-waits.ts'

it('tells what goes away by waiting from other refusals', () => {
  const waits = new RequestError('port-in-time-wait', '', { seconds: 42 })
  const connected = new RequestError('port-still-connected', '', { count: 1 })
  expect([waits, connected].map(portWait)).toEqual([waits, connected])
  expect([new RequestError('port-in-use', ''), new Error('port-in-time-wait'), null].map(portWait)).toEqual([
    null,
    null,
    null,
  ])
  expect([waits, connected].map(secondsOf)).toEqual([42, null])
})

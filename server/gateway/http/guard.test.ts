import { expect, it } from 'vitest'
import { isApi } from './guard.ts'

it.each(['/api', '/api/runs', '/api?x', '/%61pi/runs', '/ap%69', '/%61%70%69/ws', 'http://127.0.0.1/api/runs', '/%'])(
  '%s is of the API, whichever way it is written',
  (url) => expect(isApi(url)).toBe(true),
)
it.each(['/', '/runs/1', '/apiary', '/assets/api/x.js', '/?/api'])('%s is of the page', (url) =>
  expect(isApi(url)).toBe(false),
)

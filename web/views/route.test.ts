import { expect, it } from 'vitest'
import { routeOf } from './route.ts'

it.each([
  ['/', { view: 'home' }],
  ['/runs/12', { view: 'run', id: '12' }],
  ['/runs/12/', { view: 'run', id: '12' }],
  ['/runs/', { view: 'nowhere' }],
  ['/runs/12/events', { view: 'nowhere' }],
  ['/runs/%3Cscript%3E', { view: 'nowhere' }],
  ['/coach', { view: 'coach' }],
  ['/coach/', { view: 'coach' }],
  ['/coaching', { view: 'nowhere' }],
  ['/elsewhere', { view: 'nowhere' }],
])('%s', (path, route) => {
  expect(routeOf(path)).toEqual(route)
})

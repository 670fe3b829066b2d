import { expect, it } from 'vitest'
import { joinPath, routeOf, runPath } from './route.ts'

it.each([
  ['/', { view: 'home' }],
  ['/runs/12', { view: 'run', id: '12' }],
  ['/runs/12/', { view: 'run', id: '12' }],
  ['/runs/12?experiment=silent', { view: 'run', id: '12', experiment: 'silent' }],
  ['/runs/12?experiment=toString', { view: 'run', id: '12' }],
  ['/?experiment=silent', { view: 'home' }],
  ['/runs/', { view: 'nowhere' }],
  ['/runs/12/events', { view: 'nowhere' }],
  ['/runs/%3Cscript%3E', { view: 'nowhere' }],
  ['/runs/12/join', { view: 'join', id: '12' }],
  ['/runs/12/join/', { view: 'join', id: '12' }],
  ['/runs/12/joining', { view: 'nowhere' }],
  ['/coach', { view: 'coach' }],
  ['/coach/', { view: 'coach' }],
  ['/coaching', { view: 'nowhere' }],
  ['/class', { view: 'class' }],
  ['/class/', { view: 'class' }],
  ['/classes', { view: 'nowhere' }],
  ['/elsewhere', { view: 'nowhere' }],
])('%s', (path, route) => {
  expect(routeOf(path)).toEqual(route)
})

it('writes what it reads', () => {
  expect(routeOf(joinPath('7'))).toEqual({ view: 'join', id: '7' })
  expect(routeOf(runPath('7', 'both-read'))).toEqual({ view: 'run', id: '7', experiment: 'both-read' })
})

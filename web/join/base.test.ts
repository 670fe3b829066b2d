import { expect, it } from 'vitest'
import { pageBase, withPin } from './base.ts'

it.each([
  ['http://192.168.1.12:3000', [], 'http://192.168.1.12:3000', false],
  ['http://127.0.0.1:3000', ['http://127.0.0.1:3000', 'http://192.168.1.12:3000'], 'http://192.168.1.12:3000', false],
  ['http://localhost:3000', ['http://127.0.0.1:3000'], 'http://localhost:3000', true],
])('%s, of %j', (here, urls, base, onlyHere) => {
  expect(pageBase(here, urls)).toEqual({ base, onlyHere })
})

it('puts the lab’s code where browsers send it to nobody', () => {
  expect(withPin('http://10.0.0.1:3000/runs/7', '048913')).toBe('http://10.0.0.1:3000/runs/7#pin=048913')
  expect(withPin('http://10.0.0.1:3000/runs/7', undefined)).toBe('http://10.0.0.1:3000/runs/7')
})

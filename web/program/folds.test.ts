import { expect, it } from 'vitest'
import { rowsOf } from './folds.ts'

const line = (id: string, folded?: true) => ({ id, code: id, ...(folded && { folded }) })
const LISTING = [line('import', true), line('helper', true), line('socket'), line('try', true), line('loop')]
const ids = (rows: ReturnType<typeof rowsOf>) => rows.map((row) => ('count' in row ? row.count : row.id))

it('folds neighbours into one row, unless all is shown or a process stands there', () => {
  expect(ids(rowsOf(LISTING, false, []))).toEqual([2, 'socket', 1, 'loop'])
  expect(ids(rowsOf(LISTING, true, []))).toEqual(['import', 'helper', 'socket', 'try', 'loop'])
  const there = [{ id: 'main', line: 'helper', waits: null }]
  expect(ids(rowsOf(LISTING, false, there))).toEqual([1, 'helper', 'socket', 1, 'loop'])
})

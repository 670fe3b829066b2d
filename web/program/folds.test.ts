import { expect, it } from 'vitest'
import { rowsOf } from './folds.ts'

const line = (id: string, folded?: true) => ({ id, code: id, ...(folded && { folded }) })
const LISTING = ['import', 'helper', 'more']
  .map((id) => line(id, true))
  .concat(line('socket'), line('try', true), line('loop'))
const ids = (rows: ReturnType<typeof rowsOf>) =>
  rows.map((row) => ('count' in row ? row.count : row.behind > 0 ? `${row.id} +${row.behind}` : row.id))

it('folds neighbours into a row, few of them into the line before, unless all is shown or a process stands there', () => {
  expect(ids(rowsOf(LISTING, false, []))).toEqual([3, 'socket +1', 'loop'])
  expect(ids(rowsOf(LISTING, true, []))).toEqual(['import', 'helper', 'more', 'socket', 'try', 'loop'])
  expect(ids(rowsOf(LISTING, false, ['helper']))).toEqual([1, 'helper +1', 'socket +1', 'loop'])
  expect(ids(rowsOf([...LISTING, line('end', true)], false, []))).toEqual([3, 'socket +1', 'loop +1'])
})

import { expect, it } from 'vitest'
import type { ScenarioDescription } from '#shared/protocol/model.ts'
import { sheetOrder, sheetParts } from './sheet.ts'

const one = (id: ScenarioDescription['id'], question: number | null): ScenarioDescription => ({
  id,
  question,
  console: 'none',
  options: {},
})
const MIXED = [one('relay', null), one('duplex-chat', 4), one('line-client', null), one('line-server', 1)]

it('puts the questions first, in their order, then the page on socat in the order of the lab', () => {
  expect(sheetOrder(MIXED).map(({ id }) => id)).toEqual(['line-server', 'duplex-chat', 'relay', 'line-client'])
})

it('parts the page on socat from the questions, and leaves nothing out', () => {
  const { questions, socat } = sheetParts(MIXED)
  expect(questions.map(({ question }) => question)).toEqual([1, 4])
  expect(socat.map(({ id }) => id)).toEqual(['relay', 'line-client'])
})

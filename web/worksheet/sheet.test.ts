import { expect, it } from 'vitest'
import { PROGRAM_IDS } from '#shared/model/programs.ts'
import { ON_SOCAT, QUESTIONS } from './sheet.ts'
import { traitsOf } from './traits.ts'

it('has the questions first, in their order, then the page on socat, and leaves nothing out', () => {
  expect([...QUESTIONS, ...ON_SOCAT]).toEqual([...PROGRAM_IDS])
  const numbers = QUESTIONS.map((id) => traitsOf(id).question!)
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
})

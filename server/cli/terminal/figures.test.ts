/** Figures of the French texts of a terminal: decimals after a comma, a unit never on a line of its own. */
import { expect, it } from 'vitest'
import { fr as checks } from '../../checker/text/fr.ts'
import { TEXTS } from './text/languages.ts'

/** Each sentence, those that take values with some. */
function sentences(texts: object): string[] {
  return Object.values(texts).flatMap((one: unknown) => {
    if (typeof one === 'string') return [one]
    if (typeof one === 'function') return [String(one)]
    return typeof one === 'object' && one !== null ? sentences(one) : []
  })
}

it('a number and its unit stay together', () => {
  const all = sentences(TEXTS.fr.run)
  expect(all.length).toBeGreaterThan(50)
  expect(all.filter((one) => /[\d}] (s|ms|Kio|Mio)(?![\p{L}\d])/u.test(one))).toEqual([])
})

it('decimals follow a comma', () => {
  expect(checks.passed(12, '3.5')).toContain('3,5\u00a0s')
})

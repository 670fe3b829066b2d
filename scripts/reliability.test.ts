/** The inputs and faults of docs/reliability.md: each has the test that the table names. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const inProject = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')

/** Rows of the table, cell by cell. */
const rows = inProject('docs/reliability.md')
  .split('## Inputs and faults, each with its test')[1]!
  .split('\n## ')[0]!
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) => line.split('|').slice(1, -1))
  .map((cells) => cells.map((cell) => cell.trim()))
  .slice(2)

/** What a file calls its tests, as it is written there. */
const titlesIn = (source: string): string[] =>
  [...source.matchAll(/\(\s*(['"`])((?:(?!\1)[^\\\n]|\\.)+)\1,/g)].map(([, , title]) => title!)

it('has a test for each', () => {
  expect(rows.length).toBeGreaterThan(40)
  const missing = rows.filter(([, , file = '', title = '']) => {
    const known = titlesIn(inProject(file.replaceAll('`', '')))
    return !known.includes(title)
  })
  expect(missing).toEqual([])
})

it('would miss one that is not there', () => {
  expect(titlesIn("it('one', () => {})\n  it.each([1])(\n    `two ${n}`,\n    () => {})")).toEqual(['one', 'two ${n}'])
  expect(titlesIn("// it is 'one'")).toEqual([])
})

/** The inputs and faults of docs/reliability.md, and the promises of docs/promises.md: each has the test that its table names. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const inProject = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')

/** Rows of the only table of a text, cell by cell. */
const rowsOf = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim()))
    .slice(2)

const faults = rowsOf(
  inProject('docs/reliability.md').split('## Inputs and faults, each with its test')[1]!.split('\n## ')[0]!,
)
/** Those without a file are headings. */
const promises = rowsOf(inProject('docs/promises.md')).filter(([, file]) => file !== '')
/** Its checks are named by what they tell. */
const FUZZ = 'server/testing/fuzz/'

/** What a file calls its tests, as it is written there. */
const titlesIn = (source: string): string[] =>
  [...source.matchAll(/\(\s*(['"`])((?:(?!\1)[^\\\n]|\\.)+)\1,/g)].map(([, , title]) => title!)

const unquoted = (cell: string): string => cell.replace(/^`(.*)`$/, '$1')
const isThere = (file: string, title: string): boolean => {
  const source = inProject(unquoted(file))
  return unquoted(file).startsWith(FUZZ) ? source.includes(unquoted(title)) : titlesIn(source).includes(title)
}

it('each input and fault has its test', () => {
  expect(faults.length).toBeGreaterThan(40)
  expect(faults.filter(([, , file = '', title = '']) => !isThere(file, title))).toEqual([])
})

it('each promise of the protocol has its check', () => {
  expect(promises.length).toBeGreaterThan(60)
  expect(promises.filter(([, file = '', check = '']) => check === '' || !isThere(file, check))).toEqual([])
})

it('would miss one that is not there', () => {
  expect(titlesIn("it('one', () => {})\n  it.each([1])(\n    `two ${n}`,\n    () => {})")).toEqual(['one', 'two ${n}'])
  expect(titlesIn("// it is 'one'")).toEqual([])
})

import { describe, expect, it } from 'vitest'
import { catalogue as en } from '../text/en/index.ts'
import { catalogue as fr } from '../text/fr/index.ts'
import { readFilter, showFilter } from './filter-words.ts'

const inFrench = (source: string) => readFilter(source, fr.filter, fr.traffic.kinds)
const inEnglish = (source: string) => readFilter(source, en.filter, en.traffic.kinds)

describe('a filter in the words of the table', () => {
  it.each([
    ['genre:connect', 'kind:connected'],
    ['genre:"début de ligne"', 'kind:partial-line'],
    ['genre:ligne,FIN', 'kind:lines,ended'],
    ['vers:tous', 'to:others'],
    ['de:programme vers:Ana', 'from:programme to:Ana'],
    ['avec:"Ana Lise"', 'with:"Ana Lise"'],
    // The lab's own words, and those of earlier versions, go on meaning what they mean.
    ['from:ana kind:lines', 'from:ana kind:lines'],
    ['kind:held-up', 'kind:held-up'],
    ['bonjour "à tous" texte:"été"', 'bonjour "à tous" text:été'],
    ['12:30', '12:30'],
    ['http://ici', '"http://ici"'],
    ['avec:tous', 'with:others'],
    ['constructor:abc', '"constructor:abc"'],
    ['vers:constructor', 'to:constructor'],
  ])('%s is %s to the lab', (typed, filter) => expect(inFrench(typed)).toEqual({ filter }))

  it.each(['genre:', 'de:', 'vers: ', 'genre:""'])('%s, half typed, asks for nothing yet', (typed) => {
    expect(inFrench(typed)).toEqual({ filter: '' })
    expect(inFrench(`texte:a ${typed}`)).toEqual({ filter: 'text:a' })
  })

  it('says which word means nothing, and names those that hold it', () => {
    expect(inFrench('genre:con')).toEqual({ unknown: 'con', near: ['connect', 'déconnexion', '"connect échoue"'] })
    expect(inFrench('genre:xyz')).toMatchObject({ unknown: 'xyz' })
    expect(inFrench('genre:constructor')).toMatchObject({ unknown: 'constructor' })
    expect(inEnglish('kind:connect,foo')).toMatchObject({ unknown: 'foo' })
  })

  it('understands each word of the table’s column, in each language', () => {
    for (const { filter, traffic } of [fr, en]) {
      const field = Object.keys(filter.fields).find((name) => filter.fields[name] === 'kind')!
      for (const [kind, name] of Object.entries(traffic.kinds)) {
        const read = readFilter(`${field}:"${name}"`, filter, traffic.kinds)
        expect('filter' in read && read.filter.slice('kind:'.length).split(','), name).toContain(kind)
      }
      expect(readFilter(`to:${traffic.everybody}`, filter, traffic.kinds)).toEqual({ filter: 'to:others' })
    }
  })

  it('shows what a click has set in the words of the page', () => {
    expect(showFilter('with:"Ana"', fr.filter)).toBe('avec:"Ana"')
    expect(showFilter('with:"Ana"', en.filter)).toBe('with:"Ana"')
    expect(inFrench(showFilter('with:"Ana"', fr.filter))).toEqual({ filter: 'with:Ana' })
  })
})

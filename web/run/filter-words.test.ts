import { describe, expect, it } from 'vitest'
import { catalogue as en } from '../text/en/index.ts'
import { catalogue as fr } from '../text/fr/index.ts'
import { readFilter, showFilter } from './filter-words.ts'

const inFrench = (source: string) => readFilter(source, fr.filter, fr.traffic.kinds)
const wrongIn = (source: string) => {
  const read = inFrench(source)
  return 'wrong' in read ? read.wrong : null
}
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

  it.each([
    ['genre:', 'genre:', ['connect', 'client']],
    ['texte:a niveau:', 'niveau:', ['notice', 'info', 'debug']],
    ['appel: texte:a', 'appel:', ['accept']],
    ['de:', 'de:', []],
    ['vers: ', 'vers:', []],
    ['genre:"" x', 'genre:', ['connect']],
    ['genre:,', 'genre:', ['connect']],
  ])('%s, half typed, is told to lack a word', (typed, word, some) => {
    const read = wrongIn(typed)
    expect(read).toMatchObject({ why: 'empty', word })
    for (const one of some.slice(0, 1)) expect(read?.near).toContain(one)
    expect(fr.filter.wrong.empty(word, read?.near.join(', ') ?? '')).toContain(word)
  })

  it.each(['"bonjour à', 'texte:"bon', 'de:"', 'genre:"début de'])('%s lacks a quotation mark', (typed) => {
    expect(wrongIn(typed)).toMatchObject({ why: 'quote', from: 0, to: typed.length })
  })

  it.each([
    ['genre:xyz', 'kind', 'xyz'],
    ['genre:constructor', 'kind', 'constructor'],
    ['niveau:xyz', 'level', 'xyz'],
    ['level:noti', 'level', 'noti'],
    ['appel:xyz', 'call', 'xyz'],
    ['call:constructor', 'call', 'constructor'],
  ] as const)('%s means nothing: it says why, where, and what would', (typed, why, word) => {
    expect(wrongIn(typed)).toMatchObject({ why, word, from: 0, to: typed.length })
    expect(wrongIn(`texte:a ${typed} b`)).toMatchObject({ why, from: 8, to: 8 + typed.length })
    for (const { filter } of [fr, en]) expect(filter.wrong[why](word, 'a, b')).toMatch(new RegExp(`${word}.*a, b\\.$`))
  })

  it('names the words that hold what was typed', () => {
    expect(wrongIn('genre:con')?.near).toEqual(['connect', 'déconnexion', '"connect échoue"'])
    const read = inEnglish('kind:connect,foo')
    expect('wrong' in read && read.wrong.word).toBe('foo')
    expect(wrongIn('niveau:debugs')?.near).toEqual(['notice', 'info', 'debug'])
  })

  it('takes each level and call that the trace shows, and the beginning of a call', () => {
    for (const level of ['notice', 'info', 'DEBUG']) expect(inFrench(`niveau:${level}`)).toHaveProperty('filter')
    for (const name of ['accept', 'acc', 'SSL_read', 'recvfrom', 'sendall']) {
      expect(inFrench(`appel:${name}`)).toEqual({ filter: `call:${name}` })
    }
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

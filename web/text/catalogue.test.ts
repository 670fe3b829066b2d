/** What a reader of the catalogue would overlook: wrong spaces and apostrophes, keys that say nothing. */
import { describe, expect, it } from 'vitest'
import { LANGS, type Lang } from '#shared/model/languages.ts'
import { CATALOGUES, PARTS } from './languages.ts'
import { counted, formatBytes, formatClock } from './format.ts'

/** Every sentence, with its path; those that take values are given some. */
function sentences(node: unknown, path: string): [string, string][] {
  if (typeof node === 'string') return [[path, node]]
  if (typeof node === 'function') return sentences((node as (...values: unknown[]) => unknown)(2, 2, 2, 2), path)
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([key, value]) => sentences(value, `${path}.${key}`))
}

const byLang = new Map<Lang, [string, string][]>()
for (const lang of LANGS) {
  const { catalogue } = await CATALOGUES[lang]()
  const parts = await Promise.all(Object.values(PARTS).map((part) => part[lang]()))
  byLang.set(lang, [...sentences(catalogue, lang), ...parts.flatMap((part) => sentences(part, lang))])
}
const french = byLang.get('fr')!
const all = [...byLang.values()].flat()

describe('the catalogue', () => {
  it('has as many sentences in every language, and none empty', () => {
    for (const own of byLang.values()) expect(own.length).toBe(french.length)
    expect(french.length).toBeGreaterThan(100)
    // Where there are no connections, nothing is said of their ends; who goes on is blocked in nothing.
    const silent = /\.fin(Sent)?\.udp$|\.wall\.head\.goes$/
    expect(all.filter(([path, text]) => text.trim() === '' && !silent.test(path))).toEqual([])
  })

  it('has no typewriter apostrophe', () => {
    expect(all.filter(([, text]) => text.includes("'"))).toEqual([])
  })

  it('never lets French punctuation begin a line', () => {
    // A port is written with its colon: `:8080`.
    expect(french.filter(([, text]) => / [:;!?»](?!\d)|« /u.test(text))).toEqual([])
  })

  it('has the narrow space before French punctuation, and within quotation marks', () => {
    expect(french.filter(([, text]) => /\u00a0[:;!?»]|«(?!\u202f)|(?<!\u202f)»/u.test(text))).toEqual([])
  })

  it('says une socket and un espace, and writes figures with a comma', () => {
    expect(
      french.filter(([, text]) => /\b(un|le|du|au|ce) socket\b|\bblancs?\b|\bprises?\b(?! de)/i.test(text)),
    ).toEqual([])
    // A version and an address have their points, and so has what is typed.
    const point = /(?<![\d.:])\d+\.\d+(?![\d.])/
    expect(french.filter(([, text]) => point.test(text.replace(/(socat|version|TLS|Python) \d+\.\d+/gi, '')))).toEqual(
      [],
    )
  })

  it('speaks English where it is English', () => {
    const stiff = /\b(mend|nothing chosen|nobody knows whom|blanks?)\b/i
    const english = byLang.get('en')!
    expect(english.filter(([, text]) => stiff.test(text))).toEqual([])
  })

  it('sets a space before French punctuation', () => {
    const bare = /[\p{L}\d)][;!?»](?:\s|$)|[\p{L})]:(?:\s|$)/u
    // A filter is written without one: `de:ana`.
    expect(french.filter(([, text]) => bare.test(text))).toEqual([])
  })
})

describe('formats', () => {
  it('counts in the manner of each language', () => {
    expect(counted('fr', 0, { one: 'ligne', other: 'lignes' })).toBe('0\u00a0ligne')
    expect(counted('en', 0, { one: 'line', other: 'lines' })).toBe('0\u00a0lines')
    expect(counted('fr', 12_340, { one: 'ligne', other: 'lignes' })).toBe('12\u202f340\u00a0lignes')
  })

  it.each([
    [0, '0\u00a0o', '0\u00a0B'],
    [1023, '1\u202f023\u00a0o', '1,023\u00a0B'],
    [1024, '1\u00a0Kio', '1\u00a0KiB'],
    [1_600_000, '1,5\u00a0Mio', '1.5\u00a0MiB'],
  ])('writes %d bytes', (bytes, inFrench, inEnglish) => {
    expect(formatBytes('fr', bytes, 'o')).toBe(inFrench)
    expect(formatBytes('en', bytes, 'B')).toBe(inEnglish)
  })

  it('tells the time since the start, beyond a day too', () => {
    expect([0, 761_000, 183_000_000 + 999, -5].map(formatClock)).toEqual([
      '00:00:00',
      '00:12:41',
      '50:50:00',
      '00:00:00',
    ])
  })
})

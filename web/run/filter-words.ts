/**
 * The filter in the page's words: `vers:tous genre:connect`, as the table has them, to and from the words of the lab.
 * Counterpart: `shared/trace/filter.ts`, which finds what it means.
 */
import { kindOfToday } from '#shared/trace/filter.ts'
import type { Catalogue } from '../text/fr/index.ts'

type Words = Catalogue['filter']
/** Name of each kind of event, as the table has it. */
type Kinds = Readonly<Record<string, string>>

/** What was typed, in the lab's words; or what in it means nothing, with words that would. */
export type ReadFilter = { readonly filter: string } | { readonly unknown: string; readonly near: readonly string[] }

const FIELDS: ReadonlySet<string> = new Set(['from', 'to', 'with', 'kind', 'text', 'level', 'call'])
/** A term: perhaps a field, then its value, which is missing while it is being typed. */
const TERM = /(?:(\p{L}+):)?(?:"([^"]*)"?|([^\s"]+)|(?<=:)(?=\s|$))/gu
/** Some of a list is enough to see what is meant. */
const SHOWN = 8

export function readFilter(source: string, words: Words, kinds: Kinds): ReadFilter {
  const terms: string[] = []
  for (const [whole, name, inQuotes, bare] of source.matchAll(TERM)) {
    const value = inQuotes ?? bare ?? ''
    if (whole === '') continue
    const field = name === undefined ? undefined : fieldOf(name, words)
    if (field === undefined) terms.push(name === undefined ? quoted(value) : `"${whole}"`)
    else if (field === 'kind') {
      const asked = value.split(',').filter((one) => one !== '')
      const found = asked.map((one) => kindsCalled(one, kinds))
      const unknown = asked.find((_, at) => found[at]!.length === 0)
      if (unknown !== undefined) return { unknown, near: near(unknown, Object.values(kinds)) }
      if (asked.length > 0) terms.push(`kind:${found.flat().join(',')}`)
    } else if (value !== '') {
      const group = field === 'text' ? undefined : own(words.receivers, value.toLowerCase())
      terms.push(`${field}:${group ?? quoted(value)}`)
    }
  }
  return { filter: terms.join(' ') }
}

/** A filter of the lab's in the page's words. */
export const showFilter = (filter: string, { fields }: Words): string =>
  filter.replace(
    /(?<=^|\s)\p{L}+(?=:)/gu,
    (name) => Object.entries(fields).find(([, lab]) => lab === name)?.[0] ?? name,
  )

function fieldOf(name: string, { fields }: Words): string | undefined {
  const lower = name.toLowerCase()
  return own(fields, lower) ?? (FIELDS.has(lower) ? lower : undefined)
}

/** The lab's names of the kinds that the table calls so; the lab's own name of a kind stands for itself. */
function kindsCalled(word: string, kinds: Kinds): string[] {
  const lower = word.toLowerCase()
  if (Object.hasOwn(kinds, kindOfToday(lower))) return [lower]
  return Object.keys(kinds).filter((kind) => kinds[kind]!.toLowerCase() === lower)
}

/** The names that hold the word, or all. */
function near(word: string, names: readonly string[]): string[] {
  const like = names.filter((name) => name.toLowerCase().includes(word.toLowerCase()))
  return [...new Set(like.length > 0 ? like : names)].slice(0, SHOWN).map(quoted)
}

/** What a word of the page is to the lab; words such as `constructor` are nothing. */
const own = (words: Readonly<Record<string, string>>, word: string): string | undefined =>
  Object.hasOwn(words, word) ? words[word] : undefined

const quoted = (value: string): string => (/\s/u.test(value) ? `"${value}"` : value)

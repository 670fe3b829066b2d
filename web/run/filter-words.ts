/**
 * The filter in the page's words: `vers:tous genre:connect`, as the table has them, to and from the words of the lab.
 * Counterpart: `shared/trace/filter.ts`, which finds what it means.
 */
import { TRACE_LEVELS } from '#shared/trace/call.ts'
import { kindOfToday } from '#shared/trace/filter.ts'
import { CALL_ALIASES, callNames } from '#shared/trace/names.ts'
import type { Catalogue } from '../text/fr/index.ts'

type Words = Catalogue['filter']
/** Name of each kind of event, as the table has it. */
type Kinds = Readonly<Record<string, string>>

/** What in it means nothing. */
export interface Wrong {
  /** Of which field no such value is; `empty`: a field without a value; `quote`: one that nobody has closed. */
  readonly why: keyof Words['wrong']
  readonly word: string
  /** Words that would mean something. */
  readonly near: readonly string[]
  /** Where the term stands in what was typed, in UTF-16 units: its first, and the one after its last. */
  readonly from: number
  readonly to: number
}
/** What was typed, in the lab's words; or the first term that means nothing. */
export type ReadFilter = { readonly filter: string } | { readonly wrong: Wrong }

const FIELDS: ReadonlySet<string> = new Set(['from', 'to', 'with', 'kind', 'text', 'level', 'call'])
/** A term: perhaps a field, then its value, which is missing while it is being typed. */
const TERM = /(?:(\p{L}+):)?(?:"([^"]*)"?|([^\s"]+)|(?<=:)(?=\s|$))/gu
/** Some of a list is enough to see what is meant. */
const SHOWN = 8

export function readFilter(source: string, words: Words, kinds: Kinds): ReadFilter {
  const terms: string[] = []
  for (const match of source.matchAll(TERM)) {
    const [whole, name, inQuotes, bare] = match
    if (whole === '') continue
    const value = inQuotes ?? bare ?? ''
    const field = name === undefined ? undefined : fieldOf(name, words)
    const at = { from: match.index, to: match.index + whole.length }
    if (inQuotes !== undefined && whole.indexOf('"') === whole.lastIndexOf('"'))
      return { wrong: { why: 'quote', word: whole, near: [], ...at } }
    if (field === undefined) {
      if (value !== '') terms.push(name === undefined ? quoted(value) : `"${whole}"`)
      continue
    }
    const wrong = wrongIn(field, value, kinds)
    if (wrong) return { wrong: { ...wrong, ...(wrong.why === 'empty' && { word: `${name}:` }), ...at } }
    terms.push(`${field}:${valueOf(field, value, words, kinds)}`)
  }
  return { filter: terms.join(' ') }
}

/** What is wrong with the value of a field; null where it means something. */
function wrongIn(field: string, value: string, kinds: Kinds): Pick<Wrong, 'why' | 'word' | 'near'> | null {
  const known = KNOWN[field]
  const names = known?.names(kinds) ?? []
  const asked = field === 'kind' ? value.split(',').filter((one) => one !== '') : [value].filter((one) => one !== '')
  if (asked.length === 0) return { why: 'empty', word: '', near: near('', names) }
  const unknown = known && asked.find((one) => !known.has(one.toLowerCase(), kinds))
  return known && unknown !== undefined ? { why: known.why, word: unknown, near: near(unknown, names) } : null
}

interface Known {
  readonly why: Wrong['why']
  /** @param value in lower case */
  has(value: string, kinds: Kinds): boolean
  names(kinds: Kinds): readonly string[]
}
/** The fields of which not every value means something. */
const KNOWN: Readonly<Partial<Record<string, Known>>> = {
  kind: {
    why: 'kind',
    has: (value, kinds) => kindsCalled(value, kinds).length > 0,
    names: (kinds) => Object.values(kinds),
  },
  level: { why: 'level', has: (value) => TRACE_LEVELS.some((one) => one === value), names: () => TRACE_LEVELS },
  // The beginning of a name is enough: `call:acc`.
  call: {
    why: 'call',
    has: (value) => Object.hasOwn(CALL_ALIASES, value) || callNames().some((name) => name.includes(value)),
    names: callNames,
  },
}

function valueOf(field: string, value: string, words: Words, kinds: Kinds): string {
  if (field === 'kind') {
    const asked = value.split(',').filter((one) => one !== '')
    return asked.flatMap((one) => kindsCalled(one, kinds)).join(',')
  }
  const group = field === 'text' ? undefined : own(words.receivers, value.toLowerCase())
  return group ?? quoted(value)
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

/**
 * Which texts look alike: by Unicode's table of confusable characters (UTS 39, 4), and beyond it as they do on a projector,
 * where neither case, accents nor what stands between words tells two names apart.
 * Counterparts: `confusables.json`, the table, which `scripts/confusables.mjs` writes; `names.ts`, who may be called what.
 */
import { readFileSync } from 'node:fs'

interface Table {
  readonly unicode: string
  /** What characters look like, and the characters that look like it. */
  readonly looks: Readonly<Record<string, string>>
}

let table: Map<string, string> | null = null

/** Read when the first name comes: a lab that nobody has joined does without. */
function looksOf(character: string): string {
  table ??= new Map(
    Object.entries(
      (JSON.parse(readFileSync(new URL('confusables.json', import.meta.url), 'utf8')) as Table).looks,
    ).flatMap(([like, characters]) => [...characters].map((one) => [one, like] as const)),
  )
  return table.get(character) ?? character
}

/** Accents of alphabets, vowel points of Arabic and Hebrew. The vowels of Indian scripts and the voicing of kana are marks too, and stay. */
const ACCENTS = /(?=[\p{sc=Zinh}\p{scx=Arab}\p{scx=Hebr}])(?!\p{scx=Kana})\p{Mn}/gu
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]/gu
const BETWEEN = /[\s._'·-]/gu

const bare = (text: string): string => text.normalize('NFKD').replace(UNSEEN, '').replace(ACCENTS, '')
const likened = (text: string): string => bare([...bare(text)].map(looksOf).join('')).toLowerCase()
/** The table has small l and I alike, and 0 like O; I and i are one letter here. */
const form = (text: string): string =>
  likened(likened(text)).replaceAll('i', 'l').replaceAll('5', 's').replaceAll('vv', 'w').replace(BETWEEN, '')

/**
 * What is left of a text when all that nobody can tell apart is the same. Two, since the capitals of an alphabet look like
 * others than its small letters do: Greek ν like v, its capital Ν like N. Texts look alike where any of these are equal.
 */
export const skeletonsOf = (text: string): readonly [string, string] => [
  form(text.toLowerCase()),
  form(text.toUpperCase()),
]

/** Whether two texts look alike. */
export function looksLike(a: string, b: string): boolean {
  const of = skeletonsOf(a)
  return skeletonsOf(b).some((skeleton) => of.includes(skeleton))
}

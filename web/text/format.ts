/** Numbers, sizes and times in the page's language, through Intl. Pure. */

import type { Lang } from '#shared/model/languages.ts'

/** Words for a number: `one` may be left out where the language does not tell it apart. */
export interface Forms {
  one: string
  other: string
}

const cached = <T>(make: (lang: Lang) => T): ((lang: Lang) => T) => {
  const made = new Map<Lang, T>()
  return (lang) => {
    const known = made.get(lang) ?? make(lang)
    made.set(lang, known)
    return known
  }
}
const numbers = cached((lang) => new Intl.NumberFormat(lang, { maximumFractionDigits: 1 }))
const percents = cached((lang) => new Intl.NumberFormat(lang, { style: 'percent' }))
const rules = cached((lang) => new Intl.PluralRules(lang))
const moments = cached((lang) => new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'short' }))

/** A number as the language writes it, with one decimal at most. */
export function formatNumber(lang: Lang, value: number): string {
  return numbers(lang).format(value)
}

/** A share of 0 to 1, as a whole per cent. */
export function formatPercent(lang: Lang, share: number): string {
  return percents(lang).format(share)
}

/** "1 ligne", "12 340 lignes": the number and its word, kept on one line. */
export function counted(lang: Lang, value: number, forms: Forms): string {
  const form = rules(lang).select(value) === 'one' ? forms.one : forms.other
  return `${formatNumber(lang, value)}\u00a0${form}`
}

/** The same for one language. */
export const counts =
  (lang: Lang) =>
  (value: number, one: string, other: string): string =>
    counted(lang, value, { one, other })

/** The sign between a number and its decimals. */
export const pointOf = cached((lang) => formatNumber(lang, 0.5).replace(/\d/g, ''))

const PREFIXES = ['', 'Ki', 'Mi', 'Gi', 'Ti']

/** A size in bytes, by powers of 1024 (IEC 80000-13): "812 o", "16 Kio". @param unit the sign of a byte */
export function formatBytes(lang: Lang, bytes: number, unit: string): string {
  const power = bytes < 1 ? 0 : Math.min(4, Math.floor(Math.log2(bytes) / 10))
  return `${formatNumber(lang, bytes / 1024 ** power)}\u00a0${PREFIXES[power] ?? ''}${unit}`
}

/** A time since the start, from milliseconds: 00:12:41, and beyond a day 51:07:09. Never negative. */
export function formatClock(elapsed: number): string {
  const seconds = Math.max(0, Math.floor(elapsed / 1000))
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
}

/** A moment, from milliseconds since 1970. */
export function formatMoment(lang: Lang, time: number): string {
  return moments(lang).format(time)
}

/** How long something has lasted, from milliseconds: whole seconds below a minute, then whole minutes: "37 s", "2 min". */
export function formatLasting(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  return seconds < 60 ? `${seconds}\u00a0s` : `${Math.floor(seconds / 60)}\u00a0min`
}

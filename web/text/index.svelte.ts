/**
 * The page's language: one typed catalogue, French first. Every sentence and every aria text is here or nowhere.
 * Counterpart: `languages.ts`, which loads it. Invariant: language and sentences change together.
 */
import { LANGS, type Lang } from '#shared/model/languages.ts'
import { recall, remember } from '../storage/remembered.ts'
import type { Catalogue } from './fr/index.ts'
import { counted, formatBytes, formatMoment, formatNumber, formatPercent, type Forms } from './format.ts'
import { CATALOGUES, PARTS, type Parts } from './languages.ts'

const KEY = 'lang'

/** What was chosen before; else the first of the browser's languages that the page speaks; else French. */
function initial(): Lang {
  const wanted = [recall(KEY), ...navigator.languages.map((tag) => tag.slice(0, 2))]
  return LANGS.find((lang) => lang === wanted.find((tag) => LANGS.includes(tag as Lang))) ?? 'fr'
}

class I18n {
  #lang = $state.raw<Lang>(initial())
  #t = $state.raw<Catalogue>()
  #parts = $state.raw<Partial<Parts>>({})
  /** Parts that have been wanted once: from then on they come with every language. */
  readonly #with = new Set<keyof Parts>()
  /** The language that was asked for last, which may not be loaded yet. */
  #wanted: Lang = this.#lang

  get lang(): Lang {
    return this.#lang
  }

  /** Throws before `begin` has resolved. */
  get t(): Catalogue {
    if (!this.#t) throw new Error('The page speaks no language yet.')
    return this.#t
  }

  get coach(): Parts['coach'] {
    return this.#part('coach')
  }
  get experiments(): Parts['experiments'] {
    return this.#part('experiments')
  }
  get explain(): Parts['explain'] {
    return this.#part('explain')
  }
  get freeze(): Parts['freeze'] {
    return this.#part('freeze')
  }
  get notice(): Parts['notice'] {
    return this.#part('notice')
  }
  get hand(): Parts['hand'] {
    return this.#part('hand')
  }
  get teacher(): Parts['teacher'] {
    return this.#part('teacher')
  }
  get kept(): Parts['kept'] {
    return this.#part('kept')
  }
  get study(): Parts['study'] {
    return this.#part('study')
  }
  get traceWords(): Parts['traceWords'] {
    return this.#part('traceWords')
  }
  get time(): Parts['time'] {
    return this.#part('time')
  }
  get wall(): Parts['wall'] {
    return this.#part('wall')
  }
  get access(): Parts['access'] {
    return this.#part('access')
  }
  /** Throws before `want` has resolved. */
  #part<P extends keyof Parts>(name: P): Parts[P] {
    const part = this.#parts[name]
    if (!part) throw new Error(`Nobody has wanted the words of ${name} yet.`)
    return part
  }

  /** Loads the language that the page begins with. Rejects where it cannot be loaded. */
  begin(): Promise<void> {
    return this.#speak(this.#lang)
  }

  /** Loads a part of what the page says. Rejects where it cannot be loaded. */
  async want(part: keyof Parts): Promise<void> {
    if (this.#parts[part]) return
    this.#with.add(part)
    await this.#speak(this.#wanted)
  }

  /** Waits for what is loaded, and for the part of the words that it needs, side by side. */
  async withWords<Loaded>(part: keyof Parts, loading: Promise<Loaded>): Promise<Loaded> {
    const [loaded] = await Promise.all([loading, this.want(part)])
    return loaded
  }

  /** Switches the page over once the language is loaded, and remembers it. Rejects, and stays as it was, where it cannot be. */
  async use(lang: Lang): Promise<void> {
    await this.#speak(lang)
    if (lang === this.#lang) remember(KEY, lang)
  }

  async #speak(lang: Lang): Promise<void> {
    this.#wanted = lang
    const wanted = [...this.#with]
    const parts = wanted.map((part) => PARTS[part][lang]() as Promise<Partial<Parts>>)
    const [{ catalogue }, ...words] = await Promise.all([CATALOGUES[lang](), ...parts])
    if (lang !== this.#wanted) return
    // Another part was wanted meanwhile, and may have come already: it stays.
    if (wanted.length < this.#with.size) return this.#speak(lang)
    this.#lang = lang
    this.#t = catalogue
    this.#parts = Object.assign({}, ...words)
    document.documentElement.lang = lang
  }

  number(value: number): string {
    return formatNumber(this.#lang, value)
  }
  count(value: number, forms: Forms): string {
    return counted(this.#lang, value, forms)
  }
  bytes(value: number): string {
    return formatBytes(this.#lang, value, this.t.byte)
  }
  percent(share: number): string {
    return formatPercent(this.#lang, share)
  }
  moment(time: number): string {
    return formatMoment(this.#lang, time)
  }
}

export const i18n = new I18n()

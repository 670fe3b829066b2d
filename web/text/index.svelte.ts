/**
 * The page's language: one typed catalogue, French first. Every sentence and every aria text is here or nowhere.
 * Counterpart: `languages.ts`, which loads it. Invariant: language and sentences change together.
 */
import { LANGS, type Lang } from '#shared/model/languages.ts'
import { recall, remember } from '../storage/remembered.ts'
import type { Catalogue } from './fr/index.ts'
import { counted, formatBytes, formatMoment, formatNumber, formatPercent, type Forms } from './format.ts'
import type { Coach } from '../coach/text/fr/coach.ts'
import { CATALOGUES, COACHES } from './languages.ts'

const KEY = 'lang'

/** What was chosen before; else the first of the browser's languages that the page speaks; else French. */
function initial(): Lang {
  const wanted = [recall(KEY), ...navigator.languages.map((tag) => tag.slice(0, 2))]
  return LANGS.find((lang) => lang === wanted.find((tag) => LANGS.includes(tag as Lang))) ?? 'fr'
}

class I18n {
  #lang = $state.raw<Lang>(initial())
  #t = $state.raw<Catalogue>()
  /** Null until the coach has been opened: from then on its words come with every language. */
  #coach = $state.raw<Coach | null>(null)
  #withCoach = false
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

  /** Throws before `beginCoach` has resolved. */
  get coach(): Coach {
    if (!this.#coach) throw new Error('The coach speaks no language yet.')
    return this.#coach
  }

  /** Loads the language that the page begins with. Rejects where it cannot be loaded. */
  begin(): Promise<void> {
    return this.#speak(this.#lang)
  }

  /** Loads what the coach says. Rejects where it cannot be loaded. */
  beginCoach(): Promise<void> {
    this.#withCoach = true
    return this.#speak(this.#wanted)
  }

  /** Switches the page over once the language is loaded, and remembers it. Rejects, and stays as it was, where it cannot be. */
  async use(lang: Lang): Promise<void> {
    await this.#speak(lang)
    if (lang === this.#lang) remember(KEY, lang)
  }

  async #speak(lang: Lang): Promise<void> {
    this.#wanted = lang
    const [{ catalogue }, words] = await Promise.all([CATALOGUES[lang](), this.#withCoach ? COACHES[lang]() : null])
    if (lang !== this.#wanted) return
    this.#lang = lang
    this.#t = catalogue
    if (words) this.#coach = words.coach
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

/**
 * The page's language: one typed catalogue, French first. Every sentence and every aria text is here or nowhere.
 * Counterpart: `catalogues.ts`, which puts it together.
 */
import { catalogues, type Catalogue } from './catalogues.ts'
import {
  counted,
  formatBytes,
  formatMoment,
  formatNumber,
  formatPercent,
  LANGS,
  type Forms,
  type Lang,
} from './format.ts'
import { recall, remember } from '../storage/remembered.ts'

const KEY = 'lang'

/** What was chosen before; else the first of the browser's languages that the page speaks; else French. */
function initial(): Lang {
  const wanted = [recall(KEY), ...navigator.languages.map((tag) => tag.slice(0, 2))]
  return LANGS.find((lang) => lang === wanted.find((tag) => LANGS.includes(tag as Lang))) ?? 'fr'
}

class I18n {
  #lang = $state<Lang>(initial())

  constructor() {
    document.documentElement.lang = this.#lang
  }

  get lang(): Lang {
    return this.#lang
  }

  get t(): Catalogue {
    return catalogues[this.#lang]
  }

  /** Switches the page over, and remembers it. */
  use(lang: Lang): void {
    this.#lang = lang
    document.documentElement.lang = lang
    remember(KEY, lang)
  }

  number(value: number): string {
    return formatNumber(this.#lang, value)
  }
  count(value: number, forms: Forms): string {
    return counted(this.#lang, value, forms)
  }
  bytes(value: number): string {
    return formatBytes(this.#lang, value)
  }
  percent(share: number): string {
    return formatPercent(this.#lang, share)
  }
  moment(time: number): string {
    return formatMoment(this.#lang, time)
  }
}

export const i18n = new I18n()

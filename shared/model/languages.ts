/** The languages that page and terminal speak: a row each, by its code (RFC 5646). Counterparts: the folders `text/<lang>/`. */
export const LANGUAGES = {
  fr: { name: 'Français' },
  en: { name: 'English' },
} as const

export type Lang = keyof typeof LANGUAGES
export const LANGS = Object.keys(LANGUAGES) as readonly Lang[]

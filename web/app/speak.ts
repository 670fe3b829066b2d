/** The switch of languages, wherever it stands. */
import type { Lang } from '#shared/model/languages.ts'
import { sentence } from '../store/lab.svelte.ts'
import { notices } from '../store/notices.svelte.ts'
import { i18n } from '../text/index.svelte.ts'

/** Switches the page over; where the lab no longer gives out the language, says so in the one that is spoken. */
export const speak = (lang: Lang): void => void i18n.use(lang).catch(() => notices.bad(sentence('unreachable')))

/** What the terminal says, a row each language. Counterpart: `../lang.ts`, which of them. */
import type { Lang } from '#shared/model/languages.ts'
import { texts as en } from './en/index.ts'
import { texts as fr, type Texts } from './fr/index.ts'

export const TEXTS: Record<Lang, Texts> = { fr, en }

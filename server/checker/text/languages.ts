/** The checker's words, by language. */
import type { Lang } from '#shared/model/languages.ts'
import { en } from './en.ts'
import { fr, type CheckTexts } from './fr.ts'

export const CHECK_TEXTS: Readonly<Record<Lang, CheckTexts>> = { fr, en }

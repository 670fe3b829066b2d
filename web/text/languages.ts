/** What the page says, a row each language: loaded when it is asked for. */
import type { Lang } from '#shared/model/languages.ts'
import type { Coach } from '../coach/text/fr/coach.ts'
import type { Catalogue } from './fr/index.ts'

export const CATALOGUES: Record<Lang, () => Promise<{ catalogue: Catalogue }>> = {
  fr: () => import('./fr/index.ts'),
  en: () => import('./en/index.ts'),
}

/** What the coach says, loaded with the coach. */
export const COACHES: Record<Lang, () => Promise<{ coach: Coach }>> = {
  fr: () => import('../coach/text/fr/coach.ts'),
  en: () => import('../coach/text/en/coach.ts'),
}

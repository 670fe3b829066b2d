/** What the page says, a row each language: loaded when it is asked for. */
import type { Lang } from '#shared/model/languages.ts'
import type { Catalogue } from './fr/index.ts'

export const CATALOGUES: Record<Lang, () => Promise<{ catalogue: Catalogue }>> = {
  fr: () => import('./fr/index.ts'),
  en: () => import('./en/index.ts'),
}

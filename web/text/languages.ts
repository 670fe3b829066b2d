/** What the page says, a row each language: loaded when it is asked for. */
import type { Lang } from '#shared/model/languages.ts'
import type { Coach } from '../coach/text/fr/coach.ts'
import type { AccessWords } from './fr/access.ts'
import type { ExplainWords } from './fr/explain.ts'
import type { ExperimentWords } from './fr/experiments.ts'
import type { FreezeWords } from './fr/freeze.ts'
import type { Catalogue } from './fr/index.ts'
import type { NoticeWords } from './fr/notice.ts'
import type { HandWords } from './fr/hand.ts'
import type { TeacherWords } from './fr/teacher.ts'
import type { KeptWords } from './fr/kept.ts'
import type { StudyWords } from './fr/study.ts'
import type { TimeWords } from './fr/time.ts'
import type { WallWords } from './fr/wall.ts'
import type { TraceWords } from '#shared/trace/text.fr.ts'

export const CATALOGUES: Record<Lang, () => Promise<{ catalogue: Catalogue }>> = {
  fr: () => import('./fr/index.ts'),
  en: () => import('./en/index.ts'),
}

/** What few pages say: loaded with what says it. */
export interface Parts {
  readonly coach: Coach
  readonly experiments: ExperimentWords
  readonly explain: ExplainWords
  readonly freeze: FreezeWords
  readonly notice: NoticeWords
  readonly hand: HandWords
  readonly teacher: TeacherWords
  readonly kept: KeptWords
  readonly study: StudyWords
  readonly time: TimeWords
  readonly traceWords: TraceWords
  readonly wall: WallWords
  readonly access: AccessWords
}
export const PARTS: { readonly [P in keyof Parts]: Record<Lang, () => Promise<Pick<Parts, P>>> } = {
  coach: {
    fr: () => import('../coach/text/fr/coach.ts'),
    en: () => import('../coach/text/en/coach.ts'),
  },
  experiments: {
    fr: () => import('./fr/experiments.ts'),
    en: () => import('./en/experiments.ts'),
  },
  explain: {
    fr: () => import('./fr/explain.ts'),
    en: () => import('./en/explain.ts'),
  },
  freeze: {
    fr: () => import('./fr/freeze.ts'),
    en: () => import('./en/freeze.ts'),
  },
  notice: {
    fr: () => import('./fr/notice.ts'),
    en: () => import('./en/notice.ts'),
  },
  hand: {
    fr: () => import('./fr/hand.ts'),
    en: () => import('./en/hand.ts'),
  },
  teacher: {
    fr: () => import('./fr/teacher.ts'),
    en: () => import('./en/teacher.ts'),
  },
  kept: {
    fr: () => import('./fr/kept.ts'),
    en: () => import('./en/kept.ts'),
  },
  study: {
    fr: () => import('./fr/study.ts'),
    en: () => import('./en/study.ts'),
  },
  time: {
    fr: () => import('./fr/time.ts'),
    en: () => import('./en/time.ts'),
  },
  traceWords: {
    fr: () => import('#shared/trace/text.fr.ts'),
    en: () => import('#shared/trace/text.en.ts'),
  },
  wall: {
    fr: () => import('./fr/wall.ts'),
    en: () => import('./en/wall.ts'),
  },
  access: {
    fr: () => import('./fr/access.ts'),
    en: () => import('./en/access.ts'),
  },
}

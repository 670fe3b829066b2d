/**
 * The catalogue of either language, put together from its parts. Pure. Invariant: the English one has the shape of the
 * French one, so that a missing key is a type error.
 */
import { en as coachEn } from './coach-en.ts'
import { fr as coachFr } from './coach.ts'
import * as datagrams from './datagrams.ts'
import * as doors from './doors.ts'
import { en } from './en.ts'
import * as errors from './errors.ts'
import { en as experimentsEn } from './experiments-en.ts'
import { fr as experimentsFr } from './experiments.ts'
import type { Lang } from './format.ts'
import * as files from './files.ts'
import { fr } from './fr.ts'
import * as kernel from './kernel.ts'
import * as people from './people.ts'
import * as pieces from './pieces.ts'
import { en as programsEn } from './programs-en.ts'
import { fr as programsFr } from './programs.ts'
import * as select from './select.ts'
import * as trace from './trace.ts'
import { en as trafficEn } from './traffic-en.ts'
import { fr as trafficFr } from './traffic.ts'

const french = {
  ...fr,
  ...programsFr,
  ...experimentsFr,
  coach: coachFr,
  datagrams: datagrams.fr,
  doors: doors.fr,
  errors: errors.fr,
  files: files.fr,
  kernel: kernel.fr,
  ...people.fr,
  pieces: pieces.fr,
  select: select.fr,
  trace: trace.fr,
  traffic: trafficFr,
}
export type Catalogue = typeof french

const english: Catalogue = {
  ...en,
  ...programsEn,
  ...experimentsEn,
  coach: coachEn,
  datagrams: datagrams.en,
  doors: doors.en,
  errors: errors.en,
  files: files.en,
  kernel: kernel.en,
  ...people.en,
  pieces: pieces.en,
  select: select.en,
  trace: trace.en,
  traffic: trafficEn,
}

export const catalogues: Record<Lang, Catalogue> = { fr: french, en: english }

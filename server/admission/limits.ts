/**
 * How many of everything are let in: every number of admission with its default. Counterparts: `places.ts`, which counts;
 * `cli/config.ts`, whose flags change them; docs/reliability.md.
 */
export interface AdmissionLimits {
  /** Participants connected to one run. */
  readonly participants: number
  /** Participants of one run from one source address; this machine is exempt, since whole classes come through it. */
  readonly perAddress: number
  /** Web participants of one page, in all runs. */
  readonly participantsPerPage: number
  /** Pages, those that are away and may come back among them. */
  readonly pages: number
  /** Pages from one address, this machine included. */
  readonly pagesPerAddress: number
  /** Runs at the same time. */
  readonly runs: number
  /** Runs at the same time of one asker: a page, or an address for calls of the API. */
  readonly runsPerAsker: number
  /** Runs at the same time of all askers of one address, this machine included. */
  readonly runsPerAddress: number
  /** Uploads at once by one asker. */
  readonly uploads: number
  /** Uploads at once to one run, from all askers. */
  readonly uploadsOfRun: number
}

export const ADMISSION_LIMITS: AdmissionLimits = {
  participants: 500,
  perAddress: 200,
  participantsPerPage: 8,
  pages: 1000,
  // A school is often one address: a class of sixty is, and its teachers.
  pagesPerAddress: 200,
  runs: 200,
  runsPerAsker: 8,
  runsPerAddress: 120,
  uploads: 4,
  uploadsOfRun: 16,
}

/** The flags of those that whoever starts the lab may change. */
export const LIMIT_FLAGS = {
  participants: 'max-participants',
  perAddress: 'max-per-address',
  participantsPerPage: 'max-participants-per-page',
  pages: 'max-pages',
  pagesPerAddress: 'max-pages-per-address',
  runs: 'max-runs',
  runsPerAsker: 'max-runs-per-asker',
  runsPerAddress: 'max-runs-per-address',
} as const satisfies Partial<Record<keyof AdmissionLimits, string>>

export type Flagged = keyof typeof LIMIT_FLAGS

/** What the sentence of a refusal is filled with: the limit, and the flag that changes it. */
export const limitParams = (name: Flagged, limits: Pick<AdmissionLimits, Flagged>) => ({
  limit: limits[name],
  flag: `--${LIMIT_FLAGS[name]}`,
})

/** Who asks for a change. Counterparts: the gateways, which know; `policy.ts`, which decides by the role. */

/**
 * The asker's role. Where roles are off all are `everybody`; else the teacher, and newcomers, who are students, speakers or
 * onlookers as the lab was started. Who calls without a page of the lab is an onlooker.
 */
export type Role = 'everybody' | 'teacher' | 'student' | 'speaker' | 'onlooker'

/** One object for each page, as long as its session lasts, and one for each call of the API from elsewhere. */
export interface Who {
  /** Number of the page, never given twice; absent for a call of the API. */
  readonly page?: number
  /** Number of the person whose page it is: of all pages of one browser, where it says which. Never given twice. */
  readonly person?: number
  /** Where it asks from, IPv4 in dotted form. A page may come back from another address. */
  readonly address: string
  readonly role: Role
}

/** The person whose page it is; the page itself where its browser does not say. */
export const personOf = ({ person, page }: Pick<Who, 'person' | 'page'>): string =>
  person === undefined ? `page ${page}` : `person ${person}`

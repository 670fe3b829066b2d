/** Who asks for a change. Counterparts: the gateways, which know; `policy.ts`, which decides by the role. */

/** What somebody is to the lab. */
export type Role = 'everybody'

/** One object a page, for as long as its session lasts; one a call of the API that comes from no page. */
export interface Who {
  /** Number of the page, never given twice; absent for a call of the API. */
  readonly page?: number
  /** From where it asks, IPv4 as it is written. A page may come back from another one. */
  readonly address: string
  readonly role: Role
}

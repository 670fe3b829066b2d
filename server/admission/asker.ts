/** By what an asker is known where places are counted. Counterpart: `places.ts`. */

/** Somebody who asks: a page, or else an address. */
export interface AskerOrigin {
  readonly page?: number
  readonly address: string
}

/** A page counts by its session, since a whole class may share an address; who has no session counts by its address. */
export const keyOf = ({ page, address }: AskerOrigin): string =>
  page === undefined ? `address ${address}` : `page ${page}`

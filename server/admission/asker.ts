/** By what an asker is known where places are counted. Counterpart: `places.ts`. */
import type { Asker, Group } from './places.ts'

/** Somebody who asks: a page, or else an address. */
export interface AskerOrigin {
  readonly page?: number
  readonly address: string
}

/** A page counts by its session, since a whole class may share an address; who has no session counts by its address. */
export const keyOf = ({ page, address }: AskerOrigin): string =>
  page === undefined ? `address ${address}` : `page ${page}`

/** All of one address, whatever they count by: a session costs nothing, and an address may open many. */
export const addressGroup = (address: string, most = Infinity): Group => ({ key: `from ${address}`, most })

/** @param most what it may have at once @param ofAddress what all of its address may */
export const askerOf = (origin: AskerOrigin, most: number, ofAddress?: number): Asker => ({
  key: keyOf(origin),
  most,
  group: addressGroup(origin.address, ofAddress),
})

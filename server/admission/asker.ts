/** By what an asker is known where places are counted. Counterpart: `places.ts`. */
import type { Asker, Group } from './places.ts'

/** Somebody who asks: a page, or else an address. */
export interface AskerOrigin {
  readonly page?: number
  readonly address: string
}

/** From where somebody asks the lab for something, and how far it is trusted. Absent where the lab itself does it. */
export interface Origin {
  readonly address: string
  /**
   * It sits at the lab's machine, or may do what somebody does who sits there: open any path, connect to its services. Roles decide,
   * where there are any: through a proxy or a tunnel the whole world comes from loopback.
   */
  readonly atMachine: boolean
  readonly isTeacher: boolean
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

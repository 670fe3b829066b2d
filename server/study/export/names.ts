/** What participants are called in what is taken home. Counterpart: `shared/protocol/export.ts`, where one chooses. */
import { PROGRAM } from '#shared/model/constants.ts'
import type { Participant } from '#shared/protocol/model.ts'

export interface Names {
  readonly pseudonyms: boolean
  of(participant: number): string
  /** Peer address and port; null where it is not told, or not known. */
  addressOf(participant: number): string | null
}

/** Who is who, as the run called them at its end. */
export const realNames = (people: ReadonlyMap<number, Participant>): Names => ({
  pseudonyms: false,
  of: (id) => (id === PROGRAM ? 'program' : (people.get(id)?.name ?? `#${id}`)),
  addressOf: (id) => people.get(id)?.address ?? null,
})

/** "P3" for the third, the same in every format, and no address. */
export const pseudonyms: Names = {
  pseudonyms: true,
  of: (id) => (id === PROGRAM ? 'program' : `P${id}`),
  addressOf: () => null,
}

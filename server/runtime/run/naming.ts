/**
 * Names for those who came without one: terminals and programs. Whoever sits at the address that a participant came from
 * says "that's me", the first one wins; a namer names anybody, and takes names back.
 * Counterparts: `names.ts`, which names are fit; `shell.ts`, which has the participants.
 */
import { isLoopback, unmapped } from '#shared/net/address.ts'
import type { By } from '#shared/protocol/by.ts'
import { LabError } from '../../core/errors.ts'

/** A participant whose name may change. */
export interface Nameable {
  readonly id: number
  readonly web: boolean
  /** What it is called now. */
  readonly name: string
  /** The host that it came from; a path for a unix socket. */
  readonly host: string
  /** What somebody named it, and who; null while nobody has. */
  given: Given | null
}

export interface Given {
  readonly name: string
  readonly by: By
}

/** Who gives a name. */
export interface Namer {
  readonly by: By
  /** Whoever may name anybody: the teacher; without roles, who sits at the machine of the lab. */
  readonly anybody: boolean
}

/** The part of a participant that says what it is called. */
export const namedIn = ({ name, given }: Pick<Nameable, 'name' | 'given'>) => ({
  name,
  ...(given !== null && { named: true as const }),
})

/**
 * Gives a name, or takes it back where `raw` is empty. Returns whether something changed. Throws `named-already`,
 * `not-your-address`, and what `free` throws.
 * @param free the name as it may be shown
 */
export function nameParticipant(
  one: Nameable,
  raw: string,
  { by, anybody }: Namer,
  free: (raw: string) => string,
): boolean {
  const host = unmapped(one.host)
  if (one.web) throw new LabError('named-already', { name: one.name })
  if (!anybody) {
    // Through a proxy or a tunnel the whole world comes from loopback: who is not trusted there is not known by it.
    if (by.address !== host || isLoopback(host))
      throw new LabError('not-your-address', { own: by.address, address: host })
    const mayChange = one.given === null || (one.given.by.page !== undefined && one.given.by.page === by.page)
    if (!mayChange || raw === '') throw new LabError('named-already', { name: one.name })
  }
  if (raw === '') {
    if (one.given === null) return false
    one.given = null
    return true
  }
  const { given } = one
  // Its own name is no reason against another that looks like it.
  one.given = null
  let name: string
  try {
    name = free(raw)
  } catch (error) {
    one.given = given
    throw error
  }
  one.given = { name, by }
  return name !== given?.name
}

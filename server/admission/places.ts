/**
 * Counts places: how many there are in all, how many one asker may have, and some that are kept. Whatever the lab gives
 * out in a limited number is counted here. Counterparts: `limits.ts`, which has the numbers; whoever lets somebody in.
 * Invariants: a ticket is given back once, however often it is handed in; taking and giving back cost the same whatever
 * the number of places.
 */

/** Who wants a place. */
export interface Asker {
  /** One key for all that count together: an address, a page, a run. */
  readonly key: string
  /** Places that it may have at once. */
  readonly most: number
  /** All from where it comes, counted together beside it: an address has many pages. Absent: it is alone. */
  readonly group?: Group
}

export interface Group {
  readonly key: string
  /** Places that all of it may have at once. */
  readonly most: number
}

/** Places beside those for everybody, which only some askers are given. */
export interface Kept {
  readonly places: number
  /** @param has places that the asker has already, and all of its group: a new page of one address is no newcomer */
  readonly isFor: (asker: Asker, has: number) => boolean
}

/** Why there is no place: the asker's group or the asker has as many as it may, or too few are free. */
export type NoPlace = 'group' | 'asker' | 'all'

export class Ticket {
  readonly key: string
  readonly group: string
  readonly places: number
  #giveBack: ((ticket: Ticket) => void) | null

  constructor(asker: Asker, places: number, giveBack: (ticket: Ticket) => void) {
    this.key = asker.key
    this.group = groupOf(asker)
    this.places = places
    this.#giveBack = giveBack
  }

  /** Handing it in again does nothing. */
  giveBack(): void {
    const giveBack = this.#giveBack
    this.#giveBack = null
    giveBack?.(this)
  }
}

export class Places {
  /** All there are, with those that are kept. */
  readonly #all: number
  readonly #kept: readonly Kept[]
  readonly #of = new Map<string, number>()
  readonly #ofGroup = new Map<string, number>()
  #taken = 0

  /** @param all for everybody, `Infinity` where only the askers have limits @param kept beside them */
  constructor(all: number, kept: readonly Kept[] = []) {
    this.#kept = kept
    this.#all = kept.reduce((sum, { places }) => sum + places, all)
  }

  get taken(): number {
    return this.#taken
  }

  /** Takes places, all of them or none. */
  take(asker: Asker, places = 1): Ticket | NoPlace {
    const no = this.refusal(asker, places)
    if (no !== null) return no
    const ticket = new Ticket(asker, places, () => this.#count(ticket, -places))
    this.#count(ticket, places)
    return ticket
  }

  /**
   * Why the asker would be refused; null where it would not.
   * @param instead a ticket that would be given back for it: only then, since nobody makes room in vain
   */
  refusal(asker: Asker, places = 1, instead: Ticket | null = null): NoPlace | null {
    const freed = instead?.places ?? 0
    const group = groupOf(asker)
    const has = (this.#of.get(asker.key) ?? 0) - (instead?.key === asker.key ? freed : 0)
    const groupHas = (this.#ofGroup.get(group) ?? 0) - (instead?.group === group ? freed : 0)
    if (groupHas + places > (asker.group?.most ?? Infinity)) return 'group'
    if (has + places > asker.most) return 'asker'
    let free = this.#all - this.#taken + freed
    for (const { places: kept, isFor } of this.#kept) if (!isFor(asker, groupHas)) free -= kept
    return places > free ? 'all' : null
  }

  #count({ key, group }: Ticket, places: number): void {
    this.#taken += places
    add(this.#of, key, places)
    add(this.#ofGroup, group, places)
  }
}

const groupOf = ({ key, group }: Asker): string => group?.key ?? key

function add(counts: Map<string, number>, key: string, places: number): void {
  const now = (counts.get(key) ?? 0) + places
  if (now > 0) counts.set(key, now)
  else counts.delete(key)
}

/** Beside so many places so large a share is kept for askers that have none. */
const KEPT_SHARE = 0.1

/**
 * A tenth more, for askers that have no place yet, so that one who comes late is not refused because others took all. Beside
 * fewer than ten places none is kept: whoever sets so small a limit counts them himself.
 */
export const forNewcomers = (all: number): Kept => ({
  places: all === Infinity ? 0 : Math.floor(all * KEPT_SHARE),
  isFor: ({ key }, has) => has === 0 || key === TEACHER.key,
})

/** The teacher, whatever the number of its pages; it has no limit of its own. */
export const TEACHER: Asker = { key: 'teacher', most: Infinity }
/** Places that only the teacher is given, so that nobody takes all that a class needs. Beside fewer than ten none, as above. */
export const forTeacher = (all: number): Kept => ({
  places: all === Infinity ? 0 : Math.min(MOST_FOR_TEACHER, Math.floor(all * KEPT_SHARE)),
  isFor: ({ key }) => key === TEACHER.key,
})
const MOST_FOR_TEACHER = 8

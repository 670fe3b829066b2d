/**
 * Who stands where on the wall: raised hands by rank, then who stands still longest; the others by name. Pure. Counterparts:
 * `shared/state/need.ts`; `Wall.svelte`, which gives the time.
 * Invariant: a tile moves up at once, and down only after a while, so that nothing jumps from under a finger.
 */
import type { WallPerson } from '#shared/protocol/wall.ts'
import { needOf } from '#shared/state/need.ts'

/** How long somebody keeps a position that it no longer needs; milliseconds. */
export const KEEPS_MS = 5000

export type Sort = 'need' | 'name'

interface Position {
  readonly rank: 0 | 1 | 2
  readonly since: number
}
interface Held extends Position {
  /** Until when it keeps it, though it needs less by now; Infinity while it needs it. */
  readonly until: number
}

export interface Ordered {
  readonly help: readonly WallPerson[]
  readonly going: readonly WallPerson[]
  /** Which hand is first, by number; of those that are up. */
  readonly hands: ReadonlyMap<number, number>
  /** When to ask again though nothing is told; Infinity where nothing changes by itself. */
  readonly again: number
}

export class WallOrder {
  #held = new Map<number, Held>()

  /**
   * @param now milliseconds, by the clock of the people's times @param nameOf what is shown of a person
   * @param stays number of who keeps its position whatever it needs: somebody is about to act on it
   */
  order(
    people: readonly WallPerson[],
    sort: Sort,
    nameOf: (one: WallPerson) => string,
    now: number,
    stays: number | null = null,
  ): Ordered {
    const held = new Map<number, Held>()
    let again = Infinity
    for (const one of people) {
      const need = needOf(one, now)
      const before = this.#held.get(one.number)
      if (before && one.number === stays) {
        held.set(one.number, before)
        continue
      }
      const position = positionOf(before, need, now)
      held.set(one.number, position)
      again = Math.min(again, position.until, need.at)
    }
    this.#held = held
    const at = ({ number }: WallPerson): Held => held.get(number)!
    const byName = (a: WallPerson, b: WallPerson): number =>
      nameOf(a).localeCompare(nameOf(b), undefined, { numeric: true }) || a.number - b.number
    const byNeed = (a: WallPerson, b: WallPerson): number => compared(at(a), at(b)) || a.number - b.number
    const help = people.filter((one) => at(one).rank > 0).sort(sort === 'need' ? byNeed : byName)
    const hands = people.flatMap(({ hand, number }) => (hand ? [{ number, since: hand.since }] : []))
    hands.sort((a, b) => a.since - b.since || a.number - b.number)
    return {
      help,
      going: people.filter((one) => at(one).rank === 0).sort(byName),
      hands: new Map(hands.map(({ number }, i) => [number, i + 1])),
      again,
    }
  }
}

function positionOf(before: Held | undefined, { rank, since }: Position, now: number): Held {
  const wanted = { rank, since, until: Infinity }
  if (!before || compared(wanted, before) <= 0) return wanted
  const until = Math.min(before.until, now + KEEPS_MS)
  return until <= now ? wanted : { rank: before.rank, since: before.since, until }
}

/** Below 0: the first is more urgent. Times may be infinite. */
const compared = (a: Position, b: Position): number =>
  b.rank - a.rank || (a.since === b.since ? 0 : a.since < b.since ? -1 : 1)

/** Whether somebody is meant by what was typed: any part of its words, without regard to case or accents. */
export function isMeant(words: readonly string[], typed: string): boolean {
  const plain = (text: string): string =>
    text
      .normalize('NFD')
      .replace(/\p{Mn}/gu, '')
      .toLowerCase()
  const wanted = plain(typed.trim())
  return words.some((word) => plain(word).includes(wanted))
}

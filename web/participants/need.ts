/**
 * In which order participants are listed: by need, the one whom others wait for first, then who waits, then the rest as
 * they came. Pure. Counterpart: `Participants.svelte`.
 * Invariant: whoever comes to need something goes up at once; down it goes only after a while, so that a row does not
 * leave from under a finger.
 */
import type { Participant } from '#shared/protocol/model.ts'
import type { PersonWaits, Waits } from '#shared/state/waits.ts'

/** How long somebody keeps a position that it no longer needs; milliseconds. */
export const KEEPS_MS = 5000

/** 0: others wait for it; 1: it waits, or its line has no end; 2: all is well. */
export type Need = 0 | 1 | 2

export function needsOf(people: readonly Pick<Participant, 'id'>[], waits: Waits): Map<number, Need> {
  const waiting = people.filter(({ id }) => isStuck(waits.of(id)))
  const culprits = new Set<number>()
  for (const { id } of people) {
    const { waits: wait } = waits.of(id)
    if (wait?.for === 'taking' && wait.waiting.length > 0) culprits.add(id)
    if (wait?.for === 'queues') for (const other of wait.of) culprits.add(other)
  }
  // It is nobody's doing in the room.
  for (const { process } of waits.frozen ? [] : waits.processes) {
    const { call, who } = process.waits ?? {}
    // A program that stands in recv or sendall of one keeps all others waiting.
    if ((call === 'recv' || call === 'sendall') && who !== undefined && waiting.some(({ id }) => id !== who))
      culprits.add(who)
  }
  const stuck = new Set(waiting.map(({ id }) => id))
  const needOf = (id: number): Need => (culprits.has(id) ? 0 : stuck.has(id) || waits.of(id).lasting ? 1 : 2)
  return new Map(people.map(({ id }) => [id, needOf(id)] as const))
}

/** It waits, with bytes, for accept or for somebody's queue; where no table tells of bytes, for its turn. */
const isStuck = ({ waits, marked, unread }: PersonWaits): boolean =>
  waits !== null &&
  waits.for !== 'taking' &&
  (marked || waits.for === 'queues' || (waits.for === 'turn' && unread === null))

interface Position {
  readonly need: Need
  /** Until when it keeps it, though it needs less by now; Infinity while it needs it. */
  readonly until: number
}

/** Remembers who stood where. */
export class ByNeed {
  #positions = new Map<number, Position>()

  /** The people by need. @param now milliseconds @returns with when to ask again; Infinity where nothing is kept */
  order<P extends { readonly id: number }>(
    people: readonly P[],
    needs: ReadonlyMap<number, Need>,
    now: number,
  ): { people: P[]; again: number } {
    const positions = new Map<number, Position>()
    let again = Infinity
    for (const { id } of people) {
      const need = needs.get(id) ?? 2
      const before = this.#positions.get(id)
      const until = before && before.need < need ? Math.min(before.until, now + KEEPS_MS) : Infinity
      const kept = before && until > now && until < Infinity ? { need: before.need, until } : { need, until: Infinity }
      positions.set(id, kept)
      again = Math.min(again, kept.until)
    }
    this.#positions = positions
    const needOf = ({ id }: P): Need => positions.get(id)!.need
    return { people: [...people].sort((a, b) => needOf(a) - needOf(b) || a.id - b.id), again }
  }
}

/** Whether somebody is meant by what was typed: any part of its name or address, without regard to case or accents. */
export function isMeant({ name, address }: Pick<Participant, 'name' | 'address'>, typed: string): boolean {
  const plain = (text: string): string =>
    text
      .normalize('NFD')
      .replace(/\p{Mn}/gu, '')
      .toLowerCase()
  const wanted = plain(typed.trim())
  return plain(name).includes(wanted) || address.includes(wanted)
}

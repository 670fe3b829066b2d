/**
 * Whom the teacher keeps out of a run, for as long as it lives: a browser by its person, whoever came without one by its network.
 * Counterparts: `server/commands/hand.ts`, which asks; `streams/connection-events.ts`, which turns addresses away.
 * Invariant: a browser is never kept out for its address, which a whole class may share.
 */
import { hostOf, isLoopback } from '#shared/net/address.ts'
import type { Participant } from '#shared/protocol/model.ts'
import type { KeptOut as View } from '#shared/protocol/program.ts'
import { networkOf } from '../../admission/asker.ts'

/**
 * Who: the key of a person, or an address without port; of a unix socket its path. `newcomer`: a browser that is just coming in, whose
 * person is not known yet.
 */
export type Outsider = { readonly person: string } | { readonly address: string } | 'newcomer'

interface Entry extends View {
  readonly who: Outsider
}

export class KeptOut {
  /** By the number that it had in the run. */
  readonly #all = new Map<number, Entry>()
  readonly #changed: () => void

  constructor(changed: () => void) {
    this.#changed = changed
  }

  get any(): boolean {
    return this.#all.size > 0
  }

  add(id: number, name: string, who: Outsider): void {
    const isAddress = who !== 'newcomer' && 'address' in who
    this.#all.set(id, { id, name, who, ...(isAddress && { address: networkOf(who.address) }) })
    this.#changed()
  }

  /** The person of a newcomer is known: it is kept out from now on, if that was asked for meanwhile. */
  known(id: number, person: string): void {
    const entry = this.#all.get(id)
    if (entry?.who === 'newcomer') this.#all.set(id, { ...entry, who: { person } })
  }

  /** Lets in whoever had this number. False where nobody of that number is kept out. */
  remove(id: number): boolean {
    if (!this.#all.delete(id)) return false
    this.#changed()
    return true
  }

  hasPerson(person: string): boolean {
    return [...this.#all.values()].some(({ who }) => who !== 'newcomer' && 'person' in who && who.person === person)
  }

  /** @param address any of its network: whoever is kept out by IPv6 has as many others as it likes */
  hasAddress(address: string): boolean {
    const network = networkOf(address)
    return [...this.#all.values()].some((entry) => entry.address === network)
  }

  views(): View[] {
    return [...this.#all.values()].map(({ who: _, ...view }) => view)
  }
}

/**
 * The terminals that end with one that is kept out: those of its network. None where that is the lab's own machine, or the network
 * whence the teacher asks: the teacher's own terminals come from there. Where the program itself connected to, nobody came from.
 * @param here all of the run @param asker the address of who keeps it out
 */
export function othersFrom(one: Participant, here: readonly Participant[], asker: string): number[] {
  const network = networkOf(hostOf(one.address))
  if (one.via === 'unix' || isLoopback(network) || network === networkOf(asker)) return []
  return here.flatMap(({ id, web, state, listener, address }) => {
    const isOther = id !== one.id && !web && state !== 'closed' && listener !== undefined
    return isOther && networkOf(hostOf(address)) === network ? [id] : []
  })
}

/**
 * Whom the teacher keeps out of a run, for as long as it lives: a browser by its person, whoever came without one by its address.
 * Counterparts: `server/commands/hand.ts`, which asks; `streams/connection-events.ts`, which turns addresses away.
 * Invariant: a browser is never kept out for its address, which a whole class may share.
 */
import type { KeptOut as View } from '#shared/protocol/program.ts'

/** Who: the key of a person, or an address without port; of a unix socket its path. */
export type Outsider = { readonly person: string } | { readonly address: string }

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
    this.#all.set(id, { id, name, who, ...('address' in who && { address: who.address }) })
    this.#changed()
  }

  /** Lets in whoever had this number. False where nobody of that number is kept out. */
  remove(id: number): boolean {
    if (!this.#all.delete(id)) return false
    this.#changed()
    return true
  }

  hasPerson(person: string): boolean {
    return this.#some((who) => 'person' in who && who.person === person)
  }

  hasAddress(address: string): boolean {
    return this.#some((who) => 'address' in who && who.address === address)
  }

  views(): View[] {
    return [...this.#all.values()].map(({ who: _, ...view }) => view)
  }

  #some(fits: (who: Outsider) => boolean): boolean {
    for (const { who } of this.#all.values()) if (fits(who)) return true
    return false
  }
}

import type { Selection } from './contract.ts'

/** The chosen event of a run page. Choosing one stops following: what is looked at must not run away. */
export class ChosenEvent implements Selection {
  #seq = $state<number | null>(null)
  following = $state(true)

  get seq(): number | null {
    return this.#seq
  }

  choose(seq: number | null): void {
    this.#seq = seq
    if (seq !== null) this.following = false
  }
}

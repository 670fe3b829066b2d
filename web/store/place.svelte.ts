/** Where this page is, for those who follow it and for what follows. Counterparts: `web/class/FollowRun.svelte`, which says it; `Follow.svelte`. */
import type { Place } from '#shared/protocol/wall.ts'

class Here {
  #place = $state.raw<Place | null>(null)

  /** Null where no run is shown, or its page does not know yet. */
  get place(): Place | null {
    return this.#place
  }
  set place(place: Place | null) {
    this.#place = place
  }
}
export const here = new Here()

export const isSame = (one: Place | null, other: Place | null): boolean =>
  one?.run === other?.run &&
  one?.view === other?.view &&
  one?.event === other?.event &&
  one?.participant === other?.participant

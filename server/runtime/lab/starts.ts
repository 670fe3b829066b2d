/** Runs that are about to start, and whether any may. Counterpart: `lab.ts`. */
import { LabError } from '../../core/errors.ts'
import type { Run } from '#shared/protocol/model.ts'
import type { RunPlaces } from './run-places.ts'
import type { Asking } from './start.ts'

export class Starts {
  readonly #underWay = new Set<Promise<Run>>()
  readonly #places: RunPlaces
  #over = false

  constructor(places: RunPlaces) {
    this.#places = places
  }

  /**
   * @param start calls `begins` before the run does anything: from then on it leaves its place by `ended`
   * Rejects with `lab-ending`, with what `RunPlaces.take` throws, and with what `start` does.
   */
  async begin(who: Asking, start: (begins: (run: string) => void) => Promise<Run>): Promise<Run> {
    if (this.#over) throw new LabError('lab-ending')
    const place = this.#places.take(who)
    let begun = false
    const started = start((run) => {
      begun = true
      this.#places.begun(run, place)
    })
    this.#underWay.add(started)
    try {
      return await started
    } finally {
      if (!begun) place.giveBack()
      this.#underWay.delete(started)
    }
  }

  /** The run leaves its place. */
  ended(run: string): void {
    this.#places.ended(run)
  }

  /** Lets no other begin. */
  close(): void {
    this.#over = true
  }

  /**
   * Stops these, and those whose start is under way once they run. Gives how many; rejects, when all have stopped, with what the
   * first that failed says.
   */
  async stopAll(
    running: readonly Pick<Run, 'id'>[],
    stop: (run: Pick<Run, 'id'>) => Promise<unknown>,
  ): Promise<number> {
    const late = [...this.#underWay].map((start) => start.catch(() => null).then((run) => run && stop(run)))
    const ends = await Promise.allSettled([...late, ...running.map(stop)])
    const failed = ends.find((end) => end.status === 'rejected')
    if (failed) throw failed.reason
    return ends.filter((end) => end.status === 'fulfilled' && end.value !== null).length
  }
}

/** Runs that are about to start, and whether any may. Counterpart: `lab.ts`. */
import { LabError } from '../../core/errors.ts'
import type { Run } from '#shared/protocol/model.ts'

export class Starts {
  readonly #underWay = new Set<Promise<Run>>()
  #over = false

  get count(): number {
    return this.#underWay.size
  }

  /** Rejects with `lab-ending`, and with what `start` does. */
  async begin(start: () => Promise<Run>): Promise<Run> {
    if (this.#over) throw new LabError('lab-ending')
    const started = start()
    this.#underWay.add(started)
    return started.finally(() => this.#underWay.delete(started))
  }

  /** Lets no other begin. Each of those under way resolves to its run, or to null where it could not start. */
  end(): Promise<Run | null>[] {
    this.#over = true
    return [...this.#underWay].map((start) => start.catch(() => null))
  }
}

/** An attempt to start something: whether it is under way, and what was said against the last one. Counterpart: `StartRunDialog.svelte`. */
import type { Run } from '#shared/protocol/model.ts'
import type { RequestError } from '../connection/rest.ts'
import { takenBy } from '../sockets/port-taken.ts'
import { portWait } from '../sockets/port-waits.ts'
import { explain } from '../store/lab.svelte.ts'

type How = () => Promise<Run>

export class Attempt {
  busy = $state(false)
  problem = $state<string | null>(null)
  /** The port is refused for a while, and what was asked for. */
  wait = $state.raw<{ refusal: RequestError; how: How } | null>(null)
  /** A run of this lab has the port, and what was asked for. */
  taken = $state.raw<{ refusal: RequestError; run: string; how: How } | null>(null)

  /** Nothing has been tried yet. */
  forget(): void {
    this.problem = this.wait = this.taken = null
  }

  /** Tries it, unless another is under way. Gives the run that has started; undefined where none has, and says why. */
  async start(how: How): Promise<Run | undefined> {
    if (this.busy) return undefined
    this.busy = true
    this.problem = this.taken = null
    try {
      return await how()
    } catch (fault) {
      const refusal = portWait(fault)
      this.wait = refusal && { refusal, how }
      const by = takenBy(fault)
      this.taken = by && { ...by, how }
      if (!refusal && !by) this.problem = explain(fault)
      return undefined
    } finally {
      this.busy = false
    }
  }

  /** Waits for what is begun already. Gives whether it has come to a good end, and says why not. */
  async ends(begun: Promise<void>): Promise<boolean> {
    this.busy = true
    this.problem = null
    try {
      await begun
      return true
    } catch (fault) {
      this.problem = explain(fault)
      return false
    } finally {
      this.busy = false
    }
  }
}

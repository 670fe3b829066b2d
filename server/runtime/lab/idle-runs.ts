/**
 * Stops runs in which nothing has happened for long: in a class, programs that were started and forgotten keep ports and places.
 * Counterparts: `lab.ts`, which stops them; `server/cli/config.ts`, `--idle-run`.
 * Invariants: what happens is an event, whoever is connected; a frozen run is not idle, since the teacher holds it; a run stops at the
 * first look after its time, and there are `LOOKS` of them in that time.
 */
import type { Clock } from '../../core/clock.ts'
import type { Limits } from '../run/limits.ts'
import type { LiveRun } from './live-run.ts'

const LOOKS = 60

interface Seen {
  readonly seq: number
  /** Microseconds of the monotonic clock. */
  readonly at: number
}

interface IdleParts {
  readonly clock: Clock
  readonly limits: Pick<Limits, 'idleRunMinutes'>
  /** Told of a run that did not stop. */
  readonly failed?: (error: unknown) => void
}

export class IdleRuns {
  readonly #clock: Clock
  readonly #minutes: number
  readonly #runs: () => Iterable<LiveRun>
  readonly #stop: (run: string, minutes: number) => Promise<unknown>
  readonly #failed: (error: unknown) => void
  #seen = new Map<LiveRun, Seen>()
  #cancel: () => void = () => {}

  /** @param limits minutes without an event; 0: runs go on for ever @param runs those that live */
  constructor(
    { clock, limits, failed = () => {} }: IdleParts,
    runs: () => Iterable<LiveRun>,
    stop: (run: string, minutes: number) => Promise<unknown>,
  ) {
    this.#clock = clock
    this.#minutes = limits.idleRunMinutes
    this.#runs = runs
    this.#stop = stop
    this.#failed = failed
    if (this.#minutes > 0) this.#wait()
  }

  end(): void {
    this.#cancel()
  }

  #wait(): void {
    this.#cancel = this.#clock.after((this.#minutes * 60_000) / LOOKS, () => {
      this.#look()
      this.#wait()
    })
  }

  #end({ id }: LiveRun): void {
    this.#stop(id, this.#minutes).catch(this.#failed)
  }

  #look(): void {
    const now = this.#clock.micros()
    const before = this.#seen
    this.#seen = new Map()
    for (const run of this.#runs()) {
      if (!run.running) continue
      const seq = run.recorder.lastSeq
      const known = before.get(run)
      const goes = known?.seq !== seq || run.isFrozen
      const seen = goes || !known ? { seq, at: now } : known
      if (now - seen.at >= this.#minutes * 60_000_000) this.#end(run)
      else this.#seen.set(run, seen)
    }
  }
}

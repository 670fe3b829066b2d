/**
 * One live run as the wall needs it: who waits in it and since when. Counterparts: `shared/state/`, which folds;
 * `runtime/lab/socket-sampler.ts`, whose rows it gets; `wall.ts`, which asks. Invariants: its clock is the run's, moved once to
 * that of the day, so that a time that does not change is told as the same; what began before it looked has no time until the
 * journal has told it.
 */
import type { LabReader, RunReader, Sampled } from '../../runtime/lab/reader.ts'
import { hostOf } from '#shared/net/address.ts'
import { MAX_PAGE } from '#shared/model/constants.ts'
import type { KernelRow } from '#shared/model/kernel.ts'
import type { Participant } from '#shared/protocol/model.ts'
import type { Observation } from '#shared/protocol/observations.ts'
import type { LiveState } from '#shared/protocol/program.ts'
import type { Does, Standing, WallPart } from '#shared/protocol/wall.ts'
import { participantStands, programStands, type Stands } from '#shared/state/standing.ts'
import { WaitTimes } from '#shared/state/wait-times.ts'
import { waitsOf, type Waits } from '#shared/state/waits.ts'

/** Pages of observations that are read for what began earlier; a run that has more keeps those times unknown. */
const PAGES_BACK = 8

/** One look at a run. */
interface Look {
  readonly run: RunReader
  readonly live: LiveState
  readonly people: ReadonlyMap<number, Participant>
  readonly waits: Waits
}

export class RunFold {
  readonly #lab: Pick<LabReader, 'live' | 'journal'>
  readonly #id: string
  #times = new WaitTimes()
  #rows: readonly KernelRow[] | null = null
  #calls = false
  #asked = false
  #look: Look | null = null
  /** What each part was seen to do, 0 for the program, and since when; microseconds, null where it was so at the first look. */
  readonly #seen = new Map<number, { does: Does; since: number | null }>()
  #looks = 0
  /** Milliseconds since 1970 at the run's start. */
  #origin: number | null = null

  constructor(lab: Pick<LabReader, 'live' | 'journal'>, id: string) {
    this.#lab = lab
    this.#id = id
  }

  /** Rows of the kernel, whenever they were read. */
  sampled(sampled: Sampled): void {
    const run = this.#lab.live(this.#id)
    if (!run) return
    const rows = 'rows' in sampled ? sampled.rows : null
    const at = run.recorder.now
    this.#times.rows(rows ?? [], { after: 0, at: this.#rows === null ? null : at }, at)
    this.#rows = rows
  }

  /** Looks at the run as it is now. False where it is over. @param now milliseconds since 1970 */
  look(now: number): boolean {
    const run = this.#lab.live(this.#id)
    const live = run?.live()
    if (!run || !live) return false
    const at = run.recorder.now
    this.#origin ??= now - at / 1000
    this.#times.processes(live.processes, { after: 0, at: this.#calls ? at : null })
    this.#calls = true
    const people = run.participants()
    const waits = waitsOf({
      processes: live.processes,
      people,
      rows: this.#rows,
      now: at,
      frozen: live.frozen !== undefined,
      times: this.#times,
    })
    this.#look = { run, live, people: new Map(people.map((one) => [one.id, one])), waits }
    this.#looks++
    for (const id of this.#seen.keys()) if (id !== 0 && !this.#look.people.has(id)) this.#seen.delete(id)
    if (!this.#asked && this.#times.lacksTimes) {
      this.#asked = true
      void this.#lookBack().catch(() => {}) // the times stay unknown, and are told so
    }
    return true
  }

  /** Somebody of the run, as of the latest look; undefined where nobody of that number is connected. */
  participant(id: number): WallPart | undefined {
    const one = this.#look?.people.get(id)
    if (!this.#look || !one || one.state === 'closed') return undefined
    const mark = one.web ? 'web' : one.via
    return {
      ...this.#about(),
      participant: id,
      mark,
      ...(one.silent === 'muted' && { muted: true as const }),
      ...(one.floor && { floor: true as const }),
      ...(!one.web && { address: hostOf(one.address) }),
      ...this.#told(id, participantStands(one, this.#look.waits)),
    }
  }

  /** The run itself. */
  program(): WallPart | undefined {
    if (!this.#look) return undefined
    const { live, people, waits, run } = this.#look
    const stands = programStands([...people.values()], waits, live.deadlock !== null)
    const told = this.#told(0, stands)
    const trouble = run.view().trouble !== null
    return {
      ...this.#about(),
      participant: null,
      mark: 'program',
      ...told,
      ...(trouble && { does: 'trouble' as const }),
    }
  }

  /** Terminals and the like: whoever no browser brought in, by number. */
  terminals(): Participant[] {
    return [...(this.#look?.people.values() ?? [])].filter(({ web, state }) => !web && state !== 'closed')
  }

  #about(): Pick<WallPart, 'run' | 'program' | 'port'> {
    const { id, program, listeners } = this.#look!.run.view()
    return { run: id, program, port: listeners[0]?.port ?? 0 }
  }

  #told(part: number, { call, since, from, ...stands }: Stands): Standing {
    const seen = this.#sinceSeen(part, stands.does)
    const name = call?.who === undefined ? undefined : this.#look?.people.get(call.who)?.name
    return {
      ...stands,
      call: call && { ...call, ...(name !== undefined && { name }) },
      since: this.#onDay(since ?? seen),
      from: this.#onDay(from ?? seen),
    }
  }

  /** When this was first seen of the part; null where it went on before. */
  #sinceSeen(part: number, does: Does): number | null {
    const known = this.#seen.get(part)
    if (known?.does === does) return known.since
    const since = this.#looks > 1 ? this.#look!.run.recorder.now : null
    this.#seen.set(part, { does, since })
    return since
  }

  #onDay(micros: number | null): number | null {
    return micros === null ? null : Math.round(this.#origin! + micros / 1000)
  }

  /** Asks the journal, once, since when what waits waits. */
  async #lookBack(): Promise<void> {
    const all: Observation[] = []
    for (let page = 0, after = 0; page < PAGES_BACK; page++) {
      const query = { run: this.#id, after, limit: MAX_PAGE }
      const { observations, next } = await this.#lab.journal.observations(query, { by: 'wall', line: this.#id })
      all.push(...observations)
      if (next === null) return this.#takeUp(all)
      after = next
    }
  }

  #takeUp(observations: readonly Observation[]): void {
    const run = this.#lab.live(this.#id)
    if (!run) return
    const times = new WaitTimes()
    for (const one of observations) times.observed(one)
    // What has changed since is what was seen last.
    const moment = { after: 0, at: run.recorder.now }
    if (this.#rows) times.rows(this.#rows, moment)
    times.processes(run.live().processes, moment)
    this.#times = times
  }
}

/** Forgetting and erasing in the journal in memory. Counterparts: `memory.ts`; `sqlite/upkeep.ts`, which does it on disk. */
import type { Participant } from '#shared/protocol/model.ts'
import { Eraser, type Forgetting, type Forgotten, type Traces } from './forgetting.ts'
import type { Entry, JournalRoom, JournalUpkeep, RunRecord } from './port.ts'
import { Gathering, Tracer } from './tracing.ts'

export interface Track {
  entries: Entry[]
  /** How many of `entries` are committed. */
  committed: number
}

export interface Kept {
  record: RunRecord
  events: Track
  observations: Track
  participants: Map<number, Participant>
}

export class MemoryUpkeep implements JournalUpkeep {
  readonly #runs: Map<string, Kept>
  readonly #flush: () => Promise<void>

  constructor(runs: Map<string, Kept>, flush: () => Promise<void>) {
    this.#runs = runs
    this.#flush = flush
  }

  async trace(name: string): Promise<Traces> {
    await this.#flush()
    const all = new Gathering(name)
    do this.#look(all)
    while (all.again())
    return all.traces
  }

  #look(all: Gathering): void {
    const tracer = new Tracer(all.known)
    for (const [run, { record, events, participants }] of this.#runs) {
      tracer.run(run, record)
      for (const one of participants.values()) tracer.record(run, one)
      for (const entry of events.entries) tracer.event(run, entry)
    }
    all.add(tracer.found)
  }

  async forget(who: Forgetting, live: () => readonly string[]): Promise<Forgotten> {
    await this.#flush()
    const eraser = new Eraser(who)
    const writing = live()
    const of = (keep: boolean) => [...this.#runs].filter(([run]) => writing.includes(run) === keep)
    const where = (runs: [string, Kept][], is: (run: string, kept: Kept) => boolean): string[] =>
      runs.filter(([run, kept]) => is(run, kept)).map(([run]) => run)
    return {
      runs: where(of(false), (run, kept) => forgetIn(run, kept, eraser)),
      written: where(of(false), (_, { events }) => events.entries.some(({ bytes }) => eraser.isWritten(bytes))),
      live: where(of(true), (run, kept) => standsIn(run, kept, eraser)),
      copies: [],
    }
  }

  async erase(run: string): Promise<void> {
    this.#runs.delete(run)
  }

  async settle(): Promise<void> {}

  async tidy(): Promise<void> {}

  async room(): Promise<JournalRoom> {
    return { used: [...this.#runs.values()].reduce((sum, run) => sum + bytesOf(run), 0), free: 0 }
  }
}

const bytesOf = ({ events }: Kept): number => events.entries.reduce((sum, { bytes }) => sum + bytes.length, 0)

/** Whether something of the person stood there. */
function forgetIn(run: string, kept: Kept, eraser: Eraser): boolean {
  let changed = false
  const without = <T>(value: T, participant: number, kind?: Entry['kind']): T => {
    const after = eraser.without(value, { run, participant, ...(kind && { kind }) })
    changed ||= after !== value
    return after
  }
  kept.record = without(kept.record, 0)
  for (const [id, one] of kept.participants) kept.participants.set(id, without(one, id))
  for (const { entries } of [kept.events, kept.observations]) {
    entries.forEach((entry, i) => {
      const detail = without(entry.detail, entry.participant, entry.kind)
      if (detail !== entry.detail) entries[i] = { ...entry, detail }
    })
  }
  return changed
}

const standsIn = (run: string, { record, participants, events, observations }: Kept, eraser: Eraser): boolean =>
  eraser.standsIn(record, { run, participant: 0 }) ||
  [...participants].some(([id, one]) => eraser.standsIn(one, { run, participant: id })) ||
  [events, observations].some(({ entries }) =>
    entries.some(({ participant, kind, detail }) => eraser.standsIn(detail, { run, participant, kind })),
  )

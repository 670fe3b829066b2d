/**
 * Who is who in a run. Those who are there come with the event stream; those who were are read over REST for the events on
 * screen. Invariant: whoever is connected now is known; of those who have left, at most `KEPT` are remembered.
 */
import type { Participant, PartialLine } from '#shared/protocol/model.ts'
import type { Moment } from '#shared/protocol/moment.ts'
import { changesAt, lastingOf } from '#shared/state/waits.ts'
import type { ReadPeople } from '../connection/rest.ts'
import { colourOf } from './colours.ts'
import type { ParticipantsView } from './contract.ts'
import { oncePerFrame } from './frame.ts'
import { peopleAt } from './people-then.ts'

const KEPT = 4000
/** Past events are asked about in spans of this many. */
const SPAN = 1000

export class People implements ParticipantsView {
  readonly #read: ReadPeople
  readonly #program: () => string
  #abort = new AbortController()
  readonly #byId = new Map<number, Participant>()
  /** From this event on the event stream has told of everybody. */
  #toldFrom = Infinity
  readonly #asked = new Set<number>()
  #list = $state.raw<readonly Participant[]>([])
  /** performance.now() at the start of the run, as near as the way of a message lets one know. */
  #origin = 0
  readonly #publish = oncePerFrame(() => {
    this.#list = [...this.#byId.values()].sort((a, b) => a.id - b.id)
    this.#look()
  })
  /** Counts the moments at which time alone has changed what is said of somebody. */
  #moments = $state(0)
  #timer: ReturnType<typeof setTimeout> | undefined
  /** The moment of the past that the page shows; null while it shows now. */
  #moment = $state.raw<Moment | null>(null)
  readonly #then = $derived(
    this.#moment && new Map(peopleAt(this.#list, this.#moment).map((one) => [one.id, one] as const)),
  )

  /** @param program name of the program in the page's language; read reactively */
  constructor(read: ReadPeople, program: () => string) {
    this.#read = read
    this.#program = program
  }

  /** Everybody is as at this moment from now on; null: as now. */
  then(moment: Moment | null): void {
    this.#moment = moment
    if (moment && moment.seq > 0) this.need(moment.seq, moment.seq)
  }

  /** Everybody known, by id, those who left included. Reactive. */
  get all(): readonly Participant[] {
    return this.#then ? [...this.#then.values()] : this.#list
  }

  get(id: number): Participant | undefined {
    void this.#list
    // Who comes later is known by name, in what is shown of later.
    return this.#then?.get(id) ?? this.#byId.get(id)
  }

  name(id: number): string {
    return id === 0 ? this.#program() : (this.get(id)?.name ?? `#${id}`)
  }

  colour(id: number): number {
    return colourOf(id)
  }

  lasting(id: number): PartialLine | null {
    this.moments()
    const one = this.get(id)
    return one ? lastingOf(one, this.clock(performance.now())) : null
  }

  /** Reactive: asks again at each moment at which time alone changes what is said of somebody. */
  moments(): void {
    void this.#moments
  }

  livingIn(from: number, to: number): Participant[] {
    return this.#list.filter((one) => one.joinedSeq <= to && (one.leftSeq === null || one.leftSeq >= from))
  }

  /**
   * Milliseconds until somebody is closed by the idle time-out; null where no time runs.
   * @param at by performance.now()
   */
  idleLeft({ idleTimeout }: Participant, at: number): number | null {
    if (!idleTimeout) return null
    return Math.max(0, 'left' in idleTimeout ? idleTimeout.left : idleTimeout.closesAt + this.#origin - at)
  }

  /** Microseconds since the run's start, by the clock of `t`; in the past, it stands. @param at by performance.now() */
  clock(at: number): number {
    return this.#moment?.t ?? this.present(at)
  }

  /** The same of the run as it goes on, whatever is shown. */
  present(at: number): number {
    return (at - this.#origin) * 1000
  }

  /**
   * Takes new or changed participants of the event stream.
   * @param now the run's clock when they were sent, in milliseconds; not known of those who are read from the journal
   */
  update(changed: readonly Participant[], now?: number): void {
    if (now !== undefined) this.#origin = performance.now() - now
    for (const participant of changed) this.#byId.set(participant.id, participant)
    if (this.#byId.size > 2 * KEPT) this.#forget()
    this.#publish()
  }

  /** The event stream begins, or goes on after a gap: it tells of everybody from this event on, and of nobody before. */
  toldFrom(seq: number): void {
    this.#toldFrom = seq
    this.#asked.clear()
  }

  /** The journal is another one. */
  reset(): void {
    this.#abort.abort()
    this.#abort = new AbortController()
    this.#byId.clear()
    this.#asked.clear()
    this.#publish()
  }

  /** Makes those known who lived from event `from` to `to`. Idempotent, cheap. */
  need(from: number, to: number): void {
    for (let span = Math.floor(from / SPAN); span * SPAN <= Math.min(to, this.#toldFrom - 1); span++) {
      if (this.#asked.has(span)) continue
      this.#asked.add(span)
      void this.#ask(span)
    }
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#abort.abort()
  }

  /** What has lasted a second is worth a word: each is looked at again when its second is over. */
  #look(): void {
    clearTimeout(this.#timer)
    const now = this.present(performance.now())
    const next = changesAt(this.#list, now)
    if (next === Infinity) return
    this.#timer = setTimeout(
      () => {
        this.#moments++
        this.#look()
      },
      Math.max(10, (next - now) / 1000),
    )
  }

  async #ask(span: number): Promise<void> {
    const { signal } = this.#abort
    try {
      const from = Math.max(1, span * SPAN)
      const { participants } = await this.#read(from, from + SPAN - 1, signal)
      signal.throwIfAborted()
      // The event stream is newer where both know somebody who has not left.
      this.update(participants.filter((one) => one.leftSeq !== null || !this.#byId.has(one.id)))
    } catch {
      if (!signal.aborted) this.#asked.delete(span)
    }
  }

  /** Lets the earliest of those who left go. They are asked for again when their events come on screen. */
  #forget(): void {
    const gone = [...this.#byId.values()].filter((one) => one.leftSeq !== null)
    gone.sort((a, b) => (a.leftSeq ?? 0) - (b.leftSeq ?? 0))
    for (const { id } of gone.slice(0, -KEPT)) this.#byId.delete(id)
    this.#asked.clear()
  }
}

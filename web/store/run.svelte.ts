/**
 * One watched run: its journal, its people, the filter over it and the chosen event. Filled by `Lab`, which owns the WebSocket.
 * Invariant: `view` is the whole journal or the filtered one, and both go on growing whichever is shown.
 */
import type { LabEvent } from '#shared/protocol/events.ts'
import type { ServerMessage } from '#shared/protocol/messages.ts'
import type { Listing, LiveState } from '#shared/protocol/program.ts'
import { waitsOf, type Waits } from '#shared/state/waits.ts'
import { Hearing } from '#shared/trace/conversation.ts'
import { MAX_PAGE } from '#shared/model/constants.ts'
import { rest, type ReadEvents } from '../connection/rest.ts'
import type { EventView, Live } from './contract.ts'
import { Happened } from './happened.svelte.ts'
import { FilterView } from './filter-view.svelte.ts'
import { RunFiles } from './run-files.svelte.ts'
import { KernelView } from './kernel-view.svelte.ts'
import { JournalView } from './journal-view.svelte.ts'
import { Past } from './past.svelte.ts'
import { People } from './people.svelte.ts'
import { ChosenEvent } from './selection.svelte.ts'
import { shownView } from './shown-view.ts'
import { WaitTimesView } from './wait-times-view.svelte.ts'

/** Messages that concern one watched run. */
export type RunMessage = Extract<
  ServerMessage,
  { type: 'snapshot' | 'participants' | 'live' | 'kernel' | 'files' | 'events' | 'skipped' | 'resync' }
>

/** The most that REST gives of one payload, in bytes. */
const WHOLE = 1_048_576

export class RunState {
  readonly id: string
  readonly journal: JournalView
  readonly people: People
  readonly selection = new ChosenEvent()
  readonly kernel = new KernelView()
  /** Since when what waits waits. */
  readonly waitTimes: WaitTimesView
  readonly files: RunFiles
  readonly happened = new Happened()
  /** The moment that the page shows in the place of now. */
  readonly past: Past
  readonly #read: ReadEvents
  #filtered = $state.raw<FilterView | null>(null)
  #console = $state.raw<FilterView | null>(null)
  #conversation = $state.raw<{ readonly id: number; readonly view: FilterView } | null>(null)
  #filter = $state('')
  #ready = $state(false)
  /** When the run of this journal began: a lab with another data folder gives the same numbers to other runs. */
  #startedAt: number | null = null
  #program = $state.raw<Listing>([])
  #live = $state.raw<LiveState | null>(null)
  #shown: readonly [number, number] = [0, -1]
  /** The rows that the components show, and, with them, the people of those rows. */
  readonly view: EventView

  constructor(id: string, program: () => string) {
    this.id = id
    this.#read = (range, signal) => rest.events(id, range, signal)
    this.journal = new JournalView(this.#read)
    this.people = new People((from, to, signal) => rest.participants(id, from, to, signal), program)
    this.waitTimes = new WaitTimesView(
      (signal) => rest.observations(id, signal),
      () => ({ at: this.people.present(performance.now()), after: this.journal.last }),
    )
    this.files = new RunFiles((signal) => rest.files(id, signal))
    this.past = new Past(
      (at, signal) => rest.moment(id, at, signal),
      (moment) => {
        this.people.then(moment)
        this.kernel.then(moment)
        this.waitTimes.then(moment)
        this.selection.following = moment === null
      },
    )
    this.view = shownView(
      () => this.#filtered ?? this.journal,
      (first, last) => {
        this.#shown = [first, last]
        if (last >= first) this.people.need(this.view.seqAt(first), this.view.seqAt(last))
      },
    )
  }

  /** The event stream has begun: an empty journal is really empty. */
  get ready(): boolean {
    return this.#ready
  }
  /** The program's listing; empty before the first snapshot. */
  get program(): Listing {
    return this.#program
  }
  /** What the program does; the last that was known of a run that has ended, null where nothing ever was. */
  get live(): Live | null {
    return this.#told
  }
  readonly #told = $derived.by((): Live | null =>
    this.#live === null ? null : { ...this.#live, waits: this.waits(true, performance.now()) },
  )
  /** What it did at the moment that is shown; null while that is now, and where it is not known. */
  readonly liveThen = $derived.by((): Live | null => {
    const processes = this.past.moment?.processes
    if (!processes) return null
    const waits = this.waits(true, performance.now())
    return { processes, keyboard: null, deadlock: null, select: null, waits }
  })
  /**
   * Who waits, and for what: at the moment that the page shows. Reactive, but for the seconds that pass.
   * @param running false of a run that is over: nobody waits there now @param at by performance.now()
   */
  waits(running: boolean, at: number): Waits {
    const { moment } = this.past
    const live = running ? this.#live : null
    this.people.moments()
    return waitsOf({
      processes: (moment ? moment.processes : live?.processes) ?? [],
      people: this.people.all,
      rows: this.kernel.known && this.kernel.absent === null ? this.kernel.rows : null,
      now: this.people.clock(at),
      frozen: moment ? moment.frozen : live?.frozen !== undefined,
      times: this.waitTimes,
    })
  }
  get filter(): string {
    return this.#filter
  }
  /** The view of the filter, null while all is shown. */
  get filtered(): FilterView | null {
    return this.#filtered
  }

  /** Shows only what matches; an empty source shows all. */
  applyFilter(source: string): void {
    if (source.trim() === this.#filter) return
    this.#filter = source.trim()
    this.#lookAgain()
  }

  /** Leaves out, whatever the filter, what this term does not match; '' leaves out nothing. For a view that shows less. */
  narrow(term: string): void {
    if (term === this.#narrow) return
    this.#narrow = term
    this.#lookAgain()
  }
  #narrow = ''

  #lookAgain(): void {
    this.#filtered?.close()
    const source = [this.#narrow, this.#filter].filter((one) => one !== '').join(' ')
    // The lab knows the program by its French name: one meaning, whatever the language of the page.
    const nameOf = (id: number): string => (id === 0 ? 'programme' : this.people.name(id))
    this.#filtered = source === '' ? null : new FilterView(this.#read, source, this.journal.last, nameOf)
    this.view.show(...this.#shown)
  }

  /** Every line, for the console of the program; null until somebody opens it. */
  get console(): EventView | null {
    return this.#console
  }
  openConsole(): void {
    this.#console ??= new FilterView(this.#read, 'kind:lines,datagram', this.journal.last, (id) => this.people.name(id))
  }

  /** What one participant and the program exchange; null until somebody asks for it. */
  get conversation(): FilterView | null {
    return this.#conversation?.view ?? null
  }
  /** Whose conversation a person has asked for on this page. */
  asked = $state<number | null>(null)
  /** Whose conversation that is. */
  get conversant(): number | null {
    return this.#conversation?.id ?? null
  }
  /** Takes up the conversation of this participant. Idempotent. */
  converse(id: number): void {
    if (this.#conversation?.id !== id) this.#converse(id)
  }
  #converse(id: number): void {
    this.#conversation?.view.close()
    const hearing = new Hearing(id)
    const takes = (event: LabEvent): boolean => hearing.takes(event)
    const view = new FilterView(this.#read, `conversation:${id}`, this.journal.last, String, takes)
    this.#conversation = { id, view }
  }

  /** Every event of a conversation so far, in order, with its payload up to 1 MiB. */
  async *conversationOf(id: number, signal: AbortSignal): AsyncGenerator<LabEvent> {
    const hearing = new Hearing(id)
    const filter = `conversation:${id}`
    for (let after = 0, last = 1; after < last;) {
      const page = await this.#read({ after, limit: MAX_PAGE, preview: WHOLE, filter }, signal)
      for (const event of page.events) if (hearing.takes(event)) yield event
      if (page.scanned <= after) return
      after = page.scanned
      last = page.lastSeq
    }
  }

  /** The newest event that the page has; undefined before the first snapshot. What the event stream resumes after. */
  get reached(): number | undefined {
    return this.#ready ? this.journal.last : undefined
  }

  receive(message: RunMessage): void {
    switch (message.type) {
      case 'snapshot':
        if (this.#startedAt !== null && this.#startedAt !== message.run.startedAt) this.#resync(message.after)
        this.#startedAt = message.run.startedAt
        // Of a run that is over the lab tells what its sockets have left, if it has seen that itself.
        if (message.run.state !== 'running' && message.run.state !== 'stopping') this.kernel.forget()
        this.people.toldFrom(message.after + 1)
        this.people.update(message.participants, message.now)
        this.#program = message.listing
        this.#live = message.live
        this.#reach(message.after)
        if (message.live) this.waitTimes.takeProcesses(message.live.processes)
        this.#ready = true
        break
      case 'participants':
        this.people.update(message.participants, message.now)
        break
      case 'live':
        this.#live = message.live
        this.waitTimes.takeProcesses(message.live.processes)
        break
      case 'kernel':
        this.kernel.take(message)
        this.waitTimes.takeRows(message.rows)
        break
      case 'files':
        this.files.take(message.files)
        break
      case 'events':
        this.journal.apply(message.events)
        this.happened.take(message.events)
        this.#filtered?.apply(message.events)
        this.#console?.apply(message.events)
        this.conversation?.apply(message.events)
        break
      case 'skipped':
        this.people.toldFrom(message.to + 1)
        this.#reach(message.to)
        break
      case 'resync':
        this.#resync(message.seq)
        break
    }
  }

  /** One event with its whole payload, up to 1 MiB; undefined when the journal has no such event. */
  async fullEvent(seq: number, signal: AbortSignal): Promise<LabEvent | undefined> {
    const page = await this.#read({ after: seq - 1, limit: 1, preview: WHOLE }, signal)
    return page.events.find((event) => event.seq === seq)
  }

  close(): void {
    this.past.leave()
    this.journal.close()
    this.people.close()
    this.waitTimes.close()
    this.files.close()
    this.#filtered?.close()
    this.#console?.close()
    this.conversation?.close()
  }

  #reach(seq: number): void {
    this.journal.reach(seq)
    this.#filtered?.reach(seq)
    this.#console?.reach(seq)
    this.conversation?.reach(seq)
  }

  #resync(seq: number): void {
    this.journal.reset(seq)
    this.people.reset()
    this.files.reset()
    this.people.toldFrom(seq + 1)
    this.selection.choose(null)
    if (this.#console) {
      this.#console.close()
      this.#console = null
      this.openConsole()
    }
    if (this.#conversation) this.#converse(this.#conversation.id)
    // The rows on screen may be the same ones, and yet their people are others.
    this.#lookAgain()
  }
}

/**
 * `--trace`: the system calls of a program on standard error, a line each. Counterparts: `shared/trace/trace.ts`, the calls;
 * `console.ts`, which prints them. Invariant: it sees every event, in order, so that it knows exactly who was there.
 */
import type { Entry } from '../../journal/port.ts'
import type { EventOf } from '#shared/protocol/events.ts'
import { isReady, readyOf, traceOf } from '#shared/trace/trace.ts'
import { lineOf, shapeOf, type TraceContext, type TracedEvent, type TraceLevel } from '#shared/trace/call.ts'
import { traitsOf } from '#programs/traits.ts'
import type { TraceWords } from '#shared/trace/text.fr.ts'

export class Trace {
  readonly #level: TraceLevel
  readonly #people = new Map<number, Pick<EventOf<'connected'>, 'address' | 'via' | 'listener'>>()
  /** Accepted and not gone: whom an audience of `others` counts. */
  readonly #present = new Set<number>()
  readonly #children = new Map<number, number>()
  /** Sockets that were ready, by wake-up, among the events that are told together. */
  #ready = new Map<number, number[]>()
  #toldWakeUp = 0
  #program = ''
  #context: TraceContext

  /** @param pid of this process, which plays the program */
  constructor(words: TraceWords, level: TraceLevel, pid: number) {
    this.#level = level
    this.#context = {
      words,
      pid,
      selects: false,
      queues: false,
      forks: false,
      reuses: true,
      name: (id) => this.#people.get(id)?.address ?? `#${id}`,
      address: (id) => this.#people.get(id)?.address ?? '',
      via: (id) => this.#people.get(id)?.via ?? 'tcp',
      listener: (id) => this.#people.get(id)?.listener,
      others: ({ participant }) => [...this.#present].filter((id) => id !== participant),
      child: (id) => this.#children.get(id) ?? null,
      ready: ({ wakeUp }) => {
        if (wakeUp === this.#toldWakeUp) return null
        this.#toldWakeUp = wakeUp
        return { who: this.#ready.get(wakeUp) ?? [], all: true }
      },
    }
  }

  /** Looks at events that are to be told next: those of one wake-up come together. */
  expect(entries: readonly Entry[]): void {
    this.#ready = new Map()
    if (this.#level !== 'debug') return
    for (const entry of entries) {
      const event = eventOf(entry)
      if (!isReady(event)) continue
      const who = readyOf(event)
      const known = this.#ready.get(event.wakeUp) ?? []
      if (!known.includes(who)) this.#ready.set(event.wakeUp, [...known, who])
    }
  }

  /** The lines of an event. */
  of(entry: Entry): string[] {
    const event = eventOf(entry)
    if (event.kind === 'run-started') {
      this.#program = event.program
      this.#context = { ...this.#context, ...shapeOf(traitsOf(event.program), event.options) }
    } else if (event.kind === 'connected') {
      this.#people.set(event.participant, event)
      if (event.accepted) this.#present.add(event.participant)
    } else if (event.kind === 'accepted') this.#present.add(event.participant)
    else if (event.kind === 'forked') this.#children.set(event.participant, event.child)
    const lines = traceOf(event, entry.bytes, this.#context, this.#level).map((call) =>
      lineOf(event, call, this.#program),
    )
    if (event.kind === 'closed') {
      this.#present.delete(event.participant)
      this.#people.delete(event.participant)
    }
    return lines
  }
}

const eventOf = ({ bytes, detail, ...common }: Entry): TracedEvent =>
  ({ ...common, ...detail, size: bytes.length }) as TracedEvent

/**
 * What the page knows beside an event, for its calls: who is who, who was there, what was ready in the same wake-up.
 * Counterpart: `shared/trace/trace.ts`. What is not at hand is told as unknown, never guessed.
 */
import type { LabEvent } from '#shared/protocol/events.ts'
import type { Run } from '#shared/protocol/model.ts'
import { isReady, readyOf } from '#shared/trace/trace.ts'
import { shapeOf, type TraceContext } from '#shared/trace/call.ts'
import { traitsOf } from '../worksheet/traits.ts'
import type { TraceWords } from '#shared/trace/text.fr.ts'
import { receiversOf } from '../ladder/receivers.ts'
import type { Spans } from '../ladder/spans.ts'
import { lab } from '../store/lab.svelte.ts'
import type { EventView, Live, ParticipantsView } from '../store/contract.ts'

/** Events of one wake-up that are looked at on either side; a flood brings hundreds. */
const NEAR = 32

export interface TraceSource {
  run: Pick<Run, 'program' | 'options'>
  people: ParticipantsView
  /** Every event, whatever is filtered: row i is event i + 1. */
  journal: EventView
  spans: Spans
  live: Live | null
  words: TraceWords
  /** Rows are left out: each tells its wake-up itself. */
  filtered: boolean
}

export function contextOf({ run, people, journal, spans, live, words, filtered }: TraceSource): TraceContext {
  const pidOf = (id: string): number | null =>
    live?.waits.processes.find(({ process }) => process.id === id)?.process.pid ?? null
  return {
    words,
    page: lab.page,
    ...shapeOf(traitsOf(run.program), run.options),
    pid: pidOf('main'),
    name: (id) => people.name(id),
    address: (id) => people.get(id)?.address ?? '',
    via: (id) => people.get(id)?.via ?? 'tcp',
    listener: (id) => people.get(id)?.listener,
    others: ({ seq, participant }) => receiversOf({ to: 'others', seq, participant }, people.livingIn(seq, seq), spans),
    child: (id) => pidOf(`child-${id}`),
    ready: ({ seq, wakeUp }) => readyIn(journal, seq, wakeUp, filtered),
  }
}

function readyIn(journal: EventView, seq: number, wakeUp: number, each: boolean): ReturnType<TraceContext['ready']> {
  const before = neighbours(journal, seq, wakeUp, -1)
  if (!each && before.events.length > 0) return null
  const self = journal.get(seq - 1)
  const after = neighbours(journal, seq, wakeUp, 1)
  const events = [...before.events.toReversed(), ...(self ? [self] : []), ...after.events]
  const who = events.map(readyOf)
  return { who: [...new Set(who)], all: self !== undefined && before.whole && after.whole }
}

/** Those of the same wake-up that made select return, nearest first, and whether these are all. */
function neighbours(
  journal: EventView,
  seq: number,
  wakeUp: number,
  step: 1 | -1,
): { events: LabEvent[]; whole: boolean } {
  const events: LabEvent[] = []
  for (let at = seq + step; Math.abs(at - seq) <= NEAR; at += step) {
    if (at < 1 || at > journal.length) return { events, whole: true }
    const event = journal.get(at - 1)
    if (!event) return { events, whole: false }
    if (event.wakeUp !== wakeUp) return { events, whole: true }
    if (isReady(event)) events.push(event)
  }
  return { events, whole: false }
}

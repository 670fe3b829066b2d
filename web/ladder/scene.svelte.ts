/**
 * All that the ladder draws now: whose lanes, where, and what each row is about. Counterparts: `RowWindow` says which rows,
 * `lanes.ts` where the lanes stand. Invariant: derived from the rows on screen alone, apart from what keeps lanes calm:
 * the sides taken, the lanes open lately and the stretches seen.
 */
import { SvelteSet } from 'svelte/reactivity'
import type { LabEvent } from '#shared/protocol/events.ts'
import { PROGRAM } from '#shared/model/constants.ts'
import type { Participant } from '#shared/protocol/model.ts'
import type { RowWindow } from '../event-list/rows.svelte.ts'
import type { EventView, ParticipantsView, Selection } from '../store/contract.ts'
import { layOut, mostOpen, openLanes, type Lane, type Layout } from './lanes.ts'
import { draw, type Drawing } from './paths.ts'
import { planOf, type Plan } from './plan.ts'
import { receiversOf } from './receivers.ts'
import { Spans } from './spans.ts'

/** Below this width one participant is shown at a time. px at the normal text size */
const NARROW = 620
const TIME_WIDTH = 84
const TIME_WIDTH_NARROW = 64

export interface Props {
  view: EventView
  participants: ParticipantsView
  selection: Selection
}

/** A row, ready to be drawn. */
export interface Figure {
  readonly event: LabEvent
  readonly plan: Plan
  readonly drawing: Drawing
  readonly lane: Lane | undefined
  readonly receivers: readonly number[]
  /** It belongs to the same wake-up of the program as the row above: both sockets were ready together. */
  readonly sameWakeUpUp: boolean
  /** Its lane tells who it is: it is open, and not scrolled away sideways. */
  readonly named: boolean
}

export class Scene {
  /** 1 at the normal text size. */
  scale = $state(1)
  /** The participant that the reader wants to see on a narrow screen. */
  picked = $state<number | null>(null)
  /** Lanes that the reader has unfolded. */
  readonly pinned = new SvelteSet<number>()
  readonly spans = new Spans()
  readonly #props: () => Props
  readonly #list: RowWindow
  #before: Layout | undefined
  #lately: readonly number[] = []

  readonly narrow = $derived.by(() => this.#list.width < NARROW * this.scale)
  readonly timeWidth = $derived.by(() => (this.narrow ? TIME_WIDTH_NARROW : TIME_WIDTH) * this.scale)
  /** Events on screen by row, undefined while they are read. */
  readonly events = $derived.by(() => {
    const { view } = this.#props()
    const events: (LabEvent | undefined)[] = []
    for (let row = this.#list.first; row <= this.#list.last; row++) {
      const event = view.get(row)
      if (event) this.spans.note(event)
      events.push(event)
    }
    return events
  })
  /** Who has a lane, by id. */
  readonly people = $derived.by((): readonly Participant[] => {
    const { view, participants } = this.#props()
    const { first, last } = this.#list
    if (last < first) return participants.livingIn(1, 1)
    const living = participants.livingIn(view.seqAt(first), view.seqAt(last))
    const known = new Set(living.map((one) => one.id))
    const strangers = new Set(this.#acting.filter((id) => !known.has(id)))
    if (strangers.size === 0) return living
    const found = [...strangers].map((id) => participants.get(id) ?? stranger(id, participants.name(id)))
    return [...living, ...found].sort((a, b) => a.id - b.id)
  })
  readonly layout = $derived.by((): Layout => {
    const ids = this.people.map((one) => one.id)
    const space = (this.#list.width - this.timeWidth) / this.scale
    this.#lately = openLanes(this.#acting, this.#lately, mostOpen(ids.length, space))
    const wanted = {
      ids,
      open: new Set([...this.#lately, ...this.pinned]),
      available: this.#list.width,
      timeWidth: this.timeWidth,
      scale: this.scale,
      ...(this.narrow ? { only: this.shownAlone } : {}),
    }
    return (this.#before = layOut(wanted, this.#before))
  })
  /** On a narrow screen: the picked one, else whose event is chosen, else the first who is there. */
  readonly shownAlone = $derived.by((): number | null => {
    const { view, selection } = this.#props()
    const here = (id: number | null | undefined): id is number => this.people.some((one) => one.id === id)
    if (here(this.picked)) return this.picked
    const chosen = selection.seq === null ? undefined : view.get(view.rowOf(selection.seq))?.participant
    if (here(chosen)) return chosen
    return this.people[0]?.id ?? null
  })

  constructor(props: () => Props, list: RowWindow) {
    this.#props = props
    this.#list = list
  }

  /** Participants whose events are on screen, the latest first. */
  get #acting(): number[] {
    const ids = this.events.flatMap((event) => (event && event.participant > 0 ? [event.participant] : []))
    return [...new Set(ids.reverse())]
  }

  /** What a row shows; undefined while it is read. */
  figure(row: number): Figure | undefined {
    const { first, rowHeight } = this.#list
    const event = this.events[row - first]
    if (!event) return undefined
    const plan = planOf(event)
    const sentOn = event.kind === 'lines' && event.participant !== PROGRAM
    const receivers = sentOn ? receiversOf(event, this.people, this.spans) : []
    const lanes = new Set(receivers.flatMap((id) => this.layout.laneOf.get(id) ?? []))
    const lane = this.layout.laneOf.get(plan.who)
    const above = this.events[row - first - 1]
    return {
      event,
      plan,
      drawing: draw(plan, this.layout, [...lanes], rowHeight),
      lane,
      receivers,
      sameWakeUpUp:
        plan.who > 0 && above?.wakeUp === event.wakeUp && above.participant > 0 && above.seq + 1 === event.seq,
      named: !lane || (lane.kind === 'open' && this.#onScreen(lane)),
    }
  }

  /** The part of a wide ladder that is on screen, px. */
  get sight(): { from: number; to: number } {
    const { left, width } = this.#list
    return { from: left + this.timeWidth, to: left + width }
  }

  #onScreen({ x }: Lane): boolean {
    return x >= this.sight.from - 8 && x <= this.sight.to + 8
  }
}

/** Somebody of whom nothing is known yet but that they did something. */
function stranger(id: number, name: string): Participant {
  const none = { bytes: 0, lines: 0 }
  return {
    id,
    name,
    via: 'tcp',
    web: false,
    address: '',
    state: 'open',
    joinedSeq: 0,
    leftSeq: null,
    sent: none,
    received: none,
    partialBytes: 0,
    queued: 0,
    paused: false,
  }
}

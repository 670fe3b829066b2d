/**
 * The ways to look at a run: a row each, in the order of their tabs and keys. Counterparts: `TrafficPane.svelte`, which draws
 * them; `keys.ts` and the list of the keys, which count them.
 */
import type { Component } from 'svelte'
import type { Run } from '#shared/protocol/model.ts'
import Ladder from '../ladder/Ladder.svelte'
import { counterpartOf } from '../store/counterpart.ts'
import type { EventView, Live } from '../store/contract.ts'
import type { RunState } from '../store/run.svelte.ts'
import type { Catalogue } from '../text/fr/index.ts'
import { i18n } from '../text/index.svelte.ts'

/** What each view is given. `live`: null of a run that has ended. */
export type ViewProps = { run: Run; state: RunState; live: Live | null }

export interface View {
  /** What the browser remembers it by. */
  readonly id: string
  /** Loaded when it is looked at for the first time. */
  readonly load: () => Promise<{ default: Component<ViewProps> }>
  /** What its tab says. */
  readonly name: (t: Catalogue) => string
  /** The events that it lists, which one may follow and choose from, and beside which the program's state stands; null where it lists none. */
  readonly rows: ((state: RunState) => EventView) | null
  /** Whether the filter acts on it. */
  readonly filters: boolean
  /** It has keyboards of its own, in the place of the composer. */
  readonly speaks?: true
  /** Of which runs it is; absent: of every one. */
  readonly fits?: (run: Run, runs: readonly Run[]) => boolean
}

const ladder: View = {
  id: 'ladder',
  load: async () => ({ default: Ladder }),
  name: (t) => t.toolbar.ladder,
  rows: ({ view }) => view,
  filters: true,
}
const conversation: View = {
  id: 'conversation',
  load: () => import('../conversation/Conversation.svelte'),
  name: (t) => t.conversation.tab,
  rows: ({ conversation, view }) => conversation ?? view,
  filters: false,
}

const both: View = {
  id: 'both-sides',
  load: () => import('../pair/BothSides.svelte'),
  name: (t) => t.bothSides.tab,
  rows: null,
  filters: false,
  speaks: true,
  fits: (run, runs) => counterpartOf(run, runs) !== undefined,
}

export const VIEWS: readonly View[] = [
  ladder,
  {
    id: 'table',
    load: () => import('../event-list/EventTable.svelte'),
    name: (t) => t.toolbar.table,
    rows: ({ view }) => view,
    filters: true,
  },
  {
    id: 'trace',
    load: () => i18n.withWords('traceWords', import('../trace/TraceView.svelte')),
    name: (t) => t.trace.tab,
    rows: ({ view }) => view,
    filters: true,
  },
  {
    id: 'program',
    load: () => import('../program/ProgramPane.svelte'),
    name: (t) => t.toolbar.program,
    rows: null,
    filters: false,
  },
  conversation,
  both,
]

/** Those of a run, in the order of their tabs: a phone, which has room for one participant at a time, begins with the conversation. */
export function viewsOn(phone: boolean, run: Run, runs: readonly Run[]): readonly View[] {
  const views = VIEWS.filter(({ fits }) => fits?.(run, runs) ?? true)
  return phone ? [conversation, ...views.filter((one) => one !== conversation)] : views
}

/** The view of this name; the first one where there is none. */
export const viewOf = (id: string | null, phone = false): View =>
  VIEWS.find((one) => one.id === id) ?? (phone ? conversation : ladder)

/** The view in which somebody's conversation is shown. */
export const TALK = conversation.id

/** The key that chooses it. */
export const keyOf = (view: View): string => String(VIEWS.indexOf(view) + 1)

/**
 * The ways to look at a run: a row each, in the order of their tabs and keys. Counterparts: `TrafficPane.svelte`, which draws
 * them; `keys.ts` and the list of the keys, which count them.
 */
import type { Component } from 'svelte'
import type { Run } from '#shared/protocol/model.ts'
import type { LiveState } from '#shared/protocol/program.ts'
import Ladder from '../ladder/Ladder.svelte'
import type { RunState } from '../store/run.svelte.ts'
import type { Catalogue } from '../text/fr/index.ts'

/** What each view is given. `live`: null of a run that has ended. */
export type ViewProps = { run: Run; state: RunState; live: LiveState | null }

export interface View {
  /** What the browser remembers it by. */
  readonly id: string
  /** Loaded when it is looked at for the first time. */
  readonly load: () => Promise<{ default: Component<ViewProps> }>
  /** What its tab says. */
  readonly name: (t: Catalogue) => string
  /** Whether it lists events: the filter and following act on it, and the program's state stands beside it. */
  readonly lists: boolean
}

const ladder: View = {
  id: 'ladder',
  load: async () => ({ default: Ladder }),
  name: (t) => t.toolbar.ladder,
  lists: true,
}

export const VIEWS: readonly View[] = [
  ladder,
  { id: 'table', load: () => import('../event-list/EventTable.svelte'), name: (t) => t.toolbar.table, lists: true },
  { id: 'trace', load: () => import('../trace/TraceView.svelte'), name: (t) => t.trace.tab, lists: true },
  { id: 'program', load: () => import('../program/ProgramPane.svelte'), name: (t) => t.toolbar.program, lists: false },
]

/** The view of this name; the ladder where there is none. */
export const viewOf = (id: string | null): View => VIEWS.find((one) => one.id === id) ?? ladder

/** The key that chooses it. */
export const keyOf = (view: View): string => String(VIEWS.indexOf(view) + 1)

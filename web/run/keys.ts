/**
 * The keys of a run page. Counterparts: `RunPage.svelte`, whose window hears them; `data-keys` in its panes.
 * Invariants (WCAG 2.1.4): a single letter acts only while the focus is in the pane that it belongs to, and one that acts on
 * everybody only in the program's; any other letter typed outside of a field goes into the prompt, and none is lost.
 */
import { serveOneWakeUp, togglePaused } from '../program/stepper.ts'
import type { EventView } from '../store/contract.ts'
import type { RunState } from '../store/run.svelte.ts'
import { ui } from '../store/ui.svelte.ts'
import { typesText } from './typing.ts'
import { keyOf, VIEWS } from './views.ts'

interface Keyed {
  run: RunState
  /** The rows that are shown. */
  rows: () => EventView
  focusFilter: () => void
  choose: (view: string) => void
}

/** Where a person writes on a run page: a message, a line of the program's keyboard, a name. */
export const PROMPT = ['message', 'keyboard', 'name'].map((id) => `.composer [data-testid="${id}"]`).join(', ')

/** The listener for `keydown` on the window. */
export function runKeys({ run, rows, focusFilter, choose }: Keyed): (event: KeyboardEvent) => void {
  const step = (by: 1 | -1): void => {
    const { selection } = run
    const view = rows()
    if (view.length === 0) return
    const row = selection.seq === null ? view.length - (by === 1 ? 1 : 0) : view.rowOf(selection.seq) + by
    const seq = view.seqAt(Math.min(Math.max(row, 0), view.length - 1))
    if (seq > 0) selection.choose(seq)
  }
  /** They change what this page shows, and nothing else. */
  const own: Record<string, () => void> = {
    j: () => step(1),
    k: () => step(-1),
    f: () => (run.selection.following = !run.selection.following),
    '/': focusFilter,
    ...Object.fromEntries(VIEWS.map((view) => [keyOf(view), () => choose(view.id)])),
    '?': () => ui.show('help'),
  }
  /** They act on everybody, now: not while a moment of the past is shown. */
  const others: Record<string, () => void> = { h: () => togglePaused(run.id), s: () => serveOneWakeUp(run.id) }

  return (event) => {
    if (event.defaultPrevented) return
    const target = event.target instanceof HTMLElement ? event.target : document.body
    if (target.closest(TYPING) || document.querySelector(IN_FRONT)) return
    const prompt = document.querySelector<HTMLElement>(PROMPT)
    const pane = target.closest<HTMLElement>('[data-keys]')?.dataset['keys']
    const act = actOf(event, pane, prompt !== null)
    if (act) {
      event.preventDefault()
      act()
    } else if (prompt && typesText(event, target === document.body, navigator.platform)) {
      // The letter itself, a dead key or an input method: what has the focus by now gets it, from the browser.
      prompt.focus()
    }
  }

  /** @param pane the one that has the focus @param prompted there is somewhere to write */
  function actOf(event: KeyboardEvent, pane: string | undefined, prompted: boolean): (() => void) | undefined {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return undefined
    const { key } = event
    if (pane === 'program' && Object.hasOwn(others, key) && !run.past.on) return event.repeat ? () => {} : others[key]
    return (pane !== undefined || !prompted) && Object.hasOwn(own, key) ? own[key] : undefined
  }
}

/** What takes letters itself. A checkbox or a button takes none. */
const TYPING =
  'input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"], [type="range"], [type="file"]), textarea, select, [contenteditable], [role="dialog"], [role="menu"]'
/** What stands before the page, wherever the focus is. */
const IN_FRONT = '[role="dialog"], [role="alertdialog"], [role="menu"]'

/** The keys of a run page. They do nothing while somebody types, or while a dialog or a menu is open. */
import { stepPace, togglePace } from '../program/pace.ts'
import type { RunState } from '../state/run.svelte.ts'
import { ui } from '../state/ui.svelte.ts'
import { VIEWS, type View } from './view.ts'

interface Keyed {
  run: RunState
  focusFilter: () => void
  choose: (view: View) => void
}

/** The listener for `keydown` on the window. */
export function runKeys({ run, focusFilter, choose }: Keyed): (event: KeyboardEvent) => void {
  const step = (by: 1 | -1): void => {
    const { view, selection } = run
    if (view.length === 0) return
    const row = selection.seq === null ? view.length - (by === 1 ? 1 : 0) : view.rowOf(selection.seq) + by
    const seq = view.seqAt(Math.min(Math.max(row, 0), view.length - 1))
    if (seq > 0) selection.choose(seq)
  }
  const acts: Record<string, () => void> = {
    j: () => step(1),
    k: () => step(-1),
    f: () => (run.selection.following = !run.selection.following),
    h: () => togglePace(run.id),
    s: () => stepPace(run.id),
    '/': focusFilter,
    ...Object.fromEntries(VIEWS.map((view, i) => [String(i + 1), () => choose(view)])),
    '?': () => ui.show('help'),
  }
  return (event) => {
    const act = acts[event.key]
    if (!act || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target instanceof Element && event.target.closest(TYPING)) return
    event.preventDefault()
    act()
  }
}

const TYPING = 'input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]'

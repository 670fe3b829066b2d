/** The chosen event with its payload: what the page holds at once, the whole of it as soon as the lab has sent it. */
import { untrack } from 'svelte'
import type { LabEvent } from '#shared/protocol/events.ts'
import { EVENT_PREVIEW_BYTES } from '#shared/model/constants.ts'
import { isAbort } from '../connection/rest.ts'
import { explain } from './lab.svelte.ts'
import { notices } from './notices.svelte.ts'
import type { RunState } from './run.svelte.ts'

/** Follows the selection of a run. To be called while a component is set up; it ends with the component. */
export function inspect(run: RunState): { readonly event: LabEvent | null } {
  let event = $state.raw<LabEvent | null>(null)

  $effect(() => {
    const seq = run.selection.seq
    if (seq === null) {
      event = null
      return
    }
    const held = untrack(() => run.journal.get(seq - 1))
    event = held ?? null
    if (held && held.size <= EVENT_PREVIEW_BYTES) return
    const abort = new AbortController()
    run.fullEvent(seq, abort.signal).then(
      (whole) => (event = whole ?? null),
      (fault: unknown) => {
        if (!isAbort(fault)) notices.bad(explain(fault))
      },
    )
    return () => abort.abort()
  })

  return {
    get event() {
      return event
    },
  }
}

/**
 * The calls of an event as one line of a list, no longer than a screen is wide: a flood has hundreds of them in a frame.
 * Counterparts: `CallText.svelte`, a call whole; `TraceView.svelte`. Pure.
 */
import type { TraceCall, TracePart } from '#shared/trace/call.ts'

export interface Fragment {
  readonly text: string
  readonly kind: TracePart['kind'] | 'then'
  /** The participant that it names. */
  readonly who: number | undefined
}

/** Between two calls. */
const THEN: Fragment = { text: ' ; ', kind: 'then', who: undefined }

/**
 * Neighbours of a kind are one fragment. The remark on a wake-up is left out: a row has other things to show.
 * @param most characters beyond which no further call is begun
 * @param at what is said of a call that has a time of its own, microseconds since the run's start
 */
export function lineOfCalls(calls: readonly TraceCall[], most: number, at: (t: number) => string): readonly Fragment[] {
  const fragments: Fragment[] = []
  let length = 0
  const add = ({ text, kind, who }: Fragment): void => {
    const last = fragments.at(-1)
    length += text.length
    if (last?.kind === 'text' && kind === 'text') fragments[fragments.length - 1] = { ...last, text: last.text + text }
    else fragments.push({ text, kind, who })
  }
  for (const [index, { level, parts, t }] of calls.entries()) {
    if (length > most) return [...fragments, { text: ' …', kind: 'then', who: undefined }]
    if (index > 0) add(THEN)
    const isSelect = level === 'debug' && parts[0]?.text.startsWith('select(') === true
    for (const { text, kind, who } of parts) if (!isSelect || kind !== 'note') add({ text, kind, who })
    if (t !== undefined) add({ text: `  (${at(t)})`, kind: 'note', who: undefined })
  }
  return fragments
}

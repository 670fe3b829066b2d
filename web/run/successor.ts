/** Which run has now the port or the path of one that is over. Pure. */
import type { Listener, Run } from '#shared/protocol/model.ts'

export interface Successor {
  readonly run: Run
  /** The listener that stands where one of the earlier run stood. */
  readonly listener: Listener
}

/** The newest run that lives and listens where this one did; null while this one lives, or where nobody does. */
export function successorOf(over: Run, runs: readonly Run[]): Successor | null {
  if (over.state === 'running' || over.state === 'stopping') return null
  const live = runs.filter(({ id, state }) => id !== over.id && state === 'running')
  for (const run of live.toSorted((a, b) => b.startedAt - a.startedAt)) {
    const listener = run.listeners.find((one) => over.listeners.some((earlier) => isSamePlace(one, earlier)))
    if (listener) return { run, listener }
  }
  return null
}

/** To people a port is a place, whatever the address: who types it again comes there. Of datagrams there is another one. */
function isSamePlace(a: Listener, b: Listener): boolean {
  if (a.path !== undefined || b.path !== undefined) return a.path === b.path
  return a.port === b.port && (a.transport === 'udp') === (b.transport === 'udp')
}

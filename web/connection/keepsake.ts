/**
 * What a tab takes with it over a reload: its session and its unanswered requests, in sessionStorage.
 * Invariant: it is stored only while the page is away. A duplicated tab copies the storage of a page that is there,
 * finds nothing, and begins a session of its own instead of fighting over this one.
 */
import type { SavedRequests } from './pending-requests.ts'

export interface Keepsake {
  session: string
  requests: SavedRequests
}

const KEY = 'socket-lab.session'

/** Takes what an earlier page of this tab left, and removes it. */
export function takeKeepsake(): Keepsake | null {
  try {
    const stored = sessionStorage.getItem(KEY)
    sessionStorage.removeItem(KEY)
    return stored === null ? null : (JSON.parse(stored) as Keepsake)
  } catch {
    // Storage may be forbidden, and then a reload begins a new session: the welcome says so.
    return null
  }
}

/** Leaves it for the next page of this tab whenever this one goes away, and takes it back when it returns. */
export function leaveKeepsake(current: () => Keepsake | null): void {
  const leave = (): void => {
    const keepsake = current()
    try {
      if (keepsake) sessionStorage.setItem(KEY, JSON.stringify(keepsake))
    } catch {
      // As above.
    }
  }
  addEventListener('pagehide', leave)
  addEventListener('pageshow', (event) => {
    if (event.persisted) takeKeepsake()
  })
  // A phone may end a hidden page without another word.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') leave()
    else takeKeepsake()
  })
}

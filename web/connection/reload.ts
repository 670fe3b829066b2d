/**
 * A lab that was updated speaks another version than a page that is still open: the page loads itself anew, once. Counterpart:
 * `socket.ts`. Invariant: where that does not help, since something between keeps the old page, it is not tried for ever.
 */
const KEY = 'socket-lab-reloaded-for'

/** @param protocol the version that the lab speaks */
export function reloadOnce(protocol: number): void {
  try {
    if (sessionStorage.getItem(KEY) === String(protocol)) return
    sessionStorage.setItem(KEY, String(protocol))
  } catch {
    return // nothing can be remembered: to try it could mean to try it for ever
  }
  location.reload()
}

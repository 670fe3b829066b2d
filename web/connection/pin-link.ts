/**
 * The code in a link: `#pin=482913`, as the join page's QR code has it. Counterparts: `web/join/base.ts`; `socket.ts`, which
 * says it to the lab.
 * Invariant: it leaves the address, and the browser's history, before anything is drawn.
 */
const FRAGMENT = /^#pin=(\d{6})$/

/** Null where the address holds none. */
export function takePinLink(): string | null {
  const pin = FRAGMENT.exec(location.hash)?.[1] ?? null
  if (pin !== null) history.replaceState(history.state, '', location.pathname + location.search)
  return pin
}

/** A link that is opened in a tab of the lab changes nothing but the fragment: the page begins again with it. */
export function onPinLink(): void {
  addEventListener('hashchange', () => FRAGMENT.test(location.hash) && location.reload())
}

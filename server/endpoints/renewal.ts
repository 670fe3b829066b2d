/**
 * Shows a certificate anew when it has been renewed: those who come from then on see the new one. Counterparts: `authority.ts`,
 * which renews the lab's own; `tls.ts` and the page's port, which show it.
 */
import type { Server } from 'node:tls'
import type { Identity } from './authority.ts'

/** How often is looked whether a certificate is still the right one. */
const RENEWAL_MS = 3_600_000

type Shown = Pick<Identity, 'key' | 'certificate'>

/** @param first what is shown now @returns ends it */
export function keepShown(
  server: Pick<Server, 'setSecureContext'>,
  first: Shown,
  identity: () => Promise<Shown>,
  everyMs = RENEWAL_MS,
): () => void {
  let shown = first.certificate
  const renewal = setInterval(() => {
    identity()
      .then((now) => {
        if (now.certificate !== shown) server.setSecureContext({ key: now.key, cert: now.certificate })
        shown = now.certificate
      })
      .catch(() => {}) // the certificate that is shown lasts for weeks: the next look may be luckier
  }, everyMs).unref()
  return () => clearInterval(renewal)
}

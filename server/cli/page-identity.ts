/**
 * What the page's port shows over TLS: the lab's own certificate, or one from files, which is read again when somebody has renewed
 * it. Counterparts: `endpoints/authority.ts`; `gateway/http/page-server.ts`, which shows it.
 */
import { readFile } from 'node:fs/promises'
import { createSecureContext, type Server } from 'node:tls'
import { LabError } from '../core/errors.ts'
import type { Identity } from '../endpoints/authority.ts'
import { keepShown } from '../endpoints/renewal.ts'
import type { Config } from './config.ts'

type PageIdentity = Pick<Identity, 'key' | 'certificate'>

export interface SecuredPage {
  readonly identity: PageIdentity
  /** Shows a renewed certificate from when it is there, until the function returned is called. */
  renew(server: Pick<Server, 'setSecureContext'>): () => Promise<void>
}

/** Null for plain HTTP. Rejects with `tls-files` where a file cannot be read or both do not fit together, and with `tls-failed`. */
export async function securedPage(
  { tls }: Pick<Config, 'tls'>,
  own: () => Promise<Identity>,
): Promise<SecuredPage | null> {
  if (tls === null) return null
  const look = tls === 'own' ? own : () => fromFiles(tls)
  const identity = await look()
  return {
    identity,
    renew: (server) => {
      const end = keepShown(server, identity, look)
      return async () => end()
    },
  }
}

async function fromFiles({ cert, key }: { readonly cert: string; readonly key: string }): Promise<PageIdentity> {
  try {
    const [certificate, secret] = await Promise.all([readFile(cert, 'utf8'), readFile(key, 'utf8')])
    createSecureContext({ cert: certificate, key: secret }) // throws where they do not fit together
    return { certificate, key: secret }
  } catch (error) {
    throw new LabError('tls-files', { cert, key, detail: (error as Error).message }, error)
  }
}

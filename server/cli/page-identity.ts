/**
 * What the page's port shows over TLS: the lab's own certificate, or one from files, which is read again when somebody has renewed
 * it. Counterparts: `endpoints/authority.ts`; `gateway/http/page-server.ts`, which shows it.
 */
import { readFile } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import { LabError } from '../core/errors.ts'
import type { Identity } from '../endpoints/authority.ts'
import type { Config } from './config.ts'

type PageIdentity = Pick<Identity, 'key' | 'certificate'>

/** Null for plain HTTP. Its call rejects with `tls-files` where a file cannot be read or both do not fit together. */
export function pageIdentityOf(
  { tls }: Pick<Config, 'tls'>,
  own: () => Promise<Identity>,
): (() => Promise<PageIdentity>) | null {
  if (tls === null) return null
  return tls === 'own' ? own : () => fromFiles(tls)
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

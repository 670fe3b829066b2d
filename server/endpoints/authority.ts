/**
 * The lab's own certificate authority and the certificate that its TLS listeners show. Made at first use, kept as files, renewed
 * before they expire and when this machine's addresses change. Counterparts: `tls.ts`, which shows it; `certificates.ts`, which
 * makes it, and is loaded only then.
 * Invariant: private keys are readable by the lab's user alone (0600); the authority stays while it is valid, so that a
 * student who has downloaded it once need not do so again.
 */
import { createPublicKey, X509Certificate } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { putOwnFile, readOwnFile } from './owner-files.ts'
import { LabError } from '../core/errors.ts'
import type { Pair } from './certificates.ts'

/** What a TLS listener shows, as PEM (RFC 7468). */
export interface Identity {
  readonly key: string
  readonly certificate: string
  /** The certificate of the authority, for those who verify. */
  readonly authority: string
}

const DAY = 86_400_000
/** Renewed when fewer days are left. */
const AUTHORITY_SPARE = 365
const CERTIFICATE_SPARE = 30

/** A certificate is for everybody's eyes. */
const PUBLIC = 0o644

export interface AuthorityOptions {
  readonly folder: string
  /** Milliseconds since 1970. */
  readonly now?: () => number
  /** Names and addresses by which this machine is called. */
  readonly names?: () => string[]
}

/** The identity of this lab, looked at anew with each call; calls at the same time share one look. Rejects with `tls-failed`. */
export function identityIn({ folder, now = Date.now, names = namesOfThisMachine }: AuthorityOptions) {
  let looking: Promise<Identity> | null = null
  return (): Promise<Identity> =>
    (looking ??= look(folder, now(), names())
      .catch((error: Error) => {
        throw new LabError('tls-failed', { folder, detail: error.message }, error)
      })
      .finally(() => (looking = null)))
}

async function look(folder: string, now: number, names: string[]): Promise<Identity> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const kept = await load(folder, 'socket-lab-ca')
  const lasts = kept !== null && daysLeft(kept, now) > AUTHORITY_SPARE
  const authority = lasts
    ? kept
    : await save(folder, 'socket-lab-ca', await (await import('./certificates.ts')).makeAuthority(now))
  const shown = await load(folder, 'socket-lab')
  const fits =
    shown !== null &&
    daysLeft(shown, now) > CERTIFICATE_SPARE &&
    new X509Certificate(shown.certificate).checkIssued(new X509Certificate(authority.certificate)) &&
    names.every((name) => isNamed(new X509Certificate(shown.certificate), name))
  const pair = fits
    ? shown
    : await save(folder, 'socket-lab', await (await import('./certificates.ts')).makeCertificate(authority, now, names))
  return { ...pair, authority: authority.certificate }
}

/** localhost, the loopbacks, the host name and every address that an interface has now. */
export function namesOfThisMachine(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  const own = addresses.filter(({ scopeid }) => !scopeid).map(({ address }) => address)
  const name = hostname().toLowerCase()
  return [...new Set(['localhost', name, `${name}.local`, '127.0.0.1', '::1', ...own])]
}

const isNamed = (certificate: X509Certificate, name: string): boolean =>
  (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name)) !== undefined
const daysLeft = ({ certificate }: Pair, now: number): number =>
  (Date.parse(new X509Certificate(certificate).validTo) - now) / DAY

/** Both files of a pair; null where one is missing or is no longer what it was. */
async function load(folder: string, name: string): Promise<Pair | null> {
  try {
    const key = await readOwnFile(join(folder, `${name}.key`))
    const certificate = await readOwnFile(join(folder, `${name}.crt`), PUBLIC)
    const own = new X509Certificate(certificate!).publicKey.export({ type: 'spki', format: 'pem' })
    return createPublicKey(key!).export({ type: 'spki', format: 'pem' }) === own
      ? { key: key!, certificate: certificate! }
      : null
  } catch {
    return null
  }
}

/** Each file is written beside its place first: nobody ever reads half of one. */
async function save(folder: string, name: string, pair: Pair): Promise<Pair> {
  for (const [end, text, mode] of [
    ['key', pair.key, 0o600],
    ['crt', pair.certificate, PUBLIC],
  ] as const) {
    const path = join(folder, `${name}.${end}`)
    await putOwnFile(path, text, mode)
  }
  return pair
}

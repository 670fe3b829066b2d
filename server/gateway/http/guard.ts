/**
 * Who may ask for anything: every request passes here first, upgrades and expectations included. Counterparts: `hosts.ts`,
 * the rules; `input.ts`, which asks before anything is answered.
 * Invariant: the page's own files need no Origin, which a browser sends with scripts of its own page too; whatever reads or changes
 * the lab is below /api, and does.
 */
import type { IncomingMessage } from 'node:http'
import type { Clock } from '../../core/clock.ts'
import { LabError } from '../../core/errors.ts'
import { isKnownHost, isKnownOrigin, knownHostsOf } from './hosts.ts'
import { unmapped } from '#shared/net/address.ts'

/** Null where the request may pass. */
export type Guard = (request: IncomingMessage) => LabError | null

export interface GuardParts {
  /** What the app listens on. */
  readonly host: string
  readonly port: () => number
  readonly publics: readonly URL[]
  /** Whether the app itself speaks TLS. */
  readonly secure: boolean
  /** Whose X-Forwarded-Proto counts. */
  readonly isProxy: (address: string) => boolean
  readonly clock: Pick<Clock, 'micros'>
}

/** The guard of an app: a LabError where a request is not for this lab, or not from its page (RFC 9110, 7.2; RFC 6454); null where it may pass. */
export function guardOf({ host: at, port, publics, secure, isProxy, clock }: GuardParts): Guard {
  const known = knownHostsOf(at, clock)
  return (request) => {
    if (hostsIn(request) > 1) return malformed('more than one Host')
    const { host, origin } = request.headers
    const name = namedIn(request.url) ?? host
    if (name === undefined && request.httpVersion !== '1.0') return malformed('no Host')
    const reach = { hosts: known(), port: port(), secure, publics }
    if (!isKnownHost(name, reach)) {
      const forwarded = isProxy(unmapped(request.socket.remoteAddress ?? ''))
        ? request.headers['x-forwarded-proto']
        : ''
      const scheme = secure || forwarded === 'https' ? 'https' : 'http'
      return new LabError('forbidden-host', { host: shown(name), url: name ? `${scheme}://${shown(name)}` : 'URL' })
    }
    if (!isApi(request.url) || isKnownOrigin(origin, name, reach)) return null
    return new LabError('forbidden-origin', { origin: shown(origin), url: shown(origin) })
  }
}

/** Of the API, as the router reads the path: decoded. What it may read otherwise counts as such. */
export function isApi(url = ''): boolean {
  const [path = ''] = url.split('?', 1)
  try {
    return !path.startsWith('/') || /^\/api(?:\/|$)/.test(decodeURIComponent(path))
  } catch {
    return true
  }
}

/** RFC 9112, 3.2: none, but in HTTP/1.0, and more than one are answered by 400. Node keeps the first of several. */
const hostsIn = ({ rawHeaders }: IncomingMessage): number =>
  rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host').length

/** RFC 9112, 3.2.2: an address in the place of a path says which host is meant, whatever Host says. */
const namedIn = (url = ''): string | undefined => /^https?:\/\/([^/?#]*)/i.exec(url)?.[1]

const malformed = (detail: string): LabError => new LabError('bad-request', { detail })
const shown = (header: string | undefined): string => (header ?? '(none)').slice(0, 100)

/**
 * Where a command meets the lab: the run whose listener it would reach, one whose transport does not fit, or a port that a
 * run holds already. Pure. `listenersOf` is the only place that knows how runs tell of their listeners.
 */
import type { Run } from '#shared/protocol/model.ts'
import { isLoopback } from '#shared/net/address.ts'
import type { Address, Command, Span } from './command/model.ts'
import { natureOfAddress, param, reading, writing, type Carrier } from './command/nature.ts'
import { portNumber } from './rules/params.ts'

/** A listener as the coach sees it. `transport` is `tcp`, `tls`, `udp`, `unix`, or what is yet to come. */
export interface LabListener {
  readonly run: Run
  readonly transport: string
  readonly host: string
  readonly port: number
  readonly path?: string
  readonly reachable: readonly string[]
}

export type Outcome =
  /** It reaches the run. */
  | 'reaches'
  /** Right place, wrong protocol. */
  | 'wrong-transport'
  /** It wants to listen where a run does: EADDRINUSE. */
  | 'taken'
  /** The port of the lab's own page, which speaks HTTP. */
  | 'page'
  /** A host of the lab, and nobody at the port. */
  | 'nobody'

export interface Match {
  readonly outcome: Outcome
  readonly span: Span
  /** What the command speaks: `tcp`, `tls`, `udp`, `unix`. */
  readonly speaks: string
  readonly place: string
  /** Null where nobody is there. */
  readonly listener: LabListener | null
}

/** The listeners of the runs that run now. */
export function listenersOf(runs: readonly Run[]): LabListener[] {
  return runs
    .filter(({ state }) => state === 'running')
    .flatMap((run) =>
      run.listeners.map(({ transport, host, port, reachable, path }) => ({
        run,
        transport,
        host,
        port,
        reachable,
        ...(path !== undefined && { path }),
      })),
    )
}

const CARRIERS: Partial<Record<Carrier, string>> = { tcp: 'tcp', tls: 'tls', udp: 'udp', unix: 'unix' }
/** Transports that share a table of ports: TLS runs over TCP, UDP has ports of its own. */
const table = (transport: string): string => (transport === 'tls' ? 'tcp' : transport)
const plain = (host: string): string => host.replace(/^\[|\]$/g, '').toLowerCase()
/** A name of the page leads where the lab listens; an address leads to the listeners bound to it, and no further. */
const isPageName = (host: string, page: string): boolean => host === plain(page) && !/^[\d.]+$|:/.test(host)
const ANY = new Set(['0.0.0.0', '::', ''])

/** Names and addresses under which this lab is known: of its listeners, and of the page. */
function isLabHost(host: string, listeners: readonly LabListener[], pageHost: string): boolean {
  return (
    isLoopback(host) ||
    ANY.has(host) ||
    host === plain(pageHost) ||
    listeners.some((listener) => leadsTo(host, listener))
  )
}

function leadsTo(host: string, listener: LabListener): boolean {
  const loop = isLoopback(host) || ANY.has(host)
  if (host === plain(listener.host) || listener.reachable.some((one) => plain(one) === host)) return true
  return loop && (ANY.has(plain(listener.host)) || (host === 'localhost' && isLoopback(listener.host)) || ANY.has(host))
}

/** Where the page was opened. */
export interface PagePlace {
  readonly host: string
  readonly port: number
}

/** The port of an address of the page, which does not name that of its scheme. */
export const pagePlace = ({ hostname, port, protocol }: Location | URL): PagePlace => ({
  host: hostname,
  port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
})

/** What the ends of a command find in the lab. */
export function matches(command: Command, listeners: readonly LabListener[], page: PagePlace): Match[] {
  const addresses = new Set(command.ends.flatMap((end) => [reading(end), writing(end)]))
  return [...addresses].flatMap((address) => {
    const found = address && matchOf(address, listeners, page)
    return found ? [found] : []
  })
}

function matchOf(address: Address, listeners: readonly LabListener[], page: PagePlace): Match | null {
  const { carrier, verb } = natureOfAddress(address)
  const speaks = carrier && CARRIERS[carrier]
  if (!speaks || !verb) return null
  const span = { from: address.from, to: address.to }
  if (speaks === 'unix') {
    const path = param(address, 'filename')?.text
    const listener = listeners.find((one) => one.transport === 'unix' && one.path === path)
    if (!listener || path === undefined) return null
    return { outcome: verb === 'connect' ? 'reaches' : 'taken', span, speaks, place: path, listener }
  }
  const port = portNumber(param(address, 'port')?.text ?? '')?.port
  if (!port) return null
  const there = listeners.filter((one) => one.port === port && one.transport !== 'unix')
  if (verb !== 'connect' && verb !== 'sendto') return taken(address, speaks, port, there, span, page)
  const host = plain(param(address, 'host')?.text ?? '')
  if (!isLabHost(host, listeners, page.host)) return null
  const at = there.filter((one) => leadsTo(host, one) || isPageName(host, page.host))
  const listener = at.find((one) => one.transport === speaks) ?? at[0] ?? null
  const outcome = listener
    ? listener.transport === speaks
      ? 'reaches'
      : 'wrong-transport'
    : port === page.port && table(speaks) === 'tcp'
      ? 'page'
      : 'nobody'
  return { outcome, span, speaks, place: `${param(address, 'host')?.text ?? ''}:${port}`, listener }
}

/** Listening on a port that a run has: refused wherever the two addresses overlap (bind(2), EADDRINUSE). */
function taken(
  address: Address,
  speaks: string,
  port: number,
  there: readonly LabListener[],
  span: Span,
  page: PagePlace,
): Match | null {
  const bind = address.options.find(({ type }) => type?.name === 'bind')?.value?.text
  const own = plain(bind?.split(/:(?=\d+$)/)[0] ?? '')
  const listener = there.find((one) => {
    const theirs = plain(one.host)
    return table(one.transport) === table(speaks) && (ANY.has(own) || ANY.has(theirs) || own === theirs)
  })
  // Where it is bound is not known here: on this machine its port is most often taken.
  if (!listener && (port !== page.port || table(speaks) !== 'tcp')) return null
  return { outcome: listener ? 'taken' : 'page', span, speaks, place: `:${port}`, listener: listener ?? null }
}

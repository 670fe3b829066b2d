/**
 * Finds who has a port when bind fails: a run of this lab, its page, the same request, or another program.
 * Counterparts: `opener.ts` and `runtime/lab/datagram-start.ts`, whose bind failed; `bind-conflict.ts`, which addresses
 * conflict.
 * Invariant: no error says "stop that program" of the lab itself.
 */
import type { SocketAddress } from '#shared/net/address.ts'
import { isIP, isIPv6 } from 'node:net'
import { LabError } from '../../core/errors.ts'
import { conflicts, plain } from './bind-conflict.ts'
import type { RunSockets } from '../../kernel/run-sockets.ts'
import type { Participant } from '#shared/protocol/model.ts'

/** A run, and the ports that it may have. */
export interface PortHolder {
  readonly id: string
  participants(): Participant[]
  sockets(): RunSockets
}

export interface PortTakenParts {
  /** Live runs. */
  readonly runs: () => Iterable<PortHolder>
  /** Where the lab's page listens; null where there is none. */
  readonly pageAt: () => SocketAddress | null
  /** Who listens on a port, in words that end in its process id; '' where the system does not tell. */
  readonly holderOf: (port: number, transport?: 'tcp' | 'udp') => string
  /** The other lab that has it, and its page; null for any other program, or where the system does not tell. */
  readonly labOn: (
    port: number,
    transport?: 'tcp' | 'udp',
  ) => { readonly pid: number; readonly page: string | null } | null
}

/** Adds the holder to an error of bind. Anything but `port-in-use` stays as it is. */
export type ExplainTaken = (error: unknown, transport: 'tcp' | 'udp', own: readonly SocketAddress[]) => unknown

/** The codes of a port that somebody has. */
const TAKEN = new Set([
  'port-in-use',
  'port-in-use-by-run',
  'port-in-use-by-page',
  'port-in-use-by-lab',
  'port-in-use-by-other-lab',
])
export const isTaken = (error: unknown): boolean => error instanceof LabError && TAKEN.has(error.code)

/** @returns a function that explains an error; its `own`: addresses that the same request has already opened */
export function portTaken({ runs, pageAt, holderOf, labOn }: PortTakenParts): ExplainTaken {
  return (error, transport, own) => {
    if (!(error instanceof LabError) || error.code !== 'port-in-use') return error
    const { host, port } = error.params as unknown as SocketAddress
    const inTheWay = (held: SocketAddress): boolean => meets(host, port, held)
    if (own.some(inTheWay)) return new LabError('port-asked-twice', { host, port }, error)
    const page = transport === 'tcp' ? pageAt() : null
    if (page && inTheWay(page)) return new LabError('port-in-use-by-page', { host, port }, error)
    const run = best(
      host,
      [...runs()].flatMap((one) => held(one, transport, inTheWay)),
    )
    if (run !== null) return new LabError('port-in-use-by-run', { host, port, run }, error)
    const lab = labOn(port, transport)
    if (lab && lab.pid !== process.pid) {
      const page = lab.page === null ? '' : `, ${lab.page}`
      return new LabError('port-in-use-by-other-lab', { host, port, pid: lab.pid, page }, error)
    }
    const holder = holderOf(port, transport)
    if (holder.endsWith(`PID ${process.pid}`)) return new LabError('port-in-use-by-lab', { host, port }, error)
    return new LabError('port-in-use', { host, port, holder: holder && ` (${holder})` }, error)
  }
}

interface Held {
  readonly run: string
  readonly host: string
  /** True if it listens there; otherwise one of its connections has the port. */
  readonly listens: boolean
}

/** The conflicting addresses of a run: its listeners, and its ends of connections that use that port. */
function held(run: PortHolder, transport: 'tcp' | 'udp', inTheWay: (held: SocketAddress) => boolean): Held[] {
  const { listeners, ends } = run.sockets()
  const here = new Map(run.participants().map((one) => [one.id, one]))
  const connections = ends.flatMap(({ participant, local, remote, transport: kind = 'tcp' }) => {
    const one = here.get(participant)
    if (kind !== transport || !one || one.state === 'closed') return []
    return one.web ? [local, remote] : [local]
  })
  return [
    ...listeners
      .filter((listener) => listener.transport === transport && inTheWay(listener))
      .map(({ host }) => ({ run: run.id, host, listens: true })),
    ...connections.filter(inTheWay).map(({ host }) => ({ run: run.id, host, listens: false })),
  ]
}

/** A wildcard may conflict with several: names a listener of the same family first. */
function best(host: string, all: readonly Held[]): string | null {
  const rank = (one: Held): number => (one.listens ? 2 : 0) + (isIPv6(one.host) === isIPv6(host) ? 1 : 0)
  return all.toSorted((a, b) => rank(b) - rank(a))[0]?.run ?? null
}

/** The address of a name is not known here: the port decides. */
const meets = (host: string, port: number, held: SocketAddress): boolean =>
  held.port === port && (isIP(host) === 0 || conflicts(plain(host), plain(held.host), true))

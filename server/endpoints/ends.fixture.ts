/** Both ends of a connection by one adapter, over a real socket, and what the kernel has of them. */
import { readFileSync } from 'node:fs'
import type { BindAddress, BoundListener, Connection, Endpoint, OpenListener } from './port.ts'

/** One end of a connection, with what it was told. */
export class End {
  readonly connection: Connection
  heard = Buffer.alloc(0)
  readonly told: string[] = []
  /** What was still queued each time. */
  readonly took: number[] = []

  constructor(connection: Connection) {
    this.connection = connection
    connection.handle({
      read: (chunk) => {
        if (this.told.at(-1) !== 'read') this.told.push('read')
        this.heard = Buffer.concat([this.heard, chunk])
      },
      ended: () => this.told.push('ended'),
      closed: (errno, unsent) =>
        this.told.push(`closed ${errno ?? 'cleanly'} ${unsent > 0 ? 'with unsent bytes' : ''}`.trim()),
      took: () => this.took.push(connection.queued),
      readerDied: (how) => this.told.push(`reader died: ${how}`),
    })
  }

  get closed(): boolean {
    return this.told.some((word) => word.startsWith('closed'))
  }
}

export interface Ends {
  readonly listener: OpenListener
  readonly server: End
  readonly client: End
}

export async function connected(endpoint: Endpoint, address: BindAddress): Promise<Ends> {
  const accepted = Promise.withResolvers<Connection>()
  const listener = await endpoint.listen(address, { connected: accepted.resolve, dropped() {} })
  const client = new End(await dial(endpoint, listener.bound))
  return { listener, client, server: new End(await accepted.promise) }
}

export async function disconnected({ listener, server, client }: Ends): Promise<void> {
  const closing = listener.close()
  for (const end of [client, server]) end.connection.reset()
  await closing
}

/** Bytes that the kernel holds for this end (proc(5), the rx_queue of /proc/net/tcp). */
export function receiveQueue({ local, remote }: Connection): number | undefined {
  const port = ({ port }: { port: number }) => `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => readFileSync(table, 'utf8').split('\n'))
  const row = rows
    .map((text) => text.trim().split(/\s+/))
    .find(([, from, to]) => from?.endsWith(port(local)) && to?.endsWith(port(remote)))
  return row && parseInt(row[4]!.split(':')[1]!, 16)
}

export const dial = (endpoint: Endpoint, listener: BoundListener): Promise<Connection> =>
  endpoint.dial(listener.path ?? listener.host, listener.port)

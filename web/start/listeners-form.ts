/** A listener as it is filled in, and as it is asked for. Pure. */
import type { StartRun } from '#shared/protocol/rest.ts'
import type { Family, ListenAddress, Transport } from '#shared/protocol/model.ts'

export const CARRIERS = ['tcp', 'tls', 'unix'] as const satisfies readonly Transport[]
/** `lab`: what the lab itself listens on. */
export const FAMILIES = ['lab', 'v4', 'v6', 'both'] as const satisfies readonly (Family | 'lab')[]

export interface ListenerForm {
  transport: Transport
  family: (typeof FAMILIES)[number]
  port: number | null
  path: string
}

/** Another listener beside the first: any free port. */
export const emptyListener = (): ListenerForm => ({ transport: 'tls', family: 'lab', port: 0, path: 'socket-lab.sock' })

export function addressOfForm({ transport, family, port, path }: ListenerForm): ListenAddress {
  if (transport === 'unix') return { transport, path: path.trim() }
  return { transport, port: port ?? 0, ...(family !== 'lab' && { family }) }
}

/** All listeners of the form. Nothing where it has no port: the lab takes the next free one. A program of datagrams has no others. */
export const listenOfForm = ({
  port,
  family,
  others,
  datagrams,
}: Pick<ListenerForm, 'port' | 'family'> & {
  readonly others: readonly ListenerForm[]
  readonly datagrams: boolean
}): Pick<StartRun, 'listen'> =>
  port === null
    ? {}
    : {
        listen: [
          addressOfForm({ transport: datagrams ? 'udp' : 'tcp', family, port, path: '' }),
          ...(datagrams ? [] : others.map(addressOfForm)),
        ],
      }

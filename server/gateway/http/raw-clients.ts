/** Where a raw client finds a program, for one that came to the page's port instead. */
import type { LabReader } from '../../runtime/lab/reader.ts'
import { hostPort } from '#shared/net/address.ts'

/** At most so many are named: the newest. */
const MOST = 3

/** The TCP listeners of the runs that go on, as `program at host:port`, the newest first; '' where there is none. */
export function rawClientsAt(lab: Pick<LabReader, 'page'>): string {
  const found = lab
    .page(0)
    .runs.flatMap(({ program, listeners, state }) =>
      state === 'running'
        ? listeners
            .filter(({ transport }) => transport === 'tcp')
            .map(({ host, port, reachable: [at = host] }) => `${hostPort(at, port)} (${program})`)
        : [],
    )
  return found.reverse().slice(0, MOST).join(', ')
}

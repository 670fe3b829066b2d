/** What a client of the lab may aim at: the listeners of runs that are running. Pure. */
import type { Run, ProgramId } from '#shared/protocol/model.ts'
import type { Target } from '#shared/model/options.ts'
import { traitsOf } from '../worksheet/traits.ts'

export interface Aim extends Target {
  readonly run: Run
}

/** Servers that understand a client of this program best come first; among them, those that nobody uses yet. */
export function aimsFor(client: ProgramId, runs: readonly Run[]): Aim[] {
  const { pairsWith, carrier } = traitsOf(client)
  const wanted = carrier === 'datagram' ? 'udp' : 'tcp'
  const rank = (run: Run): number => (run.program === pairsWith ? 0 : 2) + (run.present === 0 ? 0 : 1)
  return runs
    .filter((run) => run.state === 'running')
    .flatMap((run) =>
      run.listeners
        .filter(({ transport }) => transport === wanted)
        .map((listener) => ({ run, host: reached(listener.host), port: listener.port })),
    )
    .sort((a, b) => rank(a.run) - rank(b.run))
}

/** A listener on every interface is reached on this machine by its loopback address. */
function reached(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  return host === '::' ? '::1' : host
}

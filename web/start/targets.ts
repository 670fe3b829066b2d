/** What a client of the lab may aim at: the doors of runs that are running. Pure. */
import type { Run, ScenarioId } from '#shared/protocol/model.ts'
import type { Target } from '#shared/model/options.ts'
import { traitsOf } from '../worksheet/traits.ts'

export interface Aim extends Target {
  readonly run: Run
}

/** Servers that understand a client of this scenario best come first; among them, those that nobody uses yet. */
export function aimsFor(client: ScenarioId, runs: readonly Run[]): Aim[] {
  const { pairsWith, carrier } = traitsOf(client)
  const wanted = carrier === 'datagram' ? 'udp' : 'tcp'
  const rank = (run: Run): number => (run.scenario === pairsWith ? 0 : 2) + (run.present === 0 ? 0 : 1)
  return runs
    .filter((run) => run.state === 'running')
    .flatMap((run) =>
      run.doors
        .filter(({ transport }) => transport === wanted)
        .map((door) => ({ run, host: reached(door.host), port: door.port })),
    )
    .sort((a, b) => rank(a.run) - rank(b.run))
}

/** A door on every interface is reached on this machine by its loopback address. */
function reached(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  return host === '::' ? '::1' : host
}

/** The run at the other end, where both sides run in this lab. Counterpart: `server/runtime/lab/deadlock.ts`. Pure. */
import { isLoopback } from '#shared/net/address.ts'
import type { ProgramId, Run } from '#shared/protocol/model.ts'
import { PROGRAM_IDS } from '#shared/model/programs.ts'
import { traitsOf } from '../worksheet/traits.ts'

/** A client may name the server's machine in many ways: the port decides. */
export const aims = (client: Run, server: Run): boolean =>
  server.listeners.some(({ port }) => port === client.options.target?.port)

/**
 * Its server, or its newest client; undefined where it has none in this lab.
 * @param runs newest first
 * @param whichever of programs that are no pair as well, where the client names this machine
 */
export function counterpartOf(run: Run, runs: readonly Run[], whichever = false): Run | undefined {
  const serverOf = (client: Run): Run | undefined =>
    runs.filter((one) => serves(one, client, whichever)).sort((a, b) => b.startedAt - a.startedAt)[0]
  return serverOf(run) ?? runs.find((one) => serverOf(one)?.id === run.id)
}

/** The port may have been that of earlier runs: the server was there when its client began. */
const serves = (server: Run, client: Run, whichever: boolean): boolean =>
  (traitsOf(client.program).pairsWith === server.program ||
    (whichever && isLoopback(client.options.target?.host ?? ''))) &&
  aims(client, server) &&
  server.startedAt <= client.startedAt &&
  (server.stoppedAt ?? Infinity) >= client.startedAt

/** Which programs play the two sides of a pair that this one belongs to; null where it belongs to none. */
export function pairOf(program: ProgramId): { server: ProgramId; client: ProgramId } | null {
  const { pairsWith } = traitsOf(program)
  if (pairsWith !== null) return { server: pairsWith, client: program }
  const client = PROGRAM_IDS.find((one) => traitsOf(one).pairsWith === program)
  return client === undefined ? null : { server: program, client }
}

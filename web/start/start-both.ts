/** Both sides of a chat as two runs of the lab: a server, and a client that connects to it. */
import type { StartRun } from '#shared/protocol/rest.ts'
import type { Run, ProgramId } from '#shared/protocol/model.ts'
import { lab } from '../store/lab.svelte.ts'
import { fieldsIn, optionsOf, type Values } from './options-form.ts'

const LOOPBACK = '127.0.0.1'

/**
 * Starts both. Resolves with the client, which is the one to show: as the sheet says, its line is the first.
 * Rejects with the `LabError` of the one that could not start; a server whose client failed is stopped.
 * @param values of the form, for either side
 * @param listen where the server listens; without it, on the next free port
 */
export async function startBoth(
  program: ProgramId,
  values: Values,
  listen: Pick<StartRun, 'listen'> = {},
): Promise<Run> {
  const fields = fieldsIn(lab.info, program)
  const optionsFor = (role: 'server' | 'client', port: number, host = LOOPBACK) =>
    optionsOf(fields, { ...values, role }, role === 'client' ? { host, port } : null)
  const server = await lab.startRun({ program, options: optionsFor('server', 0), ...listen })
  try {
    const listener = server.listeners.find(({ transport }) => transport === 'tcp')
    if (!listener) throw new Error('A server was started without a listener.')
    const host = listener.reachable.includes(LOOPBACK) ? LOOPBACK : (listener.reachable[0] ?? listener.host)
    return await lab.startRun({ program, options: optionsFor('client', listener.port, host) })
  } catch (fault) {
    await lab.stopRun(server.id).catch(() => {})
    throw fault
  }
}

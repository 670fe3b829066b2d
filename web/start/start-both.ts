/** Both programs of a pair as two runs of the lab: a server, and a client that connects to it. */
import type { StartRun } from '#shared/protocol/rest.ts'
import type { Run, ProgramId } from '#shared/protocol/model.ts'
import { pairOf } from '../store/counterpart.ts'
import { lab } from '../store/lab.svelte.ts'
import { fieldsIn, optionsOf, presets, type Values } from './options-form.ts'

const LOOPBACK = '127.0.0.1'

/**
 * Starts both. Resolves with the client, which is the one to show: as the sheet says, its line is the first.
 * Rejects with the `RequestError` of the one that could not start; a server whose client failed is stopped.
 * @param program either of the pair @param values of its form: for both sides where they are the same program, else for its own
 * @param listen where the server listens; without it, on the next free port
 */
export async function startBoth(
  program: ProgramId,
  values: Values,
  listen: Pick<StartRun, 'listen'> = {},
): Promise<Run> {
  const pair = pairOf(program)
  if (!pair) throw new Error('This program has no other side.')
  const optionsFor = (role: 'server' | 'client', port: number, host = LOOPBACK) => {
    const fields = fieldsIn(lab.info, pair[role])
    const own = pair[role] === program ? values : presets(fields)
    const both = pair.server === pair.client ? { ...own, role } : own
    return optionsOf(fields, both, role === 'client' ? { host, port } : null)
  }
  const server = await lab.startRun({ program: pair.server, options: optionsFor('server', 0), ...listen })
  try {
    const listener = server.listeners.find(({ transport }) => transport === 'tcp' || transport === 'udp')
    if (!listener) throw new Error('A server was started without a listener.')
    const host = listener.reachable.includes(LOOPBACK) ? LOOPBACK : (listener.reachable[0] ?? listener.host)
    return await lab.startRun({ program: pair.client, options: optionsFor('client', listener.port, host) })
  } catch (fault) {
    await lab.stopRun(server.id).catch(() => {})
    throw fault
  }
}

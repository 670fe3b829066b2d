/** Sets an experiment up: its runs, and the participants of this browser. */
import type { Run } from '#shared/protocol/model.ts'
import { i18n } from '../text/index.svelte.ts'
import { startBoth } from '../start/start-both.ts'
import { lab } from '../store/lab.svelte.ts'
import { EXPERIMENTS, type ExperimentId, type Setup } from './experiments.ts'

/** Resolves with the run to show. Rejects with a `RequestError`, and then nothing of it stays. */
export async function startExperiment(id: ExperimentId): Promise<Run> {
  const { setup } = EXPERIMENTS[id]
  if (setup.kind === 'chat') return startBoth(setup.program, setup.options)
  if (setup.kind === 'client') return startClient(setup)
  const { program, options, people } = setup
  const run = await lab.startRun({ program, options })
  try {
    // One after the other: their order is that of accept.
    for (const name of people) await lab.join(run.id, i18n.experiments.names[name])
  } catch (fault) {
    await lab.stopRun(run.id).catch(() => {})
    throw fault
  }
  return run
}

/** TCP port 1 (tcpmux): the lab never listens below 1024 by itself, and hardly any machine offers this service. */
const NOBODY = 1

async function startClient({ program, server }: Extract<Setup, { kind: 'client' }>): Promise<Run> {
  const host = '127.0.0.1'
  if (server === null) return lab.startRun({ program, options: { target: { host, port: NOBODY } } })
  const run = await lab.startRun({ program: server, options: { role: 'server' } })
  try {
    const [listener] = run.listeners
    const place = listener?.reachable.includes(host) ? host : listener?.reachable[0]
    return await lab.startRun({ program, options: { target: { host: place ?? host, port: listener?.port ?? NOBODY } } })
  } catch (fault) {
    await lab.stopRun(run.id).catch(() => {})
    throw fault
  }
}

/** Sets an experiment up: its runs, and the participants of this browser. */
import type { Run } from '#shared/protocol/model.ts'
import { i18n } from '../text/index.svelte.ts'
import { startBoth } from '../start/start-both.ts'
import { lab } from '../store/lab.svelte.ts'
import { EXPERIMENTS, type ExperimentId } from './experiments.ts'

/** Resolves with the run to show. Rejects with a `LabError`, and then nothing of it stays. */
export async function startExperiment(id: ExperimentId): Promise<Run> {
  const { setup } = EXPERIMENTS[id]
  if (setup.kind === 'chat') return startBoth('alternating-chat', { begins: setup.begins })
  const { program, options, people } = setup
  const run = await lab.startRun({ program, options })
  try {
    // One after the other: their order is that of accept.
    for (const name of people) await lab.join(run.id, i18n.t.experiments.names[name])
  } catch (fault) {
    await lab.stopRun(run.id).catch(() => {})
    throw fault
  }
  return run
}

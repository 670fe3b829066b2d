/**
 * What the observations of the journal cost: the lab beside the same lab without them (`unrecorded.ts`), under the load of 50 clients
 * that all talk. Each round puts both under the load, the one that was last in the round before first, and gives a ratio.
 */
import { fileURLToPath } from 'node:url'
import { setTimeout as delay } from 'node:timers/promises'
import type { ObservationList } from '#shared/protocol/rest.ts'
import type { Figures } from './generator/main.ts'
import { LOADS } from './generator/loads.ts'
import { measure } from './measure.ts'
import type { Options } from './options.ts'
import { startLab, type LabPeer } from './peers.ts'
import { digits, median, table } from './report.ts'

const LOAD = LOADS.find(({ id }) => id === 'all-talk')!
const WITHOUT = fileURLToPath(new URL('unrecorded.ts', import.meta.url))
/** The journal of what came last is still being written. */
const REST_MS = 400

/** With observations over without, a value for each round; null where the system does not tell. */
export interface Recording {
  readonly linesPerSecond: readonly (number | null)[]
  readonly cpuPerMillion: readonly (number | null)[]
  /** Observations that the lab with them has recorded. */
  readonly observations: number
}

/** @returns the ratios, and a table of their quartiles; rejects where the two labs differ in anything but observations */
export async function recordingReport({
  rounds,
  warmUp,
  measured,
}: Pick<Options, 'rounds' | 'warmUp' | 'measured'>): Promise<{ recording: Recording; table: string }> {
  const labs = [await startLab(), await startLab(WITHOUT)] as const
  try {
    const all: (readonly [Figures, Figures])[] = []
    for (let round = 1; round <= rounds; round++) {
      const figures: [Figures?, Figures?] = []
      for (const which of round % 2 === 1 ? ([0, 1] as const) : ([1, 0] as const)) {
        const { port, pid } = labs[which]
        figures[which] = sound(await measure({ load: LOAD, port, pid, warmUp, measured }))
        await delay(REST_MS)
      }
      all.push(figures as [Figures, Figures])
    }
    const [observations, none] = await Promise.all([observed(labs[0]), observed(labs[1])])
    if (observations === 0 || none > 0)
      throw new Error(`The lab with observations recorded ${observations}, the one without ${none}.`)
    const ratios = (one: (figures: Figures) => number | null) =>
      all.map(([its, other]) => {
        const [a, b] = [one(its), one(other)]
        return a === null || b === null ? null : a / b
      })
    const recording: Recording = {
      linesPerSecond: ratios(({ perSecond }) => perSecond),
      cpuPerMillion: ratios(({ cpuPerMillion }) => cpuPerMillion),
      observations,
    }
    return { recording, table: tableOf(recording, rounds) }
  } finally {
    await Promise.all(labs.map((lab) => lab.stop()))
  }
}

function tableOf({ linesPerSecond, cpuPerMillion, observations }: Recording, rounds: number): string {
  const row = (what: string, ratios: readonly (number | null)[]) => {
    const known = ratios.filter((ratio) => ratio !== null).sort((a, b) => a - b)
    const lower = known.slice(0, Math.ceil(known.length / 2))
    const upper = known.slice(Math.floor(known.length / 2))
    return [what, ...[median(lower), median(known), median(upper)].map((one) => `×${digits(one)}`)]
  }
  const header = [`${LOAD.title}, with observations / without, ${rounds} rounds`, 'quartile', 'median', 'quartile']
  const rows = [row('processor seconds a million lines', cpuPerMillion), row('lines a second', linesPerSecond)]
  return `${table(header, rows, 1)}\n\n${observations} observations were recorded.`
}

/** Figures that mean something: everything came, whole and in its place. */
function sound(figures: Figures): Figures {
  const { lost, broken, misplaced, gone } = figures
  if (lost + broken + misplaced + gone > 0) throw new Error(`the lab lost lines: ${JSON.stringify(figures)}`)
  return figures
}

async function observed({ url, run }: LabPeer): Promise<number> {
  let count = 0
  for (let after: number | null = 0; after !== null;) {
    const answer = await fetch(`${url}/api/runs/${run}/observations?after=${after}`)
    const { observations, next } = (await answer.json()) as ObservationList
    count += observations.length
    after = next
  }
  return count
}

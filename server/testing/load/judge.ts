/**
 * Judges what an attack does to the others beside a control: a second lab, left alone, on the same busy machine. A time by
 * itself would judge the machine. Counterparts: `attack.ts`, `probe.ts`.
 */
import type { Way } from './attack.ts'
import type { LoadLab } from './lab.ts'
import { ProbePair, type Measured } from './probe.ts'

const ROUNDS = 3
const ROUND_MS = 1200

export interface Round {
  readonly attacked: Measured
  readonly control: Measured
}

export interface Verdict {
  readonly rounds: readonly Round[]
  /** Rounds in which a line took too long, or was lost. */
  readonly bad: number
  readonly lost: number
}

/** In a round that is too slow the probe's p99 exceeds three times the control's and 100 ms. */
export const isSlow = ({ attacked, control }: Round): boolean => attacked.p99 > 3 * control.p99 + 100

/** Measures a lab under attack and one that is left alone, side by side. A verdict with two bad rounds, or a loss, is a fault. */
export async function judge(lab: LoadLab, control: LoadLab, ways: readonly Way[]): Promise<Verdict> {
  const probes = [await ProbePair.open(lab.port), await ProbePair.open(control.port)] as const
  const attacks = await Promise.all(ways.map((way) => way(lab)))
  const rounds: Round[] = []
  try {
    for (let n = 0; n < ROUNDS; n++) {
      const [attacked, beside] = await Promise.all([probes[0].measure(ROUND_MS), probes[1].measure(ROUND_MS)])
      rounds.push({ attacked, control: beside })
    }
  } finally {
    for (const attack of attacks) await attack.stop()
    for (const probe of probes) probe.close()
  }
  return {
    rounds,
    bad: rounds.filter(isSlow).length,
    lost: rounds.reduce((sum, { attacked }) => sum + attacked.lost, 0),
  }
}

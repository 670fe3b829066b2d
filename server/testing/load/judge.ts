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

export interface Judged {
  /** Ports at which people talk to each other in the lab that is attacked; that of its first relay by default. */
  readonly rooms?: readonly number[]
}

/**
 * Measures a lab under attack, from its first moment, and one that is left alone, side by side. A verdict with two bad rounds, or a
 * loss, is a fault.
 */
export async function judge(
  lab: LoadLab,
  control: LoadLab,
  ways: readonly Way[],
  { rooms = [lab.port] }: Judged = {},
): Promise<Verdict> {
  const beside = await ProbePair.open(control.port)
  const probes = await Promise.all(rooms.map((port) => ProbePair.open(port)))
  const launched = Promise.all(ways.map((way) => way(lab)))
  const rounds: Round[] = []
  try {
    for (let n = 0; n < ROUNDS; n++) {
      const [alone, ...attacked] = await Promise.all([beside, ...probes].map((probe) => probe.measure(ROUND_MS)))
      rounds.push({ attacked: worst(attacked), control: alone! })
    }
  } finally {
    for (const attack of await launched) await attack.stop()
    for (const probe of [beside, ...probes]) probe.close()
  }
  return {
    rounds,
    bad: rounds.filter(isSlow).length,
    lost: rounds.reduce((sum, { attacked }) => sum + attacked.lost, 0),
  }
}

/** Of all rooms together: the slowest, and what any has lost. */
const worst = (rooms: readonly Measured[]): Measured => ({
  p99: Math.max(...rooms.map(({ p99 }) => p99)),
  sent: rooms.reduce((sum, { sent }) => sum + sent, 0),
  lost: rooms.reduce((sum, { lost }) => sum + lost, 0),
})

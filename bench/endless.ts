/**
 * What 1 GiB without a newline leaves in a lab that has just started: resident memory before, at most and afterwards, by
 * connections that come again when each has been closed. Counterpart: `server/runtime/streams/endless-lines.load.test.ts`.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { pourEndless } from '../server/testing/load/endless.ts'
import { memory } from './generator/proc.ts'
import { startLab } from './peers.ts'
import { digits, table, whole } from './report.ts'

const MIB = 1_048_576
const SIZES = [64, 256, 1024, 4096]
/** What is freed by then goes back. */
const REST_MS = 2000

export interface Endless {
  readonly mib: number
  readonly seconds: number
  readonly connections: number
  /** Resident MiB. */
  readonly before: number | null
  readonly most: number | null
  readonly after: number | null
}

export async function endlessReport(): Promise<{ endless: Endless[]; table: string }> {
  const endless: Endless[] = []
  for (const mib of SIZES) endless.push(await pour(mib))
  const header = ['without a newline', 'connections', 'seconds', 'RSS before', 'RSS at most', 'RSS 2 s later']
  const rows = endless.map(({ mib, connections, seconds, before, most, after }) => [
    ...[`${whole(mib)} MiB`, whole(connections), digits(seconds)],
    ...[before, most, after].map((one) => digits(one)),
  ])
  return { endless, table: table(header, rows, 1) }
}

async function pour(mib: number): Promise<Endless> {
  const lab = await startLab()
  try {
    const before = memory(lab.pid, 'VmRSS')
    let most = before
    const look = async () => {
      const now = memory(lab.pid, 'VmRSS')
      if (now !== null && now > (most ?? 0)) most = now
    }
    const began = performance.now()
    const { ended } = await pourEndless(lab.port, mib * MIB, look)
    const seconds = (performance.now() - began) / 1000
    await delay(REST_MS)
    return { mib, seconds, connections: ended, before, most, after: memory(lab.pid, 'VmRSS') }
  } finally {
    await lab.stop()
  }
}

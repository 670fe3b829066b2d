/**
 * The load generator, a process of its own: it shares neither the event loop of a peer nor that of the one who measures.
 * Its only argument is a `Job` in JSON, its output one `Figures` in JSON. Counterpart: `measure.ts`.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { Load } from './loads.ts'
import { cpuSeconds } from './proc.ts'
import { Crowd } from './crowd.ts'

export interface Job {
  readonly load: Load
  readonly port: number
  /** Process of the peer, whose processor time is counted. */
  readonly pid: number
  /** Before the figures count, and while they do, ms. */
  readonly warmUp: number
  readonly measured: number
}

export interface Figures {
  /** Lines delivered a second, each counted once for each receiver. */
  readonly perSecond: number
  /** From the saying of a line until the last of the others has it, ms; null when no line reached everybody. */
  readonly p50: number | null
  readonly p99: number | null
  /** Processor seconds of the peer for a million deliveries; null where the system does not tell. */
  readonly cpuPerMillion: number | null
  /** Processor seconds of this generator for each second of the measurement: near 1, it is what limits the figures. */
  readonly generatorBusy: number
  /** Deliveries in all, warm-up and rest included: the faults are out of these. */
  readonly deliveries: number
  /** Lines that never came, or not in their place. */
  readonly lost: number
  readonly broken: number
  readonly misplaced: number
  /** Clients whose connection the peer ended. */
  readonly gone: number
}

const PROBE_EVERY_MS = 20
const ACCEPT_MS = 10_000
/** What has not come when nothing has come for so long is lost. */
const SILENCE_MS = 2000

async function carryOut({ load, port, pid, warmUp, measured }: Job): Promise<Figures> {
  const crowd = new Crowd(load)
  await crowd.connect(port)
  const deadline = performance.now() + ACCEPT_MS
  while (!crowd.probe()) {
    if (performance.now() > deadline)
      throw new Error(`the peer on port ${port} did not relay a line to all ${load.clients} clients`)
    await delay(PROBE_EVERY_MS)
  }
  crowd.begin()
  await delay(warmUp)
  const before = reading(crowd, pid)
  crowd.timing = before.at
  await delay(measured)
  const after = reading(crowd, pid)
  crowd.end()
  await silence(crowd)
  crowd.close()

  const seconds = (after.at - before.at) / 1000
  const deliveries = after.delivered - before.delivered
  const cpu = before.cpu === null || after.cpu === null ? null : after.cpu - before.cpu
  const sorted = Float64Array.from(crowd.latencies).sort()
  const quantile = (q: number): number | null =>
    sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? null
  return {
    perSecond: deliveries / seconds,
    p50: quantile(0.5),
    p99: quantile(0.99),
    cpuPerMillion: cpu === null || deliveries === 0 ? null : (cpu / deliveries) * 1e6,
    generatorBusy: (after.own - before.own) / 1e6 / seconds,
    deliveries: crowd.delivered,
    lost: crowd.due - crowd.delivered,
    ...crowd.faults,
    gone: crowd.gone,
  }
}

function reading(crowd: Crowd, pid: number): { at: number; delivered: number; cpu: number | null; own: number } {
  const { user, system } = process.cpuUsage()
  return { at: performance.now(), delivered: crowd.delivered, cpu: cpuSeconds(pid), own: user + system }
}

/** Resolves when everything has arrived, or nothing more does. */
async function silence(crowd: Crowd): Promise<void> {
  let delivered = crowd.delivered
  let since = performance.now()
  while (crowd.delivered < crowd.due && performance.now() - since < SILENCE_MS) {
    await delay(PROBE_EVERY_MS)
    if (crowd.delivered === delivered) continue
    delivered = crowd.delivered
    since = performance.now()
  }
}

const job = JSON.parse(process.argv[2] ?? 'null') as Job
process.stdout.write(`${JSON.stringify(await carryOut(job))}\n`)

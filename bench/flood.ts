/**
 * The lab under `yes | socat`: one participant that says its line as fast as the lab reads it, for a while, with nobody
 * else there and then with one who listens, the page open. Memory must stay flat, and the lab must answer.
 * Counterpart: `loop-delay.ts`.
 */
import { once } from 'node:events'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { which } from '../scripts/terminal.mjs'
import type { ParticipantList } from '#shared/protocol/rest.ts'
import type { Run } from '#shared/protocol/model.ts'
import { start, stop } from './children.ts'
import type { LoopDelay } from './loop-delay.ts'
import { startLab, type LabPeer } from './peers.ts'
import { cpuSeconds, memory } from './generator/proc.ts'
import { digits, table, whole } from './report.ts'
import { openPage, openSocketViewer, requireSeen } from './viewer.ts'

const SECONDS = 20
const ASK_EVERY_MS = 50

export interface Flood {
  readonly title: string
  /** Resident MiB before the flood, and each second of it. */
  readonly rss: readonly (number | null)[]
  /** Growth of the data folder, MiB. */
  readonly disk: number
  readonly events: number
  readonly lines: number
  /** Bytes that the flooding participant sent, MiB. */
  readonly sent: number
  readonly cpu: number | null
  readonly loop: LoopDelay
  /** Milliseconds that /api/health took. */
  readonly health: { readonly p50: number; readonly p99: number; readonly max: number }
}

/** Null, with a word, where there is no socat. */
export async function floodReport(chromium: string | null): Promise<{ floods: Flood[]; table: string } | null> {
  if (which('socat') === null || which('yes') === null) {
    process.stderr.write('The flood is left out: it needs yes and socat.\n')
    return null
  }
  const floods = [await flood('nobody else', false, chromium), await flood('one who listens', true, chromium)]
  return { floods, table: floodTable(floods) }
}

async function flood(title: string, listener: boolean, chromium: string | null): Promise<Flood> {
  const lab = await startLab(new URL('loop-delay.ts', import.meta.url).href)
  const viewer = await (chromium === null ? openSocketViewer(lab) : openPage(chromium, lab))
  const address = `TCP:127.0.0.1:${lab.port}`
  const others = listener ? [start('socat', ['-u', address, 'OPEN:/dev/null'], { stdio: 'ignore' })] : []
  try {
    if (listener) while ((await api<Run>(lab, '')).present === 0) await delay(ASK_EVERY_MS)
    const before = { disk: folderSize(lab.data), cpu: cpuSeconds(lab.pid), rss: memory(lab.pid, 'VmRSS') }
    await loopDelay(lab)
    const yes = start('yes', [], { stdio: ['ignore', 'pipe', 'ignore'] })
    const socat = start('socat', ['-u', 'STDIN', address], { stdio: [yes.stdout!, 'ignore', 'inherit'] })
    others.push(yes, socat)
    // socat reads its end of the pipe; ours would keep yes alive without it.
    yes.stdout!.destroy()
    const { rss, asked } = await watch(lab)
    const loop = await loopDelay(lab)
    const cpu = cpuSeconds(lab.pid)
    const { participants } = await api<ParticipantList>(lab, '/participants')
    const { bytes, lines } = participants.at(-1)!.sent
    const { lastSeq: events } = await api<Run>(lab, '')
    await Promise.all([yes, socat].map(stop))
    await requireSeen(viewer, lab)
    const quantile = (q: number) => asked[Math.min(asked.length - 1, Math.floor(q * asked.length))] ?? NaN
    return {
      title,
      rss: [before.rss, ...rss],
      disk: (folderSize(lab.data) - before.disk) / 2 ** 20,
      events,
      lines,
      sent: bytes / 2 ** 20,
      cpu: cpu === null || before.cpu === null ? null : cpu - before.cpu,
      loop,
      health: { p50: quantile(0.5), p99: quantile(0.99), max: quantile(1) },
    }
  } finally {
    await Promise.all(others.map(stop))
    await viewer.stop()
    await lab.stop()
  }
}

/** Asks whether the lab works, again and again. Gives resident memory each second, and the sorted answer times. */
async function watch(lab: LabPeer): Promise<{ rss: (number | null)[]; asked: number[] }> {
  const rss: (number | null)[] = []
  const asked: number[] = []
  const begin = performance.now()
  while (rss.length < SECONDS) {
    const at = performance.now()
    await (await fetch(`${lab.url}/api/health`)).arrayBuffer()
    asked.push(performance.now() - at)
    if (performance.now() - begin >= (rss.length + 1) * 1000) rss.push(memory(lab.pid, 'VmRSS'))
    await delay(ASK_EVERY_MS)
  }
  return { rss, asked: asked.sort((a, b) => a - b) }
}

function floodTable(floods: readonly Flood[]): string {
  const row = (name: string, one: (flood: Flood) => string) => [name, ...floods.map(one)]
  const rssAt = (second: number) => (flood: Flood) => whole(flood.rss[second] ?? null)
  return table(
    [`yes \\| socat, ${SECONDS} s`, ...floods.map(({ title }) => title)],
    [
      row('lines/s', ({ lines }) => whole(lines / SECONDS)),
      row('MiB/s read', ({ sent }) => digits(sent / SECONDS)),
      row('events/s', ({ events }) => whole(events / SECONDS)),
      row('disk, MiB/s', ({ disk }) => digits(disk / SECONDS)),
      row('processor s/s', ({ cpu }) => digits(cpu === null ? null : cpu / SECONDS)),
      row('resident MiB: before', rssAt(0)),
      row('resident MiB: after 5 s', rssAt(5)),
      row('resident MiB: after 10 s', rssAt(10)),
      row(`resident MiB: after ${SECONDS} s`, rssAt(SECONDS)),
      row('event loop late, ms: p50', ({ loop }) => digits(loop.p50)),
      row('event loop late, ms: p99', ({ loop }) => digits(loop.p99)),
      row('event loop late, ms: most', ({ loop }) => digits(loop.max)),
      row('answer of /api/health, ms: p50', ({ health }) => digits(health.p50)),
      row('answer of /api/health, ms: p99', ({ health }) => digits(health.p99)),
      row('answer of /api/health, ms: most', ({ health }) => digits(health.max)),
    ],
    1,
  )
}

async function loopDelay(lab: LabPeer): Promise<LoopDelay> {
  const answer = once(lab.child, 'message')
  lab.child.send('how late')
  return (await answer)[0] as LoopDelay
}

async function api<T>({ url, run }: LabPeer, path: string): Promise<T> {
  return (await (await fetch(`${url}/api/runs/${run}${path}`)).json()) as T
}

/** Bytes of the files of a folder. */
function folderSize(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
}

/**
 * The lab's UDP receiver under a flood of socat's: how many datagrams a second are received, how many the kernel drops, whether
 * every one of them is one or the other, and whether memory stays flat. Bounded, on loopback. Counterpart: `flood.ts`.
 */
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { which } from '../scripts/terminal.mjs'
import type { EventPage, ParticipantList } from '#shared/protocol/rest.ts'
import type { Run } from '#shared/protocol/model.ts'
import { start, stop } from './children.ts'
import { startLab, type LabPeer } from './peers.ts'
import { cpuSeconds, memory } from './generator/proc.ts'
import { digits, table, whole } from './report.ts'

const ASK_EVERY_MS = 50
/** The lab looks at the count of drops once a second. */
const SETTLED_MS = 15_000

const FLOODS = [
  { size: 64, count: 1_000_000 },
  { size: 1400, count: 500_000 },
] as const

export interface DatagramFlood {
  readonly size: number
  readonly sent: number
  readonly received: number
  /** By the kernel's table, and by the lab's events. */
  readonly dropped: number
  readonly told: number
  readonly seconds: number
  readonly cpu: number | null
  /** Resident MiB before, then each second until the flood is over. */
  readonly rss: readonly (number | null)[]
  readonly peak: number | null
  /** Milliseconds that /api/health took. */
  readonly health: { readonly p50: number; readonly p99: number; readonly max: number }
}

/** Null, with a word, where there is no socat or no table of drops. Throws when a datagram is neither received nor counted. */
export async function datagramReport(): Promise<{ floods: DatagramFlood[]; table: string } | null> {
  if (which('socat') === null || process.platform !== 'linux') {
    process.stderr.write('The flood of datagrams is left out: it needs socat, and /proc/net/udp.\n')
    return null
  }
  const floods: DatagramFlood[] = []
  for (const { size, count } of FLOODS) floods.push(await flood(size, count))
  return { floods, table: floodTable(floods) }
}

async function flood(size: number, sent: number): Promise<DatagramFlood> {
  const lab = await startLab()
  try {
    const run = await post<Run>(lab, { program: 'udp-receiver', listen: [{ transport: 'udp', port: 0 }] })
    const port = run.listeners[0]!.port
    const before = { cpu: cpuSeconds(lab.pid), rss: memory(lab.pid, 'VmRSS') }
    const began = performance.now()
    const source = `OPEN:/dev/zero,readbytes=${size * sent}`
    const socat = start('socat', ['-u', '-b', String(size), source, `UDP-SENDTO:127.0.0.1:${port}`], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const { rss, asked } = await watch(lab, () => socat.exitCode !== null)
    const received = await settled(lab, run.id, port, sent)
    const seconds = (performance.now() - began) / 1000
    const cpu = cpuSeconds(lab.pid)
    await stop(socat)
    const quantile = (q: number) => asked[Math.min(asked.length - 1, Math.floor(q * asked.length))] ?? NaN
    return {
      size,
      sent,
      received,
      dropped: dropsOf(port),
      told: await toldDrops(lab, run.id, dropsOf(port)),
      seconds,
      cpu: cpu === null || before.cpu === null ? null : cpu - before.cpu,
      rss: [before.rss, ...rss],
      peak: memory(lab.pid, 'VmHWM'),
      health: { p50: quantile(0.5), p99: quantile(0.99), max: quantile(1) },
    }
  } finally {
    await lab.stop()
  }
}

/** Asks whether the lab works until the flood is over. Gives resident memory each second, and the sorted answer times. */
async function watch(lab: LabPeer, over: () => boolean): Promise<{ rss: (number | null)[]; asked: number[] }> {
  const rss: (number | null)[] = []
  const asked: number[] = []
  const begin = performance.now()
  while (!over()) {
    const at = performance.now()
    await (await fetch(`${lab.url}/api/health`)).arrayBuffer()
    asked.push(performance.now() - at)
    if (performance.now() - begin >= (rss.length + 1) * 1000) rss.push(memory(lab.pid, 'VmRSS'))
    await delay(ASK_EVERY_MS)
  }
  return { rss, asked: asked.sort((a, b) => a - b) }
}

/** Resolves with the number of datagrams received, once each that was sent is received or dropped. */
async function settled(lab: LabPeer, run: string, port: number, sent: number): Promise<number> {
  const end = performance.now() + SETTLED_MS
  for (;;) {
    const { participants } = await get<ParticipantList>(lab, `/runs/${run}/participants`)
    const received = participants.reduce((sum, { sent }) => sum + sent.lines, 0)
    if (received + dropsOf(port) === sent) return received
    if (performance.now() > end) {
      throw new Error(`${sent} datagrams were sent, ${received} received, ${dropsOf(port)} dropped: some are missing.`)
    }
    await delay(ASK_EVERY_MS)
  }
}

/** What the lab's own events say was dropped, once they say what the kernel does. */
async function toldDrops(lab: LabPeer, run: string, dropped: number): Promise<number> {
  const end = performance.now() + SETTLED_MS
  for (;;) {
    let told = 0
    for (let after = 0, more = true; more;) {
      const page = await get<EventPage>(lab, `/runs/${run}/events?after=${after}&limit=1000&filter=kind:kernel-drops`)
      for (const event of page.events) if (event.kind === 'kernel-drops') told += event.count
      more = page.scanned > after
      after = page.scanned
    }
    if (told === dropped) return told
    if (performance.now() > end) throw new Error(`The kernel dropped ${dropped}, and the lab tells of ${told}.`)
    await delay(ASK_EVERY_MS)
  }
}

/** The last column of the row of this port. */
function dropsOf(port: number): number {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const rows = readFileSync('/proc/net/udp', 'latin1').split('\n').slice(1)
  const row = rows.map((line) => line.trim().split(/\s+/)).find((columns) => columns[1]?.endsWith(local))
  return Number(row?.at(-1))
}

function floodTable(floods: readonly DatagramFlood[]): string {
  const row = (name: string, one: (flood: DatagramFlood) => string) => [name, ...floods.map(one)]
  return table(
    ['socat to the UDP receiver', ...floods.map(({ size }) => `${whole(size)} bytes`)],
    [
      row('datagrams sent', ({ sent }) => whole(sent)),
      row('sent/s', ({ sent, seconds }) => whole(sent / seconds)),
      row('received/s', ({ received, seconds }) => whole(received / seconds)),
      row('received, %', ({ received, sent }) => digits((100 * received) / sent)),
      row('dropped by the kernel', ({ dropped }) => whole(dropped)),
      row('dropped, by the events of the lab', ({ told }) => whole(told)),
      row('seconds', ({ seconds }) => digits(seconds)),
      row('processor s/s', ({ cpu, seconds }) => digits(cpu === null ? null : cpu / seconds)),
      row('resident MiB: before', ({ rss }) => whole(rss[0] ?? null)),
      row('resident MiB: each second', ({ rss }) => rss.slice(1).map(whole).join(' ')),
      row('resident MiB: most', ({ peak }) => whole(peak)),
      row('answer of /api/health, ms: p50', ({ health }) => digits(health.p50)),
      row('answer of /api/health, ms: p99', ({ health }) => digits(health.p99)),
      row('answer of /api/health, ms: most', ({ health }) => digits(health.max)),
    ],
    1,
  )
}

async function post<T>({ url }: LabPeer, body: object): Promise<T> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  return (await (await fetch(`${url}/api/runs`, init)).json()) as T
}

async function get<T>({ url }: LabPeer, path: string): Promise<T> {
  return (await (await fetch(`${url}/api${path}`)).json()) as T
}

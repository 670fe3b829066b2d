/**
 * The benchmark: the lab's relay, its journal on and somebody watching, side by side with other relays.
 * Rounds are interleaved, A B C A B C, so that a noisy moment of the machine meets all of them, and medians are shown.
 * It stays on the loopback interface, and leaves neither process nor file behind. Exit codes: 0, 1 after a failure,
 * 2 for a bad command line.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { filesReport } from './files.ts'
import { datagramReport } from './datagrams.ts'
import { endlessReport } from './endless.ts'
import { floodReport } from './flood.ts'
import type { Figures } from './generator/main.ts'
import { LOADS, type Load } from './generator/loads.ts'
import { measure } from './measure.ts'
import { readOptions, USAGE, type Options } from './options.ts'
import { startLab, startNcat, startPython, type LabPeer, type Peer } from './peers.ts'
import { memory } from './generator/proc.ts'
import { recordingReport } from './recording.ts'
import { figuresTable, machine, ratiosTable, type Row } from './report.ts'
import { viewersReport } from './viewers.ts'
import { findChromium, openPage, openSocketViewer, requireSeen, type Viewer } from './viewer.ts'

/** A page that has just seen a flood is still painting. */
const REST_MS = 400

interface Contender {
  readonly name: string
  readonly peer: Peer
  readonly rounds: Map<Load, Figures[]>
  /** Throws when its figures mean nothing; then ends it. */
  finish(): Promise<void>
  stop(): Promise<void>
}

const say = (text: string) => process.stderr.write(`${text}\n`)

async function main(options: Options): Promise<void> {
  const contenders: Contender[] = []
  const here = machine()
  if (options.viewers !== null) {
    const { viewers, table } = await viewersReport(options.viewers.count, options.viewers.seconds)
    console.log(options.json ? JSON.stringify({ machine: here, viewers }) : `\n${here}\n\n${table}`)
    return
  }
  if (options.files !== null) {
    const files = await filesReport(options.files)
    console.log(options.json ? JSON.stringify({ machine: here, files }) : `\n${here}\n\n${files?.table ?? ''}`)
    return
  }
  try {
    const chromium = await findChromium()
    await gather(contenders, chromium)
    for (let round = 1; round <= options.rounds; round++) await takeTurns(contenders, options, round)
    const peaks = new Map(contenders.map(({ name, peer }) => [name, memory(peer.pid, 'VmHWM')]))
    for (const contender of contenders) await contender.finish()
    const rows = LOADS.flatMap((load) =>
      contenders.map(({ name, rounds }): Row => ({ load, peer: name, rounds: rounds.get(load) ?? [] })),
    )
    await Promise.all(contenders.splice(0).map((contender) => contender.stop()))
    const flood = options.flood ? await floodReport(chromium) : null
    if (options.json)
      return console.log(JSON.stringify({ machine: here, options, rows, peaks: Object.fromEntries(peaks), flood }))
    console.log(`\n${here}; rounds: ${options.rounds}\n`)
    console.log(figuresTable(rows, peaks))
    console.log(`\n${ratiosTable(rows, pairs(rows))}`)
    if (flood) console.log(`\n${flood.table}`)
  } finally {
    await Promise.all(contenders.map((contender) => contender.stop()))
  }
}

async function datagrams({ json }: Options): Promise<void> {
  const here = machine()
  const report = await datagramReport()
  if (json) return console.log(JSON.stringify({ machine: here, datagrams: report?.floods ?? null }))
  if (report) console.log(`\n${here}\n\n${report.table}`)
}

async function endless({ json }: Options): Promise<void> {
  const here = machine()
  const { endless, table } = await endlessReport()
  console.log(json ? JSON.stringify({ machine: here, endless }) : `\n${here}\n\n${table}`)
}

async function recording(options: Options): Promise<void> {
  const here = machine()
  const { recording, table } = await recordingReport(options)
  console.log(options.json ? JSON.stringify({ machine: here, recording }) : `\n${here}\n\n${table}`)
}

/** Starts every relay that this machine has, and says which it has not. */
async function gather(contenders: Contender[], chromium: string | null): Promise<void> {
  const add = (
    name: string,
    peer: Peer | null,
    finish = () => Promise.resolve(),
    stop = () => peer?.stop() ?? Promise.resolve(),
  ) => {
    if (peer) contenders.push({ name, peer, rounds: new Map(), finish, stop })
    else say(`${name} is left out: it is not installed here.`)
  }
  const addLab = async (name: string, watch: (lab: LabPeer) => Promise<Viewer>) => {
    const lab = await startLab()
    const viewer = await watch(lab).catch(async (error: unknown) => {
      await lab.stop()
      throw error
    })
    add(
      name,
      lab,
      () => requireSeen(viewer, lab),
      () => viewer.stop().then(() => lab.stop()),
    )
  }
  await addLab('lab', openSocketViewer)
  add('Python select', await startPython())
  add('ncat --broker', await startNcat())
  if (chromium !== null) await addLab('lab + Chromium', (lab) => openPage(chromium, lab))
  else say('No Chromium was found: the lab is watched by a bare WebSocket only.')
}

async function takeTurns(contenders: readonly Contender[], options: Options, round: number): Promise<void> {
  const { warmUp, measured } = options
  for (const load of LOADS) {
    for (const { name, peer, rounds } of contenders) {
      const figures = await measure({ load, port: peer.port, pid: peer.pid, warmUp, measured })
      rounds.set(load, [...(rounds.get(load) ?? []), figures])
      say(
        `round ${round} of ${options.rounds}, ${load.title}: ${name} ${Math.round(figures.perSecond).toLocaleString('en')} lines/s`,
      )
      await delay(REST_MS)
    }
  }
}

function pairs(rows: readonly Row[]): { lab: string; other: string }[] {
  const names = [...new Set(rows.map(({ peer }) => peer))]
  const [labs, others] = [
    names.filter((name) => name.startsWith('lab')),
    names.filter((name) => !name.startsWith('lab')),
  ]
  return labs.flatMap((lab) => others.map((other) => ({ lab, other })))
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
let options: Options | null
try {
  options = readOptions(process.argv.slice(2))
} catch (error) {
  say(`${(error as Error).message}\n\n${USAGE}`)
  process.exit(2)
}
if (options?.datagrams) await datagrams(options)
else if (options?.endless) await endless(options)
else if (options?.recording) await recording(options)
else if (options) await main(options)
else console.log(USAGE)

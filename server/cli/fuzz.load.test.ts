/**
 * The whole lab under chance: runs of every program, pages, raw clients, files, broken networks and what no schema knows,
 * all at once. What must hold meanwhile and afterwards: `server/testing/fuzz/`. Each round has a seed, which is printed where
 * something broke; `FUZZ_SEED=n` has that round again, `npm run soak -- fuzz [minutes]` goes on for longer.
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fuzzRound } from '../testing/fuzz/round.ts'
import { STEPS_OF_ALL } from '../testing/fuzz/steps.ts'
import { isSlow, type Round } from '../testing/load/judge.ts'
import { LoadLab } from '../testing/load/lab.ts'
import { ProbePair } from '../testing/load/probe.ts'
import { until } from '../testing/raw-client.ts'

const MIB = 1_048_576
/** Long enough that one moment in which the machine was busy elsewhere does not decide. */
const WINDOW_MS = 12_000
const seed = process.env['FUZZ_SEED']
const MS = seed === undefined ? Number(process.env['SOAK_MINUTES'] ?? 0.8) * 60_000 : 0

let lab: LoadLab
let control: LoadLab
beforeAll(async () => {
  ;[lab, control] = await Promise.all([LoadLab.open(), LoadLab.open()])
}, 60_000)
afterAll(() => Promise.all([lab?.close(), control?.close()]))

it(
  'whatever anybody does, no promise is broken, nobody else is disturbed, and nothing is left of it',
  async () => {
    const probes = [await ProbePair.open(lab.port), await ProbePair.open(control.port)] as const
    // What the lab compiles and fills when it is first used, some 20 MiB, is nobody's: what a later round leaves is looked for.
    expect(await fuzzRound(lab, 1)).toBe('')
    const before = await lab.memory()
    const windows: Round[] = []
    const windowMs = Math.min(WINDOW_MS, Math.max(1000, MS / 4))
    let going = true
    const measured = (async () => {
      while (going) {
        const [attacked, beside] = await Promise.all([probes[0].measure(windowMs), probes[1].measure(windowMs)])
        windows.push({ attacked, control: beside })
      }
    })()
    const first = Number(seed ?? Math.floor(Math.random() * 2 ** 31))
    const deadline = performance.now() + MS
    let rounds = 0
    try {
      do {
        expect(await fuzzRound(lab, first + rounds++)).toBe('')
      } while (performance.now() < deadline)
    } finally {
      going = false
      await measured
      for (const probe of probes) probe.close()
    }
    console.log(`${rounds} rounds from the seed ${first}`)
    expect(windows.reduce((lost, { attacked }) => lost + attacked.lost, 0)).toBe(0)
    // Two of three in a row: one alone may be the machine's.
    const slow = windows.map(isSlow)
    const bad = slow.flatMap((is, at) => (is && (slow[at + 1] || slow[at + 2]) ? [windows[at]] : []))
    expect(bad).toEqual([])
    await until(
      'the memory to be free again',
      () => lab.memory(),
      (bytes) => bytes < before + 32 * MIB,
    )
    expect(lab.complaints()).toEqual([])
  },
  MS + 120_000,
)

it(
  'nor where all runs may be stopped and frozen at once',
  async () => {
    const first = Number(seed ?? Math.floor(Math.random() * 2 ** 31))
    const deadline = performance.now() + MS / 4
    let rounds = 0
    const alone = await LoadLab.open()
    try {
      do {
        expect(await fuzzRound(alone, first + rounds++, STEPS_OF_ALL)).toBe('')
      } while (performance.now() < deadline)
      expect(alone.complaints()).toEqual([])
    } finally {
      await alone.close()
    }
    console.log(`${rounds} rounds from the seed ${first}, with all stopped and frozen`)
  },
  MS + 120_000,
)

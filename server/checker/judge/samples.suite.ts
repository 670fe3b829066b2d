/**
 * The checker on the samples, right and wrong, each as its manifest says. In the suite a wrong one plays the stage that decides and no
 * more; `npm run soak -- check` plays all stages, with three seeds.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { build } from '../batch/build.ts'
import { readPlan, type Submission } from '../batch/plan.ts'
import { reportText } from '../report/text.ts'
import { CHECK_TEXTS } from '../text/languages.ts'
import { check, type Checked } from './check.ts'
import { judge } from './judge.ts'

const samples = fileURLToPath(new URL('../samples', import.meta.url))
const PATIENT = { timeout: 180_000 }
/** Of the suite. */
const SEEDS = [4711]

/** Not a wrapper of it, which costs more than the program. */
const python = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim()

const plan = readPlan(readFileSync(join(samples, 'manifest.json'), 'utf8'))

interface How {
  readonly skip: (why: string) => never
  readonly seed: number
  readonly long: boolean
}

async function checked({ entry, question }: Submission, { skip, seed, long }: How): Promise<Checked> {
  const folder = mkdtempSync(join(tmpdir(), 'socket-lab-sample-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const command = await build(entry, samples, folder).catch((error: NodeJS.ErrnoException) => {
    if (/ENOENT/.test(error.message)) return null
    throw error
  })
  if (command === null) return skip(`${entry.build?.[0]} is missing`)
  const only = long || entry.stage === undefined ? [] : [question.begins.id, entry.stage]
  const words = command.map((word) => (word === 'python3' ? python : word))
  return check({ question, command: words, seed, patience: 1, only })
}

const named = (verdict: string) =>
  plan.filter(({ entry }) => entry.verdict === verdict).map((one) => [one.entry.file, one.question.id, one] as const)

/** @param seeds what is said and cut, again and again @param long all stages of those that are wrong too */
export function rightOnes(seeds: readonly number[] = SEEDS): void {
  describe.each(seeds)('a program that is right, seed %i', (seed) => {
    it.for(named('right'))('passes: %s, question %s', PATIENT, async ([, , submission], { skip }) => {
      const { verdict, cause, remarks, stages } = await checked(submission, { skip, seed, long: true })
      expect(stages.filter(({ result, beyond }) => result !== 'pass' && !beyond)).toEqual([])
      expect([verdict, cause]).toEqual(['pass', null])
      if (submission.entry.beyond) expect(remarks).toEqual(submission.entry.beyond)
    })
  })
}

export function wrongOnes(seeds: readonly number[] = SEEDS, long = false): void {
  describe.each(seeds)('a program that is wrong, seed %i', (seed) => {
    it.for(named('wrong'))('is told why: %s, question %s', PATIENT, async ([, , submission], { skip }) => {
      const { question, entry } = submission
      const result = await checked(submission, { skip, seed, long })
      expect([result.verdict, result.cause]).toEqual(['fail', entry.cause])
      // The history alone gives the same verdict again.
      const failed = result.stages.find((stage) => stage.result === 'fail' && !stage.beyond)!
      expect(failed.id).toBe(entry.stage)
      const stage = question.stages.find(({ id }) => id === failed.id)!
      expect(judge(question, stage, failed.history).found).toEqual(failed.found)
      for (const lang of ['fr', 'en'] as const) {
        const texts = CHECK_TEXTS[lang]
        const report = reportText(result, texts)
        expect(report).toContain(texts.causes[entry.cause ?? ''])
        expect(report).toContain(texts.proof)
      }
    })
  })
}

/**
 * The checker on the samples, right and wrong, each as its manifest says. A wrong one plays the stage that decides, so that the suite
 * stays short; `npm run soak -- check` plays all stages with three seeds.
 */
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
const SEED = 4711

const plan = readPlan(readFileSync(join(samples, 'manifest.json'), 'utf8'))

async function checked({ entry, question }: Submission, skip: (why: string) => never): Promise<Checked> {
  const folder = mkdtempSync(join(tmpdir(), 'socket-lab-sample-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const command = await build(entry, samples, folder).catch((error: NodeJS.ErrnoException) => {
    if (/ENOENT/.test(error.message)) return null
    throw error
  })
  if (command === null) return skip(`${entry.build?.[0]} is missing`)
  const only = entry.stage === undefined ? [] : [question.begins.id, entry.stage]
  return check({ question, command, seed: SEED, patience: 1, only })
}

const named = (verdict: string) =>
  plan.filter(({ entry }) => entry.verdict === verdict).map((one) => [one.entry.file, one.question.id, one] as const)

describe('a program that is right', () => {
  it.for(named('right'))('passes: %s, question %s', PATIENT, async ([, , submission], { skip }) => {
    const { verdict, cause, remarks, stages } = await checked(submission, skip)
    expect(stages.filter(({ result, beyond }) => result !== 'pass' && !beyond)).toEqual([])
    expect([verdict, cause]).toEqual(['pass', null])
    if (submission.entry.beyond) expect(remarks).toEqual(submission.entry.beyond)
  })
})

describe('a program that is wrong', () => {
  it.for(named('wrong'))('is told why: %s, question %s', PATIENT, async ([, , submission], { skip }) => {
    const { question, entry } = submission
    const result = await checked(submission, skip)
    expect([result.verdict, result.cause]).toEqual(['fail', entry.cause])
    // The history alone gives the same verdict again.
    const failed = result.stages.find((stage) => stage.result === 'fail')!
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

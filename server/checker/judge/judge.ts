/** From a stage's history to what is said of it. Pure: a recorded history is judged again without running anything. */
import type { History } from '../history/history.ts'
import type { Difference } from '../history/seen.ts'
import { hasBegun } from '../stages/listen.ts'
import type { Question } from './questions.ts'
import type { Evidence, Stage } from '../stages/stage.ts'

export const UNEXPLAINED = 'unexplained'

export interface Found {
  readonly cause: string
  readonly evidence: Evidence | null
}

export interface Judged {
  readonly id: string
  /** unsure: two tries, two results. skipped: not reached, or without what it needs. */
  readonly result: 'pass' | 'fail' | 'unsure' | 'skipped'
  readonly beyond: boolean
  readonly difference: Difference | null
  /** Of a stage that failed: the first is the cause; those that follow fit as well. */
  readonly found: readonly Found[]
  readonly history: History
  readonly ms: number
}

/** Why a stage failed: the rules that fit, those by the kernel's facts first. */
export function causesOf(question: Question, stage: Stage, history: History): Found[] {
  const fitting = question.rules
    .filter(({ stages }) => stages === 'all' || stages.includes(stage.id))
    .flatMap((rule) => {
      const evidence = rule.fits(history)
      return evidence ? [{ cause: rule.cause, evidence, byKernel: rule.byKernel === true }] : []
    })
  const sorted = [...fitting.filter(({ byKernel }) => byKernel), ...fitting.filter(({ byKernel }) => !byKernel)]
  const found = sorted.filter((one, i) => sorted.findIndex(({ cause }) => cause === one.cause) === i)
  return found.length > 0
    ? found.map(({ cause, evidence }) => ({ cause, evidence }))
    : [{ cause: UNEXPLAINED, evidence: null }]
}

/** What a stage's history says. A program that was to listen or connect first, and did not, has shown nothing that could be right. */
export function judge(question: Question, stage: Stage, history: History): Judged {
  const { begins } = question
  const judging = stage.startsItself || hasBegun(history) ? stage : { ...stage, judge: begins.judge, id: begins.id }
  const difference = judging.judge(history)
  const found = difference ? causesOf(question, judging, history) : []
  const result = difference ? 'fail' : 'pass'
  return {
    id: stage.id,
    result,
    beyond: stage.beyond === true,
    difference,
    found,
    history,
    ms: history.at(-1)?.ms ?? 0,
  }
}

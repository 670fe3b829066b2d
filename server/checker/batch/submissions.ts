/** The submissions of a folder, by its plan or by the names of its files. Counterpart: `plan.ts`. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Question } from '../judge/questions.ts'
import { entryOf, readPlan, type Submission } from './plan.ts'

/** A folder for each student, and one in it. */
const DEEPEST = 3

export interface Found {
  readonly submissions: readonly Submission[]
  /** Files whose name does not tell what they are. */
  readonly passedOver: readonly string[]
}

/** @param plan a file; null: names tell @throws what reading throws, or Error for a plan that is none */
export function submissionsIn(folder: string, plan: string | null, asked: Question | null): Found {
  if (plan !== null) {
    const all = readPlan(readFileSync(plan, 'utf8'))
    return { submissions: all.filter(({ question }) => asked === null || question === asked), passedOver: [] }
  }
  const files = filesIn(folder, DEEPEST)
    .map((file) => relative(folder, file))
    .sort()
  const found = files.map((file) => [file, entryOf(file, asked)] as const)
  return {
    submissions: found.flatMap(([, one]) => one ?? []),
    passedOver: found.flatMap(([file, one]) => (one ? [] : [file])),
  }
}

function filesIn(folder: string, deep: number): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    const stat = statSync(path)
    if (!stat.isDirectory()) return stat.isFile() ? [path] : []
    return deep > 1 ? filesIn(path, deep - 1) : []
  })
}

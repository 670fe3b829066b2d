/** Arguments of `socket-lab check --dir`. Throws CheckUsageError. Counterparts: `cli/check-folder.ts`; `check-arguments.ts`, of one program. */
import { randomInt } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { LANGS, type Lang } from '#shared/model/languages.ts'
import { questionOf, type Question } from '../../checker/judge/questions.ts'
import { CHECK_TEXTS } from '../../checker/text/languages.ts'
import { CheckUsageError } from './check-arguments.ts'

const MOST_SEED = 1_000_000
const MOST_JOBS = 64

export interface FolderCommand {
  readonly dir: string
  readonly plan: string | null
  /** null: the plan tells, or the names do. */
  readonly question: Question | null
  readonly jobs: number
  readonly seed: number
  readonly junit: string | null
  readonly json: string | null
  /** Without a network of their own. */
  readonly trust: boolean
  readonly lang: Lang
}

const OPTIONS = {
  dir: { type: 'string' },
  plan: { type: 'string' },
  jobs: { type: 'string' },
  seed: { type: 'string' },
  junit: { type: 'string' },
  json: { type: 'string' },
  isolate: { type: 'boolean' },
  trust: { type: 'boolean' },
  lang: { type: 'string' },
} as const

export function readFolderArguments(argv: readonly string[], locale: Lang): FolderCommand {
  const { values, positionals } = parse(argv)
  const lang = values.lang === undefined ? locale : LANGS.find((one) => one === values.lang)
  if (!lang) throw new CheckUsageError(CHECK_TEXTS[locale].badLang(values.lang ?? ''))
  const texts = CHECK_TEXTS[lang]
  const [id, role, ...more] = positionals
  const question = id === undefined ? null : questionOf(id, role)
  if (more.length > 0 || (id !== undefined && !question))
    throw new CheckUsageError(texts.noQuestion(positionals.join(' '), '1, 2, 3, 4, 5, 6'))
  const { seed = String(randomInt(MOST_SEED)), jobs = String(availableParallelism()) } = values
  if (!/^\d{1,9}$/.test(seed)) throw new CheckUsageError(texts.badSeed(seed))
  if (!/^\d+$/.test(jobs) || Number(jobs) < 1 || Number(jobs) > MOST_JOBS)
    throw new CheckUsageError(texts.badJobs(jobs, MOST_JOBS))
  const { dir = '', plan = null, junit = null, json = null, trust = false } = values
  return { dir, plan, question, jobs: Number(jobs), seed: Number(seed), junit, json, trust, lang }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    throw new CheckUsageError((error as Error).message)
  }
}

/** Arguments after `socket-lab check` -> what to check. Throws CheckUsageError, a line for the terminal. Counterpart: `cli/check.ts`. */
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { LANGS, type Lang } from '#shared/model/languages.ts'
import { QUESTIONS, questionOf, type Question } from '../../checker/judge/questions.ts'
import type { CheckTexts } from '../../checker/text/fr.ts'
import { CHECK_TEXTS } from '../../checker/text/languages.ts'

export class CheckUsageError extends Error {}

/** Where the worksheet has its server. */
export const SHEET_PORT = 8080
const MOST_SEED = 1_000_000

export interface CheckCommand {
  readonly question: Question
  /** The student's program and its arguments. */
  readonly command: readonly string[]
  readonly seed: number
  readonly patience: number
  readonly only: readonly string[]
  /** A file, "-" for standard output, null for none. */
  readonly json: string | null
  readonly lang: Lang
}

const OPTIONS = {
  seed: { type: 'string' },
  only: { type: 'string', multiple: true },
  patience: { type: 'string' },
  json: { type: 'string' },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

/** @param locale the language of the terminal */
export function readCheckArguments(argv: readonly string[], locale: Lang): CheckCommand | { help: true; lang: Lang } {
  const end = argv.indexOf('--')
  const [own, command] = end < 0 ? [argv, []] : [argv.slice(0, end), argv.slice(end + 1)]
  const { values, positionals } = parse(own)
  const lang = values.lang === undefined ? locale : LANGS.find((one) => one === values.lang)
  if (!lang) throw new CheckUsageError(CHECK_TEXTS[locale].badLang(values.lang ?? ''))
  const texts = CHECK_TEXTS[lang]
  if (values.help) return { help: true, lang }
  const question = questionAsked(positionals, texts)
  if (command.length === 0) throw new CheckUsageError(texts.noCommand)
  const { seed = String(randomInt(MOST_SEED)), patience = '1', only = [] } = values
  if (!/^\d{1,9}$/.test(seed)) throw new CheckUsageError(texts.badSeed(seed))
  if (!(Number(patience) >= 1)) throw new CheckUsageError(texts.badPatience(patience))
  const stages = question.stages.map(({ id }) => id)
  const unknown = only.find((id) => !stages.includes(id))
  if (unknown !== undefined) throw new CheckUsageError(texts.badOnly(unknown, stages.join(', ')))
  return { question, command, seed: Number(seed), patience: Number(patience), only, json: values.json ?? null, lang }
}

/** Of a question with two ends somebody has to say which one: a guess would accuse a client of not listening. */
function questionAsked([id = '', role, ...more]: readonly string[], texts: CheckTexts): Question {
  const roles = QUESTIONS.filter((one) => one.id === id).map((one) => one.role)
  const known = [...new Set(QUESTIONS.map((one) => one.id))].join(', ')
  if (roles.length === 0 || more.length > 0)
    throw new CheckUsageError(texts.noQuestion([id, role, ...more].join(' ').trim(), known))
  const question = role === undefined && roles.length > 1 ? null : questionOf(id, role)
  if (!question) throw new CheckUsageError(texts.noRole(id, roles.join(', ')))
  return question
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    throw new CheckUsageError((error as Error).message)
  }
}

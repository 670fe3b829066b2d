/**
 * `socket-lab check`: plays a question of the worksheet with the student's own program, in this terminal, and says the true cause of
 * what is wrong with it. Counterparts: `server/checker/`, which plays and judges; `terminal/check-arguments.ts`.
 * Exit codes: 0 right, 1 wrong, 2 something must be changed first, 3 unsure, 4 the checker's own error, 128 + n ended by signal n.
 */
import { accessSync, constants, writeFileSync } from 'node:fs'
import { platform } from 'node:os'
import { delimiter, join } from 'node:path'
import { check } from '../checker/judge/check.ts'
import { toJson } from '../checker/report/json.ts'
import { reportText, stageLine } from '../checker/report/text.ts'
import { CHECK_TEXTS } from '../checker/text/languages.ts'
import { holderOf } from '../kernel/port-holder.ts'
import { exitCodeOf, onSignal } from './signals.ts'
import { readCheckArguments, CheckUsageError, SHEET_PORT, type CheckCommand } from './terminal/check-arguments.ts'
import { langOf } from './terminal/lang.ts'
import { outputs } from './terminal/standard-streams.ts'

const EXIT = { pass: 0, fail: 1, unsure: 3 } as const
const WRONG_COMMAND = 2
const OWN_ERROR = 4

const { out, err } = outputs()

/** Runs the subcommand, and leaves its exit code in the process. @param argv what follows `check` */
export async function checkProgram(argv: readonly string[]): Promise<void> {
  if (isFolder(argv)) return checkAll(argv)
  const command = commandOrExit(argv)
  if ('help' in command) return void out.write(`${CHECK_TEXTS[command.lang].usage}\n`)
  const texts = CHECK_TEXTS[command.lang]
  if (platform() !== 'linux') return refuse(texts.unsupported)
  const [program = ''] = command.command
  if (!isThere(program)) return refuse(texts.noStart(program, 'ENOENT'))
  const fixed = !command.command.some((word) => word.includes('{port}'))
  const holder = fixed ? holderOf(SHEET_PORT) : ''
  if (holder !== '') return refuse(texts.taken(SHEET_PORT, holder))
  process.exitCode = await play(command)
}

const isFolder = (argv: readonly string[]): boolean => {
  const end = argv.indexOf('--')
  return (end < 0 ? argv : argv.slice(0, end)).some((word) => word === '--dir' || word.startsWith('--dir='))
}

async function checkAll(argv: readonly string[]): Promise<void> {
  if (platform() !== 'linux') return refuse(CHECK_TEXTS[langOf(process.env)].unsupported)
  // One program does not wait for what a class needs.
  const [{ checkFolder }, { readFolderArguments }] = await Promise.all([
    import('./check-folder.ts'),
    import('./terminal/folder-arguments.ts'),
  ])
  try {
    process.exitCode = await checkFolder(readFolderArguments(argv, langOf(process.env)))
  } catch (error) {
    if (!(error instanceof CheckUsageError)) throw error
    refuse(error.message)
  }
}

function commandOrExit(argv: readonly string[]): CheckCommand | { help: true; lang: CheckCommand['lang'] } {
  try {
    return readCheckArguments(argv, langOf(process.env))
  } catch (error) {
    if (!(error instanceof CheckUsageError)) throw error
    err.write(`socket-lab: ${error.message}\n`)
    process.exit(WRONG_COMMAND)
  }
}

/** Whether a shell would find it (POSIX, 2.9.1.4). */
function isThere(program: string): boolean {
  const places = program.includes('/')
    ? [program]
    : (process.env['PATH'] ?? '').split(delimiter).map((at) => join(at, program))
  return places.some((place) => {
    try {
      accessSync(place, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

function refuse(message: string): void {
  err.write(`socket-lab: ${message}\n`)
  process.exitCode = WRONG_COMMAND
}

async function play({ question, command, seed, patience, only, json, lang }: CheckCommand): Promise<number> {
  const texts = CHECK_TEXTS[lang]
  const ending = new AbortController()
  let ended: NodeJS.Signals | null = null
  onSignal((signal) => {
    ended = signal
    ending.abort()
  })
  // Standard output is the JSON alone.
  const say = (text: string): void => void (json === '-' ? err : out).write(`${text}\n`)
  say(`${texts.title(question.id, command.join(' '))}   (${texts.seed(seed)})`)
  try {
    const request = { question, command, seed, patience, only, signal: ending.signal }
    let number = 0
    const checked = await check(request, (stage) => say(stageLine(stage, ++number, texts)))
    say(reportText(checked, texts))
    if (json !== null) {
      const text = `${JSON.stringify(toJson(checked), null, 2)}\n`
      if (json === '-') out.write(text)
      else writeFileSync(json, text)
    }
    return EXIT[checked.verdict]
  } catch (error) {
    if (ended !== null) return exitCodeOf(ended)
    const { code, message } = error as NodeJS.ErrnoException
    err.write(`socket-lab: ${texts.noStart(command[0] ?? '', code ?? message)}\n`)
    return OWN_ERROR
  }
}

/**
 * `socket-lab check --dir`: checks a folder of submissions, some at a time, each in a checker of its own, and says which causes a class
 * has. Counterparts: `check.ts`, which each of them runs; `isolation.ts`; `server/checker/batch/`.
 * Exit codes: 0 all right, 1 one is wrong or does not build, 2 something must be changed first, 3 one is unsure, 4 a checker failed.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from '../checker/batch/build.ts'
import type { Submission } from '../checker/batch/plan.ts'
import { submissionsIn, type Found } from '../checker/batch/submissions.ts'
import { toJunit, type Told } from '../checker/report/junit.ts'
import { CHECK_TEXTS } from '../checker/text/languages.ts'
import { own } from '../core/own.ts'
import { isolation, trusted, type Isolation } from './isolation.ts'
import { exitCodeOf, onSignal } from './signals.ts'
import type { FolderCommand } from './terminal/folder-arguments.ts'
import { outputs } from './terminal/standard-streams.ts'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))
const WRONG_COMMAND = 2
const OWN_ERROR = 4

/** What a submission came to: what its checker wrote, and what of it the batch knows itself. */
type Result = Told & { readonly cause: string | null }

const { out, err } = outputs()

/** @returns the exit code */
export async function checkFolder(command: FolderCommand): Promise<number> {
  const texts = CHECK_TEXTS[command.lang]
  const way = command.trust ? trusted() : isolation()
  if (way === null) return refuse(texts.noIsolation)
  let found: Found
  try {
    found = submissionsIn(command.dir, command.plan, command.question)
  } catch (error) {
    return refuse((error as Error).message)
  }
  if (found.submissions.length === 0) return refuse(texts.nothingIn(command.dir))
  const say = (text: string): void => void (command.json === '-' ? err : out).write(`${text}\n`)
  say(texts.folderTitle(found.submissions.length, way.kind, command.seed))
  for (const file of found.passedOver) say(texts.passedOver(file))
  const batch = new Batch(command, way)
  onSignal((signal) => batch.end(signal))
  const results = await batch.run(found.submissions, (result) => say(resultLine(result, texts.causes)))
  if (batch.ended !== null) return exitCodeOf(batch.ended)
  say(summary(results, texts))
  await write(command, way, results)
  return codeOf(results)
}

function refuse(message: string): number {
  err.write(`socket-lab: ${message}\n`)
  return WRONG_COMMAND
}

const MARKS: Readonly<Record<string, string>> = { pass: '✓', fail: '✗', unsure: '?', error: '!' }

const resultLine = (
  { file, question, role, verdict, cause, error }: Result,
  causes: Readonly<Record<string, string>>,
) =>
  `${MARKS[verdict] ?? '!'} ${file}  (${question} ${role})  ${cause === null ? '' : `${cause}: ${causes[cause] ?? ''}`}${error?.split('\n')[0] ?? ''}`.trimEnd()

/** How many of the class have each cause, most first: what is to be spoken of next. */
function summary(results: readonly Result[], texts: (typeof CHECK_TEXTS)['fr']): string {
  const counts = new Map<string, number>()
  for (const { cause } of results) if (cause !== null) counts.set(cause, (counts.get(cause) ?? 0) + 1)
  const rows = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
  const right = results.filter(({ verdict }) => verdict === 'pass').length
  const lines = rows.map(([cause, count]) => texts.ofClass(count, results.length, cause, texts.causes[cause] ?? ''))
  return ['', texts.rightOfClass(right, results.length), ...lines].join('\n')
}

async function write(
  { junit, json, seed, lang }: FolderCommand,
  way: Isolation,
  results: readonly Result[],
): Promise<void> {
  if (junit !== null) await writeFile(junit, toJunit(results, CHECK_TEXTS[lang].causes))
  if (json === null) return
  const text = `${JSON.stringify({ version: 1, seed, isolation: way.kind, submissions: results }, null, 2)}\n`
  if (json === '-') out.write(text)
  else await writeFile(json, text)
}

function codeOf(results: readonly Result[]): number {
  const verdicts = new Set(results.map(({ verdict }) => verdict))
  if (verdicts.has('crashed')) return OWN_ERROR
  if (verdicts.has('fail') || verdicts.has('error')) return 1
  return verdicts.has('unsure') ? 3 : 0
}

class Batch {
  readonly #command: FolderCommand
  readonly #way: Isolation
  readonly #running = new Set<ChildProcess>()
  ended: NodeJS.Signals | null = null

  constructor(command: FolderCommand, way: Isolation) {
    this.#command = command
    this.#way = way
  }

  /** Each checker ends what it has started, then itself. */
  end(signal: NodeJS.Signals): void {
    this.ended = signal
    for (const child of this.#running) child.kill(signal)
  }

  /** In the order of the folder, whoever is ready first. */
  async run(submissions: readonly Submission[], told: (result: Result) => void): Promise<Result[]> {
    const results: Result[] = []
    const waiting = submissions.map((submission, index) => ({ submission, index }))
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next && this.ended === null; next = waiting.shift()) {
        const result = await this.#check(next.submission)
        results[next.index] = result
        if (this.ended === null) told(result)
      }
    }
    await Promise.all(Array.from({ length: this.#command.jobs }, work))
    return results
  }

  async #check({ entry, question }: Submission): Promise<Result> {
    const base = { file: entry.file, question: question.id, role: question.role, ms: 0, stages: [], cause: null }
    const folder = await mkdtemp(join(tmpdir(), 'socket-lab-check-'))
    try {
      const words = await build(entry, this.#command.dir, folder)
      const result = await this.#spawn([question.id, question.role], words, join(folder, 'result.json'))
      return { ...base, error: null, ...result }
    } catch (error) {
      return { ...base, verdict: 'error', error: (error as Error).message }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  /** @returns what its checker wrote; where it wrote nothing, what it said */
  async #spawn(
    question: readonly string[],
    words: readonly string[],
    file: string,
  ): Promise<Partial<Result> & Pick<Result, 'verdict'>> {
    const { seed, lang } = this.#command
    const options = ['--seed', String(seed), '--lang', lang, '--json', file]
    const all = [...this.#way.words, process.execPath, MAIN, 'check', ...question, ...options, '--', ...words]
    const [program = '', ...args] = all
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    own(child)
    let said = ''
    if (child.stderr) {
      own(child.stderr)
      child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)))
    }
    this.#running.add(child)
    await once(child, 'close')
    this.#running.delete(child)
    const text = await readFile(file, 'utf8').catch(() => null)
    return text === null ? { verdict: 'crashed', error: said.trim() } : (JSON.parse(text) as Result)
  }
}

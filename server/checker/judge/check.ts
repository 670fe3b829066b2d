/**
 * Checks a program: plays the stages of a question in order, each with a fresh process, and judges what was recorded. A stage that
 * fails is played once more with double patience before anybody is accused; two results that differ are `unsure`.
 * Counterparts: `play.ts`, `judge.ts`; `report/`, which tells it.
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { judge, type Judged } from './judge.ts'
import { freePort } from '../subject/port.ts'
import { startGuard } from '../subject/guard.ts'
import { Play } from '../stages/play.ts'
import type { Question } from './questions.ts'
import type { Stage } from '../stages/stage.ts'
import { Tokens } from '../stages/tokens.ts'

export interface CheckRequest {
  readonly question: Question
  /** Words, with {port}, {host} and {n} where the program takes them; without {port} it is 8080, as the sheet says. */
  readonly command: readonly string[]
  readonly seed: number
  readonly patience: number
  /** Only these stages. */
  readonly only?: readonly string[]
  readonly signal?: AbortSignal
}

export type Verdict = 'pass' | 'fail' | 'unsure'

export interface Checked {
  readonly request: CheckRequest
  readonly verdict: Verdict
  readonly cause: string | null
  /** Of things that the sheet does not ask for. */
  readonly remarks: readonly string[]
  readonly stages: readonly Judged[]
  readonly ms: number
}

/** Our own timer was so late: the machine was busy with something else, and nobody is judged by that. */
const LATE_MS = 200
const MOST_LATE_TRIES = 2
const SHEET_PORT = 8080
const LOOPBACK = '127.0.0.1'
/** Loopback too (RFC 1122, 3.2.1.3), and not the address that everybody writes. */
const STRANGE_HOST = '127.0.0.2'

/** @param told called with each stage as it is judged */
export async function check(request: CheckRequest, told: (stage: Judged) => void = () => {}): Promise<Checked> {
  const began = Date.now()
  const mark = `SOCKET_LAB_CHECK=${randomBytes(8).toString('hex')}`
  const folder = await mkdtemp(join(tmpdir(), 'socket-lab-check-'))
  const guard = startGuard(mark, folder)
  const stages: Judged[] = []
  try {
    let stopped = false
    const remarks: string[] = []
    for (const [index, stage] of request.question.stages.entries()) {
      if (request.only?.length && !request.only.includes(stage.id)) continue
      request.signal?.throwIfAborted()
      const without = stage.without?.some((remark) => remarks.includes(remark))
      const judged =
        stopped || without ? skipped(stage) : await playTwice({ request, stage, index, mark, folder, late: 0 })
      stages.push(judged)
      told(judged)
      if (judged.result === 'pass' || judged.result === 'skipped') continue
      if (judged.beyond) remarks.push(judged.found[0]?.cause ?? stage.id)
      else stopped = true
    }
    const failed = stages.find(({ result, beyond }) => result !== 'pass' && result !== 'skipped' && !beyond)
    const verdict = failed?.result === 'fail' ? 'fail' : failed ? 'unsure' : 'pass'
    const cause = failed?.found[0]?.cause ?? null
    return { request, verdict, cause, remarks, stages, ms: Date.now() - began }
  } finally {
    guard.end()
    await rm(folder, { recursive: true, force: true })
  }
}

interface Playing {
  readonly request: CheckRequest
  readonly stage: Stage
  readonly index: number
  readonly mark: string
  readonly folder: string
  readonly late: number
}

const skipped = ({ id, beyond }: Stage): Judged => ({
  id,
  result: 'skipped',
  beyond: beyond === true,
  difference: null,
  found: [],
  history: [],
  ms: 0,
})

async function playTwice(playing: Playing): Promise<Judged> {
  const first = await playOnce(playing, 1)
  if (first.result === 'pass' || first.beyond) return first
  const second = await playOnce(playing, 2)
  const alike = second.result === first.result && second.found[0]?.cause === first.found[0]?.cause
  return alike ? second : { ...second, result: 'unsure', found: [...first.found, ...second.found] }
}

/** Once more, up to three times, where the machine itself was late. */
async function playOnce(playing: Playing, patience: number): Promise<Judged> {
  const { request, stage, index, mark, folder, late } = playing
  const delay = new Lateness()
  const { command: words, question, signal } = request
  const port = asks(words, '{port}') ? await freePort() : SHEET_PORT
  // A client that is told an address goes there; one that is not goes to the first of loopback.
  const told = asks(words, '{host}') ? STRANGE_HOST : LOOPBACK
  const host = question.role === 'client' ? told : null
  const places = { host: host ?? LOOPBACK, count: question.count }
  const command = (at: number): string[] => words.map((word) => filled(word, { ...places, port: at }))
  const play = new Play({ command, folder, mark, port, host, patience: patience * request.patience, signal })
  try {
    await play.open()
    if (stage.startsItself || (await play.begin())) await stage.play(play, new Tokens(request.seed * 1000 + index))
  } finally {
    await play.end()
    play.close()
    delay.end()
  }
  const judged = judge(request.question, stage, play.history)
  // What is right on a late machine is right.
  const tooLate = delay.most > LATE_MS && judged.result !== 'pass' && late < MOST_LATE_TRIES
  return tooLate ? playOnce({ ...playing, late: late + 1 }, patience) : judged
}

const asks = (words: readonly string[], place: string): boolean => words.some((word) => word.includes(place))

const filled = (word: string, { port, host, count }: { port: number; host: string; count: number }): string =>
  word.replaceAll('{port}', String(port)).replaceAll('{host}', host).replaceAll('{n}', String(count))

const EACH_MS = 20

/** How late the event loop was at most. */
class Lateness {
  #most = 0
  #last = Date.now()
  readonly #timer = setInterval(() => {
    const now = Date.now()
    this.#most = Math.max(this.#most, now - this.#last - EACH_MS)
    this.#last = now
  }, EACH_MS)

  end(): void {
    clearInterval(this.#timer)
  }

  /** Milliseconds. */
  get most(): number {
    return this.#most
  }
}

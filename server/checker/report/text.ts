/**
 * The result of a check on one screen: the stages, then the one that failed, with its exchange, what was expected and got, the cause
 * and its evidence. Pure. What a program wrote is data: shown as visible characters, and cut.
 */
import { visibleLines } from '#shared/net/visible.ts'
import type { Checked } from '../judge/check.ts'
import { lookAfter, type Entry, type ThreadSeen } from '../history/history.ts'
import type { Found, Judged } from '../judge/judge.ts'
import { QUESTIONS } from '../judge/questions.ts'
import type { CheckTexts } from '../text/fr.ts'

const MARKS = { pass: '✓', fail: '✗', unsure: '?', skipped: '–' } as const
const MOST_SHOWN = 160
const MOST_ENTRIES = 24

export function stageLine({ id, result, beyond }: Judged, number: number, texts: CheckTexts): string {
  const mark = beyond && result === 'fail' ? '!' : MARKS[result]
  return `${mark} ${String(number).padStart(2)}  ${texts.stages[id] ?? id}`
}

/** What follows the stages. */
export function reportText(checked: Checked, texts: CheckTexts): string {
  const { stages, verdict, request, ms } = checked
  const lines: string[] = []
  for (const stage of stages.filter(({ result, beyond }) => beyond && result === 'fail'))
    lines.push(`${texts.remark}  ${texts.causes[stage.found[0]?.cause ?? ''] ?? stage.id}`)
  const failed = stages.find(({ result, beyond }) => !beyond && (result === 'fail' || result === 'unsure'))
  if (!failed) {
    const passed = stages.filter(({ result }) => result === 'pass').length
    return [...lines, texts.passed(passed, (ms / 1000).toFixed(1))].join('\n')
  }
  const number = stages.indexOf(failed) + 1
  lines.push('', `✗ ${number}  ${texts.stages[failed.id] ?? failed.id}`.padEnd(70) + texts.seed(request.seed))
  lines.push(...ladder(failed.history, texts))
  if (failed.difference) {
    const { expected, got } = failed.difference
    lines.push(row(texts.expected, shown(expected, texts)), row(texts.got, shown(got, texts)))
  }
  if (verdict === 'unsure') lines.push(row(texts.unsure, ''))
  const [first, ...others] = failed.found
  if (first) lines.push(row(texts.cause, texts.causes[first.cause] ?? first.cause))
  if (first?.evidence) lines.push(row(texts.proof, fact(first, texts)))
  for (const other of others) {
    if (other.cause !== first?.cause)
      lines.push(row(texts.also, `${texts.causes[other.cause] ?? other.cause} (${fact(other, texts)})`))
  }
  lines.push(row(texts.replay, again(checked, failed)))
  return lines.join('\n')
}

const row = (word: string, what: string): string => `     ${word.padEnd(9)} ${what}`.trimEnd()

function fact({ evidence }: Found, texts: CheckTexts): string {
  const sentence = evidence && texts.facts[evidence.fact]
  if (!evidence || !sentence) return ''
  const values = Object.entries(evidence.values).map(([name, value]) => [
    name,
    typeof value === 'string' ? visible(value, texts) : value,
  ])
  return sentence(Object.fromEntries(values) as Record<string, string | number>)
}

function again({ request }: Checked, { id }: Judged): string {
  const words = request.command.map((word) =>
    /^[\w@%+=:,./{}-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`,
  )
  const { id: number, role } = request.question
  const asked = QUESTIONS.filter((one) => one.id === number).length > 1 ? `${number} ${role}` : number
  return `npx . check ${asked} --seed ${request.seed} --only ${id} -- ${words.join(' ')}`
}

const shown = (bytes: string, texts: CheckTexts): string => (bytes === '' ? texts.nothing : visible(bytes, texts))

function visible(bytes: string, texts: CheckTexts): string {
  const cut = bytes.slice(0, MOST_SHOWN)
  const text = visibleLines(Buffer.from(cut, 'latin1').toString('utf8')).replaceAll('\n', '⏎')
  return bytes.length > cut.length ? `${text} ${texts.more(bytes.length - cut.length)}` : text
}

/** The exchange, an arrow a line. */
function ladder(history: readonly Entry[], texts: CheckTexts): string[] {
  const told = history.flatMap((entry) => {
    const line = step(entry, texts)
    return line === null ? [] : [`     ${line}`]
  })
  const last = lookAfter(history)
  const stands = (last?.threads ?? []).map(threadLine).filter((line, i, all) => all.indexOf(line) === i)
  return [...told.slice(-MOST_ENTRIES), ...stands.slice(0, 4).map((line) => `     ${' '.repeat(34)}| ${line}`)]
}

function step(entry: Entry, texts: CheckTexts): string | null {
  switch (entry.kind) {
    case 'connected':
      return arrow(entry.client, 'connect', true)
    case 'refused':
      return arrow(entry.client, entry.code, false)
    case 'sent':
      return arrow(entry.client, `"${short(entry.bytes, texts)}"`, true)
    case 'left':
      return arrow(entry.client, entry.how, true)
    case 'heard':
      return arrow(entry.client, `"${short(entry.bytes, texts)}"`, false)
    case 'closed':
      return arrow(entry.client, entry.how, false)
    case 'screen':
      return `${' '.repeat(34)}| ${texts.screen}: "${short(entry.bytes, texts)}"`
    case 'strayed':
      return arrow(0, `connect ${entry.host}:${entry.port}`, false)
    case 'typed':
      return `${' '.repeat(34)}| ${texts.keyboard}: "${short(entry.bytes, texts)}"`
    case 'keyboard-ended':
      return `${' '.repeat(34)}| ${texts.keyboard}: Ctrl+D`
    case 'ended':
      return `${' '.repeat(34)}X ${entry.signal ?? `exit ${entry.code}`}`
    case 'killed':
      return `${' '.repeat(34)}X kill -9`
    default:
      return null
  }
}

const short = (bytes: string, texts: CheckTexts): string => visible(bytes.slice(0, 24), texts)

function arrow(client: number, what: string, right: boolean): string {
  const line = `${right ? '──' : '◀─'}${what}`.padEnd(28, '─')
  return `${String(client).padStart(2)} |${line}${right ? '▶' : '─'} |`
}

const threadLine = ({ pid, call, at, state }: ThreadSeen): string => {
  const where = typeof at === 'number' ? `(${at})` : at === null ? '' : `(${at})`
  return `PID ${pid}: ${state === 'Z' ? 'zombie' : `${call ?? 'runs'}${where}`}`
}

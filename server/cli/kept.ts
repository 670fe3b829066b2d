/**
 * `socket-lab journal`, `erase` and `forget`: what is kept is looked through, made smaller, deleted. Counterparts:
 * `journal/sqlite/checking.ts` and `upkeep.ts`; `gateway/http/kept.ts` and `forget.ts`, for a lab that runs.
 * Exit codes: 0 done, 1 the journal is damaged, 2 something must be changed first.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { LAB } from '../journal/port.ts'
import { checkJournal } from '../journal/sqlite/checking.ts'
import { JournalOpenError, openSqliteJournal } from '../journal/sqlite/journal.ts'
import { JOURNAL_FILE, sqliteCode } from '../journal/sqlite/schema.ts'
import { DiskFiles } from '../files/store.ts'
import { Descriptors } from '../admission/descriptors.ts'
import { connectionLimit } from '../kernel/descriptors.ts'
import { DEFAULT_LIMITS } from '../runtime/run/limits.ts'
import type { Forgot } from '#shared/protocol/forget.ts'
import { visible } from '#shared/net/visible.ts'
import { langOf } from './terminal/lang.ts'
import { outputs } from './terminal/standard-streams.ts'
import { TEXTS } from './terminal/text/languages.ts'

const { out, err } = outputs()
/** SQLITE_BUSY (sqlite.org/rescode.html): a lab has the journal. */
const BUSY = 5

/** What keeps it from being done, in the user's language. */
class Refusal extends Error {}

type Task = 'journal' | 'erase' | 'forget'
interface Given {
  readonly task: Task
  readonly positionals: readonly string[]
  readonly data: string
  readonly lab: string | undefined
  readonly teacher: string | undefined
  readonly address: readonly string[]
}

const texts = TEXTS[langOf(process.env)]
const say = (line: string): void => void out.write(`${visible(line)}\n`)

/** @param argv what follows the task's name */
export async function keptTask(task: Task, argv: readonly string[]): Promise<void> {
  try {
    const given = read(task, argv)
    if (given === null) return void out.write(`${texts.kept[task]}\n`)
    if (task === 'forget') await forget(given)
    else if (task === 'journal') await journalTask(given)
    else if (given.lab === undefined) await eraseIn(given)
    else await eraseAt(given, given.lab)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    err.write(`socket-lab: ${visible(error.message)}\n`)
    process.exitCode = 2
  }
}

function read(task: Task, argv: readonly string[]): Given | null {
  const text = { type: 'string' } as const
  const options = {
    data: text,
    lab: text,
    teacher: text,
    address: { ...text, multiple: true },
    help: { type: 'boolean', short: 'h' },
  } as const
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true })
    if (values.help) return null
    const data = values.data ?? (process.env['SOCKET_LAB_DATA'] || './data')
    return { task, positionals, data, lab: values.lab, teacher: values.teacher, address: values.address ?? [] }
  } catch (error) {
    throw new Refusal(`${(error as Error).message}\n${texts.kept[task]}`)
  }
}

/** Opening a journal makes one where there is none: nobody asked for that. */
function mustExist(data: string): void {
  if (!existsSync(join(data, JOURNAL_FILE))) throw new Refusal(texts.exporting.noFolder(data))
}

async function opened(data: string) {
  mustExist(data)
  const { journal } = await openSqliteJournal({ folder: data }).catch((error: unknown) => {
    if (!(error instanceof JournalOpenError)) throw error
    throw new Refusal(error.reason === 'in-use' ? texts.exporting.inUse(data) : error.message)
  })
  return journal
}

async function journalTask({ positionals, data }: Given): Promise<void> {
  const [what] = positionals
  if (positionals.length !== 1 || (what !== 'check' && what !== 'compact')) throw new Refusal(texts.kept.which)
  if (what === 'check') return check(data)
  const journal = await opened(data)
  try {
    const before = await journal.upkeep.room()
    await journal.upkeep.tidy()
    const after = await journal.upkeep.room()
    say(texts.kept.compacted(before.used + before.free, after.used + after.free))
  } finally {
    await journal.close()
  }
}

function check(data: string): void {
  mustExist(data)
  try {
    const { runs, events, observations, problems } = checkJournal(data)
    if (problems.length === 0) return say(texts.kept.sound(runs, events, observations))
    for (const problem of problems) say(problem)
    say(texts.kept.damaged(problems.length))
  } catch (error) {
    if ((sqliteCode(error) & 0xff) === BUSY) throw new Refusal(texts.exporting.inUse(data))
    say((error as Error).message)
  }
  process.exitCode = 1
}

const runOf = ({ positionals }: Given): string => {
  const [run = '', ...more] = positionals
  if (!/^\d+$/.test(run) || more.length > 0) throw new Refusal(texts.exporting.noRun(positionals.join(' ')))
  return run
}

async function eraseIn(given: Given): Promise<void> {
  const { data } = given
  const id = runOf(given)
  const journal = await opened(data)
  const { fileQuota: quota, diskReserve: reserve } = DEFAULT_LIMITS
  const files = new DiskFiles({ root: join(data, 'files'), quota, reserve }, new Descriptors(connectionLimit()))
  try {
    const run = (await journal.runs(LAB)).find((one) => one.id === id)
    if (!run) throw new Refusal(texts.exporting.noSuchRun(id, data))
    const errno = await files.erase(run)
    if (errno !== null) throw new Refusal(`${join(data, 'files')}: ${errno}`)
    await journal.upkeep.erase(id)
    await journal.upkeep.tidy()
    say(texts.kept.erased(id))
  } finally {
    await files.close()
    await journal.close()
  }
}

async function eraseAt(given: Given, lab: string): Promise<void> {
  const id = runOf(given)
  await ask(given, lab, 'DELETE', `api/runs/${id}/kept`)
  say(texts.kept.erased(id))
}

async function forget(given: Given): Promise<void> {
  const { positionals, lab, address } = given
  const [name] = positionals
  if (name === undefined || positionals.length !== 1 || lab === undefined) throw new Refusal(texts.kept.whom)
  const body = { name, ...(address.length > 0 && { addresses: address }) }
  const { instead, runs, written } = (await ask(given, lab, 'POST', 'api/forget', body)) as Forgot
  const all = (ids: readonly string[]): string =>
    ids.length === 0 ? texts.kept.noRun : texts.kept.runs(ids.join(', '))
  say(texts.kept.forgotten(name, instead, all(runs)))
  if (written.length > 0) say(texts.kept.written(name, all(written)))
  say(texts.kept.cannot)
}

/** Rejects with what the lab says. */
async function ask({ teacher }: Given, lab: string, method: string, path: string, body?: object): Promise<unknown> {
  const base = URL.parse(lab.endsWith('/') ? lab : `${lab}/`)
  if (!base || !/^https?:$/.test(base.protocol)) throw new Refusal(texts.exporting.badLab(lab))
  const headers: Record<string, string> = { 'accept-language': langOf(process.env) }
  if (teacher !== undefined) {
    const secret = teacher.replace(/^.*#teacher=/, '')
    const { key } = (await call(base, 'POST', 'api/teacher', headers, { secret })) as { key: string }
    headers['authorization'] = `Bearer ${key}`
  }
  return call(base, method, path, headers, body)
}

async function call(base: URL, method: string, path: string, headers: Record<string, string>, body?: object) {
  const json = body && { body: JSON.stringify(body), headers: { ...headers, 'content-type': 'application/json' } }
  const reply = await fetch(new URL(path, base), { method, headers, ...json }).catch((error: unknown) => {
    const { message, cause } = error as Error
    throw new Refusal(texts.exporting.unreached(base.href, (cause as Error | undefined)?.message ?? message))
  })
  const text = await reply.text()
  if (reply.ok) return text === '' ? null : (JSON.parse(text) as unknown)
  let why = `${reply.status} ${reply.statusText}`
  try {
    why = (JSON.parse(text) as { message: string }).message
  } catch {
    // The status says it.
  }
  throw new Refusal(texts.exporting.refused(base.href, why))
}

/**
 * `socket-lab export`: a run of a lab's folder, or of a lab that runs, as a file. Counterparts: `server/study/export/`, which writes
 * it; `terminal/export-arguments.ts`. Exit codes: 0 written, 2 something must be changed first, 1 otherwise, 128 + n ended by signal n.
 */
import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { nameOf, own } from '../core/own.ts'
import { LAB } from '../journal/port.ts'
import { JournalOpenError, openSqliteJournal } from '../journal/sqlite/journal.ts'
import { JOURNAL_FILE } from '../journal/sqlite/schema.ts'
import { exportOf } from '../study/export/formats.ts'
import { recordedRun } from '../study/recorded/recorded.ts'
import { visible } from '#shared/net/visible.ts'
import { exitCodeOf, onSignal } from './signals.ts'
import { readExportArguments, ExportUsageError, type ExportCommand } from './terminal/export-arguments.ts'
import { langOf } from './terminal/lang.ts'
import { outputs } from './terminal/standard-streams.ts'
import { TEXTS } from './terminal/text/languages.ts'

const { out, err } = outputs()

/** What keeps the export from being made, in the user's language. */
class Refusal extends Error {}

/** Runs the subcommand: writes the export to a file or to standard output. @param argv what follows `export` */
export async function exportRun(argv: readonly string[]): Promise<void> {
  const command = commandOrExit(argv)
  if ('help' in command) return void out.write(`${TEXTS[command.lang].exporting.usage}\n`)
  const ending = new AbortController()
  onSignal((signal) => {
    process.exitCode = exitCodeOf(signal)
    ending.abort()
  })
  try {
    if (command.lab) await fromLab(command, command.lab, ending.signal)
    else await fromFolder(command, ending.signal)
  } catch (error) {
    if (ending.signal.aborted) return
    if (!(error instanceof Refusal)) throw error
    refuse(error.message)
  }
}

function commandOrExit(argv: readonly string[]): ExportCommand | { help: true; lang: ExportCommand['lang'] } {
  try {
    return readExportArguments(argv, langOf(process.env), process.env)
  } catch (error) {
    if (!(error instanceof ExportUsageError)) throw error
    refuse(error.message)
    process.exit(2)
  }
}

function refuse(message: string): void {
  err.write(`socket-lab: ${visible(message)}\n`)
  process.exitCode = 2
}

async function fromFolder(command: ExportCommand, signal: AbortSignal): Promise<void> {
  const { run, data, lang, format, names } = command
  const texts = TEXTS[lang].exporting
  // Opening a journal makes one where there is none: nobody asked for that.
  if (!existsSync(join(data, JOURNAL_FILE))) throw new Refusal(texts.noFolder(data))
  const { journal, setAside } = await openSqliteJournal({ folder: data }).catch((error: unknown) => {
    if (!(error instanceof JournalOpenError)) throw error
    throw new Refusal(error.reason === 'in-use' ? texts.inUse(data) : error.message)
  })
  if (setAside) err.write(`socket-lab: ${visible(TEXTS[lang].serve.setAside(setAside))}\n`)
  try {
    const asker = { ...LAB, signal }
    const found = (await journal.runs(asker)).find(({ id }) => id === run)
    if (!found) throw new Refusal(texts.noSuchRun(run, data))
    const recorded = await recordedRun(journal, found, asker)
    await write(command, Readable.from(exportOf(recorded, format, { lang, names }).bytes()), signal)
  } finally {
    await journal.close()
  }
}

async function fromLab(command: ExportCommand, lab: URL, signal: AbortSignal): Promise<void> {
  const { run, format, names, lang } = command
  const texts = TEXTS[lang].exporting
  const query = new URLSearchParams({ format, names, lang })
  const url = new URL(`api/runs/${run}/export?${query.toString()}`, lab)
  const reply = await fetch(url, { signal, headers: { 'accept-language': lang } }).catch((error: unknown) => {
    const { message, cause } = error as Error
    throw new Refusal(texts.unreached(lab.href, (cause as Error | undefined)?.message ?? message))
  })
  if (reply.status === 404) throw new Refusal(texts.noSuchRun(run, lab.href))
  if (!reply.ok || !reply.body) throw new Refusal(texts.refused(lab.href, await whyOf(reply)))
  await write(command, Readable.fromWeb(reply.body as never), signal)
}

/** What the lab says, else the status (RFC 9110). */
async function whyOf(reply: Response): Promise<string> {
  const text = await reply.text()
  try {
    return (JSON.parse(text) as { message?: string }).message ?? text
  } catch {
    return `${reply.status} ${reply.statusText}`
  }
}

/** To standard output, whose reader may go, or to a file that is there whole or not at all. */
async function write({ out: file, lang }: ExportCommand, bytes: Readable, signal: AbortSignal): Promise<void> {
  if (file === null) {
    const told = await pipeline(bytes, out, { signal, end: false }).catch((error: unknown) => error)
    if (told && (told as NodeJS.ErrnoException).code !== 'EPIPE') throw told as Error
    return
  }
  const texts = TEXTS[lang].exporting
  const part = `${file}.part`
  const stream = createWriteStream(part)
  own(stream)
  let size = 0
  bytes.on('data', (piece: Uint8Array) => (size += piece.length))
  try {
    await pipeline(bytes, stream, { signal })
    renameSync(part, file)
  } catch (error) {
    rmSync(part, { force: true })
    if (signal.aborted) throw error
    throw new Refusal(texts.notWritten(file, nameOf(error as Error)))
  }
  err.write(`${visible(texts.written(file, String(size)))}\n`)
}

/** The command line: starts the lab, tells where it is, drains it at Ctrl+C. Only here is anything printed. */
import { spawn } from 'node:child_process'
import { ConfigError, helpText, readConfig, type Config } from './config.ts'
import { labOn, labTitle } from './kernel/port-holder.ts'
import { start, version, type Started } from './compose.ts'
import { LabError } from './errors.ts'
import { JournalOpenError } from './journal/sqlite/link.ts'
import { onSignal } from './signals.ts'
import { serveTexts } from './terminal/serve-texts.ts'
import { hostPort, socatAddress } from './wire/socat.ts'
import { sentenceOf, type Lang } from './wire/sentences.ts'

const say = (line: string): boolean => process.stdout.write(`${line}\n`)
const complain = (line: string): boolean => process.stderr.write(`socket-lab: ${line}\n`)

export async function main(argv: readonly string[]): Promise<void> {
  const config = configOrExit(argv)
  if (config.help) return void say(helpText(config.lang))
  if (config.version) return void say(version)
  let started: Started | null = null
  onSignal(() => {
    void (started?.stop() ?? Promise.resolve()).then(
      () => process.exit(0),
      (error: unknown) => {
        complain(messageOf(error, config.lang))
        process.exit(1)
      },
    )
  })
  try {
    started = await start(config)
  } catch (error) {
    complain(`${messageOf(error, config.lang)}${whereElse(error, config)}`)
    process.exit(error instanceof LabError && error.code === 'internal' ? 1 : 2)
  }
  process.title = labTitle(started.urls[0]!)
  announce(started, config.lang)
  if (config.open) openBrowser(started.urls[0]!, config.lang)
}

/** Where the lab that has the data folder is, as far as its page's port tells; '' for any other error. */
function whereElse(error: unknown, { webPort, lang }: Config): string {
  if (!(error instanceof JournalOpenError) || error.reason !== 'in-use') return ''
  const other = labOn(webPort)
  return other ? serveTexts(lang).otherLab(other.pid, other.page) : ''
}

function configOrExit(argv: readonly string[]): Config {
  try {
    return readConfig(argv, process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    complain(error.message)
    process.exit(2)
  }
}

function announce({ urls, run, authority, setAside }: Started, lang: Lang): void {
  const texts = serveTexts(lang)
  const row = (word: string, what: string) => say(`  ${word.padEnd(12)} ${what}`)
  say(`Socket Lab ${version}`)
  if (setAside) complain(texts.setAside(setAside))
  for (const url of urls) row(texts.page, url)
  for (const door of run?.doors ?? []) {
    const [host = door.host] = door.reachable
    row(run!.scenario, door.path ?? hostPort(host, door.port))
    row(texts.try, `socat STDIO ${socatAddress(door, host, authority)}`)
  }
  say(texts.end)
}

/** Best effort: the address stands on the terminal anyway. */
function openBrowser(url: string, lang: Lang): void {
  const openers: Partial<Record<NodeJS.Platform, string[]>> = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }
  const [command = 'xdg-open', ...args] = openers[process.platform] ?? ['xdg-open']
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true })
  child.on('error', () => complain(serveTexts(lang).noBrowser(url)))
  child.unref()
}

function messageOf(error: unknown, lang: Lang): string {
  if (!(error instanceof LabError)) return error instanceof Error ? error.message : String(error)
  if (error.code === 'internal') return String((error.cause as Error | undefined)?.stack ?? error)
  return sentenceOf(lang, error.code, error.params)
}

/** The command line: starts the lab, tells where it is, drains it at Ctrl+C. Only here is anything printed. */
import { setTimeout as patience } from 'node:timers/promises'
import { ConfigError, helpText, readConfig, type Config } from './config.ts'
import { labOn, labTitle } from '../kernel/port-holder.ts'
import { pageIsBuilt, start, version, type Started } from './lab-parts.ts'
import { openBrowser } from './open-browser.ts'
import { isSame } from '../commands/secret.ts'
import { LabError } from '../core/errors.ts'
import { JournalOpenError } from '../journal/sqlite/link.ts'
import { lastResort } from './last-resort.ts'
import { onSignal, SAME_WISH_MS } from './signals.ts'
import { TEXTS } from './terminal/text/languages.ts'
import { logOn, outputs } from './terminal/standard-streams.ts'
import { toString } from 'qrcode'
import { hostPort, isLoopback } from '#shared/net/address.ts'
import { visibleLines } from '#shared/net/visible.ts'
import { keyboardTo, socatAddress } from '#shared/net/socat.ts'
import { answersLate } from '#shared/model/traits.ts'
import { traitsOf } from '#programs/traits.ts'
import { filled } from '#shared/errors/sentences.ts'
import type { Lang } from '#shared/model/languages.ts'

const { out, err } = outputs()
const log = logOn(err)
const say = (line: string): boolean => out.write(visibleLines(`${line}\n`))
const complain = (line: string): void => log.write(`socket-lab: ${line}\n`)
/** A lab that ends over a fault of its own waits so long for each step of its end. */
const LAST_STEP_MS = 12_000

/** Starts the lab and keeps it until a signal, or a fault of its own, ends it. @param argv flags */
export async function main(argv: readonly string[]): Promise<void> {
  const config = configOrExit(argv)
  if (config.help) return void say(helpText(config.lang))
  if (config.version) return void say(version)
  if (!pageIsBuilt()) {
    complain(TEXTS[config.lang].serve.noPage)
    process.exit(2)
  }
  let started: Started | null = null
  let stopping: Promise<void> | null = null
  const stop = (): Promise<void> => (stopping ??= started?.stop() ?? Promise.resolve())
  const failed = (error: unknown): void => {
    complain(messageOf(error, config.lang))
    process.exit(1)
  }
  let faulty = false
  onSignal(() => {
    setTimeout(() => complain(TEXTS[config.lang].serve.ending), SAME_WISH_MS)
    void stop().then(() => process.exit(faulty ? 1 : 0), failed)
  })
  lastResort(
    (error, goesOn) => {
      if (!started) return complain(String(error.stack))
      if (goesOn) started.log.error(error, 'nobody handled this error; the lab goes on')
      else started.log.fatal(error, 'a fault of the lab itself: it keeps what was recorded, and ends')
    },
    () => {
      faulty = true
      void lastSteps(started, stop).finally(() => process.exit(1))
    },
  )
  try {
    started = await start(config, log)
  } catch (error) {
    complain(`${messageOf(error, config.lang)}${whereElse(error, config)}`)
    process.exit(error instanceof LabError && error.code === 'internal' ? 1 : 2)
  }
  process.title = labTitle(started.urls[0]!)
  await announce(started, config)
  if (!config.open) return
  // Best effort: the address stands on the terminal anyway.
  const [url] = started.urls
  const place = { folder: config.data, secret: started.teacher !== null }
  openBrowser(teacherLink(started) ?? url!, place, () => complain(TEXTS[config.lang].serve.noBrowser(url!)))
}

/** What was recorded is kept first: in a lab at fault the drain may come to no end, or to a bad one. */
async function lastSteps(started: Started | null, stop: () => Promise<void>): Promise<void> {
  const flush = () => started?.flush()
  for (const step of [flush, stop, flush]) {
    await Promise.race([Promise.resolve().then(step), patience(LAST_STEP_MS)]).catch((error: unknown) =>
      complain(error instanceof Error ? error.message : String(error)),
    )
  }
}

/** Where the lab that has the data folder is, as far as its page's port tells; '' for any other error. */
function whereElse(error: unknown, { webPort, lang }: Config): string {
  if (!(error instanceof JournalOpenError) || error.reason !== 'in-use') return ''
  const other = labOn(webPort)
  return other ? TEXTS[lang].serve.otherLab(other.pid, other.page) : ''
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

/** Null where roles are off. */
const teacherLink = ({ urls, teacher }: Started): string | null => teacher && `${urls[0]!}/#teacher=${teacher}`

/** With the code in its fragment, which browsers send to nobody: whoever points a camera at it need not type it. */
const studentsLink = ({ urls, access }: Started): string =>
  access.pin === null ? urls[0]! : `${urls[0]!.replace(/\/$/, '')}/#pin=${access.pin}`

/** The code now, and each that follows it. */
function tellPin(access: Started['access'], tell: (pin: string) => void): void {
  let told = ''
  const news = (): void => {
    if (access.pin === null || isSame(access.pin, told)) return
    told = access.pin
    tell(told)
  }
  news()
  access.onChange(news)
}

/** What a firewall of this machine has to let in, for the commonest of them on Linux; README has the others. */
const firewall = (page: string, [first, last]: Config['ports']): string =>
  `ufw allow ${new URL(page).port || (page.startsWith('https') ? 443 : 80)},${first}:${last}/tcp`

async function announce(started: Started, { lang, host, ports, publics, tls }: Config): Promise<void> {
  const { urls, run, authority, setAside, damaged, open, access } = started
  const texts = TEXTS[lang].serve
  const row = (word: string, what: string) => say(`  ${word.padEnd(12)} ${what}`)
  say(`Socket Lab ${version}`)
  if (setAside) complain(texts.setAside(setAside))
  if (damaged.length > 0) complain(texts.damaged(damaged.join(', ')))
  if (open.length > 0) complain(texts.open(open.join(', ')))
  for (const url of urls) row(texts.page, url)
  if (tls === 'own') row(texts.trust, authority)
  const link = teacherLink(started)
  if (link !== null) {
    row(texts.students, urls[0]!)
    if (access.locked) complain(texts.locked)
    if (access.pin !== null) tellPin(access, (pin) => row(texts.code, `${pin.slice(0, 3)} ${pin.slice(3)}`))
    if (run) row(texts.project, new URL(`runs/${run.id}/join`, `${urls[0]!.replace(/\/$/, '')}/`).href)
    if (!isLoopback(host)) row(texts.firewall, firewall(urls[0]!, ports))
    say(await toString(studentsLink(started), { type: 'utf8', errorCorrectionLevel: 'L' }))
  } else if (!isLoopback(host) || publics.length > 0) complain(texts.everyone)
  for (const listener of run?.listeners ?? []) {
    const [host = listener.host] = listener.reachable
    row(run!.program, listener.path ?? hostPort(host, listener.port))
    row(texts.try, keyboardTo(socatAddress(listener, host, authority), answersLate(traitsOf(run!.program))))
  }
  // Last, below the code that may be projected.
  if (link !== null) row(texts.teacher, link)
  say(texts.end)
}

function messageOf(error: unknown, lang: Lang): string {
  if (!(error instanceof LabError)) return error instanceof Error ? error.message : String(error)
  if (error.code === 'internal') return String((error.cause as Error | undefined)?.stack ?? error)
  return filled(TEXTS[lang].errors[error.code], error.params)
}

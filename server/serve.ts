/** The command line: starts the lab, tells where it is, drains it at Ctrl+C. Only here is anything printed. */
import { spawn } from 'node:child_process'
import { ConfigError, helpText, readConfig, type Config } from './config.ts'
import { start, version, type Started } from './compose.ts'
import { LabError } from './errors.ts'

const say = (line: string): boolean => process.stdout.write(`${line}\n`)
const complain = (line: string): boolean => process.stderr.write(`socket-lab: ${line}\n`)

export async function main(argv: readonly string[]): Promise<void> {
  const config = configOrExit(argv)
  if (config.help) return void say(helpText())
  if (config.version) return void say(version)
  let stopping = false
  let started: Started | null = null
  const drain = () => {
    if (stopping) process.exit(130) // asked twice: the person does not want to wait
    stopping = true
    void (started?.stop() ?? Promise.resolve()).then(
      () => process.exit(0),
      (error: unknown) => {
        complain(messageOf(error))
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', drain)
  process.on('SIGTERM', drain)
  try {
    started = await start(config)
  } catch (error) {
    complain(messageOf(error))
    process.exit(error instanceof LabError && error.code === 'internal' ? 1 : 2)
  }
  announce(started)
  if (config.open) openBrowser(started.urls[0]!)
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

function announce({ urls, run, setAside }: Started): void {
  say(`Socket Lab ${version}`)
  if (setAside) complain(`the journal was damaged: it was set aside as ${setAside}, and a new one begun`)
  for (const url of urls) say(`  page   ${url}`)
  const door = run?.doors[0]
  if (run && door) {
    const [address = door.host] = door.reachable
    const host = address.includes(':') ? `[${address}]` : address
    say(`  ${run.scenario.padEnd(6)} ${host}:${door.port}`)
    say(`  try    socat STDIO TCP:${host}:${door.port}`)
  }
  say('Ctrl+C ends it.')
}

/** Best effort: the address stands on the terminal anyway. */
function openBrowser(url: string): void {
  const [command, ...args] =
    process.platform === 'darwin' ? ['open', url] : process.platform === 'win32' ? ['cmd', '/c', 'start', '', url] : ['xdg-open', url]
  const child = spawn(command!, args, { stdio: 'ignore', detached: true })
  child.on('error', () => complain(`no browser could be opened: go to ${url}`))
  child.unref()
}

function messageOf(error: unknown): string {
  if (error instanceof LabError && error.code === 'internal') return String((error.cause as Error | undefined)?.stack ?? error)
  return error instanceof Error ? error.message : String(error)
}

/**
 * A lab of one's own for each test: the built server as a child process, on free ports, with a data folder of its own.
 * Invariant: a lab that still runs when its test ends is drained, and must then exit with 0.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { EventPage, RunList } from '#shared/protocol/rest.ts'
import type { LabEvent } from '#shared/protocol/events.ts'
import type { Run, ProgramId } from '#shared/protocol/model.ts'
import { until } from './until.ts'

export interface LabOptions {
  data: string
  program: ProgramId | 'none'
  /** Loopback address that it listens on; 127.0.0.1 where none is given. */
  host?: string
  /** Further arguments of the command line. */
  args?: readonly string[]
}

export class Lab {
  /** Everything that it printed, over all its lives. */
  output = ''
  /** Address of the page, without a slash at its end. */
  url = ''
  /** TCP port of the run that it began with; 0 when it began with none. */
  port = 0
  readonly #options: LabOptions
  #child: ChildProcess | null = null

  constructor(options: LabOptions) {
    this.#options = options
  }

  get data(): string {
    return this.#options.data
  }

  get running(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Resolves when it listens and has told where. */
  async start(): Promise<void> {
    const { data, program, host = '127.0.0.1', args = [] } = this.#options
    // After a first life the page's address stays, as it would for a person who starts the lab again.
    const ports = ['--port', String(this.port), '--web-port', this.url === '' ? '0' : new URL(this.url).port]
    const from = this.output.length
    const child = spawn(
      process.execPath,
      ['server/cli/main.ts', '--data', data, '--program', program, '--host', host, ...ports, ...args],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
        // As `npm start` does it.
        env: { NODE_COMPILE_CACHE: 'node_modules/.cache/node', ...process.env },
      },
    )
    this.#child = child
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text))
    }
    await until(`the lab tells its addresses`, () => {
      const said = this.output.slice(from)
      if (!this.running) throw new Error(`the lab ended at once:\n${said}`)
      const page = /^ +page +(http\S+)$/m.exec(said)?.[1]
      if (page === undefined || !said.includes('Ctrl+C')) return false
      this.url = page.replace(/\/$/, '')
      this.port = Number(/TCP:\S+:(\d+)$/m.exec(said)?.[1] ?? 0)
      return true
    })
  }

  /** As Ctrl+C does it. Gives the exit code. */
  async stop(): Promise<number | null> {
    return this.#end('SIGINT')
  }

  /** As a power cut does it: no drain, no farewell. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** Starts it again on the same data and the same ports. It must have been stopped or killed. */
  async restart(): Promise<void> {
    if (this.running) throw new Error('stop or kill the lab before a restart')
    await this.start()
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child
    if (child === null || !this.running) throw new Error('the lab is not running')
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
    return child.exitCode
  }

  /** Calls the API. Throws with the lab's own message when it refuses. */
  async api<T>(path: string, init?: RequestInit): Promise<T> {
    const reply = await fetch(`${this.url}/api${path}`, init)
    const text = await reply.text()
    if (!reply.ok) throw new Error(`${init?.method ?? 'GET'} /api${path}: ${reply.status} ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }

  /** Runs, newest first. */
  async runs(): Promise<Run[]> {
    return (await this.api<RunList>('/runs')).runs
  }

  /** The only run that is running now. */
  async run(): Promise<Run> {
    const running = (await this.runs()).filter((run) => run.state === 'running')
    const [run] = running
    if (!run || running.length > 1) throw new Error(`${running.length} runs are running, and one was expected`)
    return run
  }

  /** Every committed event of a run, in order, whole. */
  async events(run: string): Promise<LabEvent[]> {
    const all: LabEvent[] = []
    for (;;) {
      const after = all.at(-1)?.seq ?? 0
      const page = await this.api<EventPage>(`/runs/${run}/events?after=${after}&limit=1000`)
      all.push(...page.events)
      if (page.events.length === 0) return all
    }
  }

  /** Resolves when so many participants are connected to the only run. */
  async crowd(size: number): Promise<void> {
    await until(`${size} participants are present`, async () => (await this.run()).present === size)
  }
}

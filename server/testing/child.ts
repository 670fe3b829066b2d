/** A real program as a child process, for tests: typed at, read from, ended. It waits for what it is told, never for time. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { until } from './raw-client.ts'

const inProject = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

export class Child {
  readonly process: ChildProcessWithoutNullStreams
  out = ''
  err = ''
  #closed = false

  /** Ends with the test at the latest. */
  constructor(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.process = spawn(command, args, { env: { ...process.env, ...env } })
    this.process.stdout.setEncoding('latin1').on('data', (text: string) => (this.out += text))
    this.process.stderr.setEncoding('utf8').on('data', (text: string) => (this.err += text))
    this.process.stdin.on('error', () => {}) // it has ended: its exit code is what the test looks at
    this.process.on('close', () => (this.#closed = true))
    onTestFinished(() => void this.process.kill('SIGKILL'))
  }

  /** Types at its keyboard. */
  type(text: string | Uint8Array): void {
    this.process.stdin.write(text)
  }

  /** End of file on its keyboard. */
  endInput(): void {
    this.process.stdin.end()
  }

  /** Waits until it has printed exactly this. */
  prints(text: string): Promise<unknown> {
    return until(
      `${JSON.stringify(text)} on stdout (stderr: ${this.err})`,
      () => this.out,
      (out) => out === text,
    )
  }

  /** Waits until its standard error holds this. */
  says(text: string): Promise<unknown> {
    return until(
      `${JSON.stringify(text)} on stderr`,
      () => this.err,
      (err) => err.includes(text),
    )
  }

  /** The port on which it says that it listens. */
  async port(): Promise<number> {
    const found = () => /(?:listening on|écoute sur) \S+:(\d+)|^port (\d+)/m.exec(this.err)
    await until(
      'a port on stderr',
      () => this.err,
      () => found() !== null,
    )
    return Number(found()![1] ?? found()![2])
  }

  /** Its exit code, once all that it printed is here. */
  async exit(): Promise<number | null> {
    if (!this.#closed) await once(this.process, 'close')
    return this.process.exitCode
  }
}

/** `socket-lab run` with these arguments, in English unless told otherwise. */
export const socketLab = (args: readonly string[], lang = 'C', env: NodeJS.ProcessEnv = {}): Child =>
  new Child(process.execPath, [inProject('server/cli/main.ts'), 'run', ...args], { LC_ALL: lang, ...env })

/** The same on a terminal of its own. */
export const socketLabOnTerminal = (args: readonly string[]): Child =>
  new Child('python3', [fixture('on_terminal.py'), process.execPath, inProject('server/cli/main.ts'), 'run', ...args], {
    LC_ALL: 'C',
  })

export const python = (name: string, ...args: readonly string[]): Child =>
  new Child('python3', [fixture(name), ...args])

const fixture = (name: string): string => inProject(`server/testing/fixtures/${name}`)

/**
 * The student's program as a process: started in a session of its own with a built environment and limits, its keyboard a pipe or a
 * terminal, its output kept up to a bound, ended for sure. Counterparts: `guard.ts`, for when the checker itself dies;
 * `server/processes/`, which looks at it from outside.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { own } from '../../core/own.ts'
import { Processes } from '../../processes/processes.ts'

/** Bytes of output that are kept; what comes after is read and counted. */
const MOST_OUTPUT = 262_144
const TERM_MS = 1000
const POLL_MS = 10

/** RLIMIT_CPU 20 s, FSIZE 64 MiB (in blocks of 512 bytes), CORE 0, NOFILE 1024 (POSIX, ulimit; dash has -t, -f, -c and -n). */
const LIMITED = 'ulimit -t 20; ulimit -f 131072; ulimit -c 0; ulimit -n 1024; exec "$@"'

export interface Listener {
  screen(bytes: string): void
  errors(bytes: string): void
  flooded(bytes: number): void
  ended(code: number | null, signal: string | null): void
}

/** @param command its words, with all places filled @param mark "NAME=value", by which what leaves the session is found */
export interface Start {
  readonly command: readonly string[]
  readonly folder: string
  readonly mark: string
  readonly onTerminal: boolean
}

export class Program {
  readonly pid: number
  readonly #child: ChildProcess
  readonly #processes: Processes
  readonly #gone: Promise<void>
  #over = false

  private constructor(child: ChildProcess, mark: string, listener: Listener) {
    this.#child = child
    this.pid = child.pid ?? 0
    this.#processes = new Processes(this.pid, mark)
    let kept = 0
    const keep = (say: (bytes: string) => void) => (bytes: string) => {
      const room = Math.max(0, MOST_OUTPUT - kept)
      kept += bytes.length
      if (room > 0) say(bytes.slice(0, room))
      if (bytes.length > room) listener.flooded(bytes.length - room)
    }
    child.stdout?.setEncoding('latin1').on(
      'data',
      keep((bytes) => listener.screen(bytes)),
    )
    child.stderr?.setEncoding('latin1').on(
      'data',
      keep((bytes) => listener.errors(bytes)),
    )
    this.#gone = new Promise((done) =>
      child.on('exit', (code, signal) => {
        // What it printed last may still be in the pipe: the streams are read to their end unless a child of its holds them.
        const told = () => ((this.#over = true), listener.ended(code, signal), done())
        let waiting = true
        const once = () => waiting && ((waiting = false), told())
        child.on('close', once)
        setTimeout(once, 100).unref()
      }),
    )
  }

  /** Throws what spawn says where the command cannot be started. */
  static async start({ command, folder, mark, onTerminal }: Start, listener: Listener): Promise<Program> {
    const [name = '', value = ''] = mark.split(/=(.*)/s)
    const env = { ...environment(), [name]: value, TMPDIR: folder }
    const words = onTerminal ? terminal(command) : command
    const child = spawn('sh', ['-c', LIMITED, 'sh', ...words], { detached: true, env, stdio: 'pipe' })
    const fate = own(child)
    for (const stream of [child.stdin, child.stdout, child.stderr]) if (stream) own(stream)
    const program = new Program(child, mark, listener)
    if (child.pid === undefined) {
      await new Promise((done) => setImmediate(done))
      throw new Error(fate.errno ?? 'spawn')
    }
    return program
  }

  get over(): boolean {
    return this.#over
  }

  /** All its processes, wherever they went. */
  processes() {
    return this.#processes.now()
  }

  type(bytes: string): void {
    this.#child.stdin?.write(Buffer.from(bytes, 'latin1'))
  }

  endKeyboard(): void {
    this.#child.stdin?.end()
  }

  /** SIGKILL to its group: nothing of it closes anything by itself, as when a terminal's window is shut. */
  kill(): void {
    signal(-this.pid, 'SIGKILL')
  }

  /** Ends all of it: SIGTERM to the group, after a second SIGKILL, then by number whatever left the group. */
  async end(): Promise<void> {
    signal(-this.pid, 'SIGTERM')
    const most = Date.now() + TERM_MS
    while (this.processes().some(({ state }) => state !== 'Z') && Date.now() < most) await pause(POLL_MS)
    for (let rounds = 0; rounds < 20; rounds++) {
      const left = this.processes().filter(({ state }) => state !== 'Z')
      if (left.length === 0) break
      for (const { pid } of left) signal(pid, 'SIGSTOP')
      for (const { pid } of left) signal(pid, 'SIGKILL')
      await pause(POLL_MS)
    }
    await this.#gone
    for (const stream of [this.#child.stdin, this.#child.stdout, this.#child.stderr]) stream?.destroy()
  }
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

/** ESRCH: it has just ended. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // What is gone needs no signal.
  }
}

/** Passed on from the student's terminal: where programs are found, not how they behave. PYTHONUNBUFFERED would hide a missing flush. */
const PASSED = ['PATH', 'HOME', 'USER', 'JAVA_HOME', 'PYENV_ROOT', 'PYENV_VERSION', 'VIRTUAL_ENV', 'NVM_DIR']

function environment(): NodeJS.ProcessEnv {
  const passed = PASSED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]))
  return { ...(Object.fromEntries(passed) as NodeJS.ProcessEnv), LANG: 'C.UTF-8', PYTHONFAULTHANDLER: '1' }
}

/** script(1) gives it a terminal. Its words are quoted for the shell that script starts. */
const terminal = (command: readonly string[]): string[] => [
  'script',
  '-qefc',
  `stty -echo -onlcr 2>/dev/null; exec ${command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')}`,
  '/dev/null',
]

/** A student's socat at a terminal: real program, real connection, exact bytes. Counterpart: `lab.ts`. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { until } from './until.ts'

export class Socat {
  #received: Buffer[] = []
  #said = ''
  readonly #child: ChildProcessWithoutNullStreams

  /**
   * @param address its second address, e.g. `TCP:127.0.0.1:8080`; the first is its standard input and output
   * @param first its other address
   * @param args options before the addresses. `-t` is long, so that it goes on listening after the end of its input.
   */
  constructor(address: string, args: readonly string[] = ['-t', '30'], first = 'STDIO') {
    // The one that connects is opened first, where the other is a program.
    const ends = first === 'STDIO' ? [first, address] : [address, first]
    this.#child = spawn('socat', ['-d', '-d', ...args, ...ends])
    this.#child.stdout.on('data', (bytes: Buffer) => this.#received.push(bytes))
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#said += text))
    // Writing to a socat that has left is no fault of the test: its exit is what the test looks at.
    this.#child.stdin.on('error', () => undefined)
  }

  /** Every byte that it printed. */
  get bytes(): Buffer {
    return Buffer.concat(this.#received)
  }

  get text(): string {
    return this.bytes.toString('utf8')
  }

  /** What it told of itself. */
  get said(): string {
    return this.#said
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Resolves with its own port when the kernel has connected it: `:port` is its name in the lab. */
  async connected(): Promise<number> {
    const port = () => /successfully connected from local address .*:(\d+)/.exec(this.#said)?.[1]
    await until('socat connects', () => {
      if (!this.running) throw new Error(`socat ended before it was connected:\n${this.#said}`)
      return port() !== undefined
    })
    return Number(port())
  }

  /** Resolves with the port that it listens on: for TCP-LISTEN:0, the one that the kernel chose. */
  async listening(): Promise<number> {
    const port = () => / listening on AF=\d+ \S*:(\d+)$/m.exec(this.#said)?.[1]
    await until('socat listens', () => port() !== undefined)
    return Number(port())
  }

  /** Types at its keyboard; the bytes go out as they are. */
  send(text: string | Uint8Array): void {
    this.#child.stdin.write(text)
  }

  /** Resolves when what it printed holds this text. */
  async hears(text: string): Promise<void> {
    const wanted = Buffer.from(text)
    await until(`socat prints ${JSON.stringify(text)}`, () => this.bytes.includes(wanted)).catch((error: unknown) => {
      throw new Error(`${String(error)}; it printed ${JSON.stringify(this.text)}`)
    })
  }

  /** End of its input: it sends FIN, and goes on printing what it hears. */
  endInput(): void {
    this.#child.stdin.end()
  }

  /** Ctrl+C in its terminal. */
  interrupt(): void {
    this.#child.kill('SIGINT')
  }

  /** Resolves with its exit code when it has ended, null when a signal ended it. */
  async ended(): Promise<number | null> {
    if (this.running) await once(this.#child, 'exit', { signal: AbortSignal.timeout(15_000) })
    return this.#child.exitCode
  }

  /** Ends it for good. Idempotent. */
  async dispose(): Promise<void> {
    if (!this.running) return
    this.#child.kill('SIGKILL')
    await this.ended()
  }
}

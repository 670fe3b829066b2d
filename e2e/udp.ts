/** What UDP tests share: a shell in which a printed command runs as it stands, and the system's count of what was dropped. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { until } from './until.ts'

/** A command as a person pastes it. */
export class Shell {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #printed: Buffer[] = []
  complaints = ''

  /** @param folder where it is run */
  constructor(command: string, folder: string) {
    this.#child = spawn('bash', ['-c', `exec ${command}`], { cwd: folder })
    this.#child.stdout.on('data', (bytes: Buffer) => this.#printed.push(bytes))
    this.#child.stderr.on('data', (text) => (this.complaints += String(text)))
    this.#child.stdin.on('error', () => undefined)
  }

  get printed(): Buffer {
    return Buffer.concat(this.#printed)
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  type(text: string): void {
    this.#child.stdin.write(text)
  }

  /** Resolves with its exit code. */
  async ended(): Promise<number | null> {
    if (this.running) await once(this.#child, 'exit', { signal: AbortSignal.timeout(15_000) })
    return this.#child.exitCode
  }

  async end(): Promise<void> {
    if (!this.running) return
    this.#child.kill('SIGKILL')
    await this.ended()
  }
}

/** A UDP port that nobody has at this moment, in either family. */
export async function freePort(): Promise<number> {
  const socket = createSocket({ type: 'udp6' })
  socket.bind(0, '::')
  await once(socket, 'listening')
  const { port } = socket.address()
  await new Promise<void>((done) => socket.close(done))
  return port
}

/** The row of the socket that is bound to this port (proc(5)), in words; undefined where there is none. Only for Linux. */
export function udpRow(port: number, six: boolean): { recvQ: number; drops: number } | undefined {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  for (const line of readFileSync(six ? '/proc/net/udp6' : '/proc/net/udp', 'utf8')
    .split('\n')
    .slice(1)) {
    const columns = line.trim().split(/\s+/)
    if (!columns[1]?.endsWith(local)) continue
    return { recvQ: parseInt(columns[4]?.split(':')[1] ?? '', 16), drops: Number(columns.at(-1)) }
  }
  return undefined
}

/** Resolves when a program is bound to this UDP port. */
export const bound = (port: number, six: boolean): Promise<void> =>
  until(`a program has UDP port ${port}`, () => udpRow(port, six) !== undefined)

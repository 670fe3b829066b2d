/** A lab in a process of its own, for tests that load it: what it suffers, the test's own event loop does not. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LabEvent } from '#shared/protocol/events.ts'
import type { Run } from '#shared/protocol/model.ts'
import type { EventPage } from '#shared/protocol/rest.ts'
import { RawClient } from '../raw-client.ts'
import type { Memory, Ready } from './lab-child.ts'

export class LoadLab {
  readonly #child: ChildProcess
  readonly #folder: string
  readonly webPort: number
  /** The relay that runs from the beginning: its port and its id. */
  readonly port: number
  readonly run: string
  #log = ''

  private constructor(child: ChildProcess, folder: string, ready: Ready) {
    this.#child = child
    this.#folder = folder
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#log += text))
    this.webPort = ready.webPort
    this.port = ready.port
    this.run = ready.run
  }

  /** @param data the folder of one that was killed, to start on it again @param flags of the command line */
  static async open({ data, flags = [] }: { data?: string; flags?: readonly string[] } = {}): Promise<LoadLab> {
    const folder = data ?? (await mkdtemp(join(tmpdir(), 'socket-lab-load-')))
    const child = fork(fileURLToPath(new URL('lab-child.ts', import.meta.url)), [folder, ...flags], {
      execArgv: ['--expose-gc'],
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
      // As `npm start` does it.
      env: { NODE_COMPILE_CACHE: 'node_modules/.cache/node', ...process.env },
    })
    child.stderr?.pipe(process.stderr, { end: false })
    const [ready] = (await once(child, 'message')) as [Ready]
    return new LoadLab(child, folder, ready)
  }

  get pid(): number {
    return this.#child.pid!
  }

  /** Its data: the journal is `journal.db` in it. */
  get folder(): string {
    return this.#folder
  }

  /** Errors of its log: what nobody handled or foresaw. */
  complaints(): string[] {
    return this.#log.split('\n').filter((line) => /"level":[56]0/.test(line))
  }

  /** As a power cut does it. */
  async kill(): Promise<void> {
    const ended = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await ended
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** heapUsed, external and array buffers after a forced collection, in bytes. */
  memory(): Promise<number> {
    return this.#bytes('memory')
  }

  /** What array buffers have now, collected or not, in bytes. */
  buffers(): Promise<number> {
    return this.#bytes('buffers')
  }

  async #bytes(of: 'memory' | 'buffers'): Promise<number> {
    this.#child.send(of)
    const [{ bytes }] = (await once(this.#child, 'message')) as [Memory]
    return bytes
  }

  /** One more relay, at a port of its own. */
  relay(): Promise<Run> {
    return this.#rest<Run>('/runs', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ program: 'relay', listen: [{ transport: 'tcp', port: 0 }] }),
    })
  }

  /** A relay that has ended, with so many events of one line. */
  async endedRun(lines: number): Promise<string> {
    const started = await this.relay()
    const [from, to] = [
      await RawClient.connect(started.listeners[0]!.port),
      await RawClient.connect(started.listeners[0]!.port),
    ]
    for (let n = 1; n <= lines; n++) {
      from.say(`${n}\n`)
      while (!to.heard.endsWith(`${n}\n`)) await once(to.socket, 'data')
    }
    await this.#rest(`/runs/${started.id}`, { method: 'DELETE' })
    from.socket.destroy()
    to.socket.destroy()
    return started.id
  }

  /** The first event of the relay that this filter finds; undefined where none does. */
  async find(filter: string): Promise<LabEvent | undefined> {
    for (let after = 0; ;) {
      const query = new URLSearchParams({ filter, after: String(after), limit: '1' })
      const { events, scanned, lastSeq } = await this.#rest<EventPage>(`/runs/${this.run}/events?${query}`)
      if (events.length > 0 || scanned >= lastSeq) return events[0]
      after = scanned
    }
  }

  async close(): Promise<void> {
    const ended = this.alive ? once(this.#child, 'exit') : null
    if (this.#child.connected) this.#child.disconnect()
    await ended
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #rest<T>(path: string, init: RequestInit = {}): Promise<T> {
    const answer = await fetch(`http://127.0.0.1:${this.webPort}/api${path}`, init)
    if (!answer.ok) throw new Error(`${init.method ?? 'GET'} ${path}: ${await answer.text()}`)
    return (await answer.json()) as T
  }
}

/**
 * Plays one stage with a program and records its history. It waits for facts, never for time: what must come is waited for until it
 * comes or until the program stands still; what must not come, until it stands still. Counterparts: `history.ts`, the record;
 * `stages/`, which say what to play; `subject/`, the program and its clients.
 */
import { Links } from '../subject/links.ts'
import { BLIND, lookAt } from '../subject/look.ts'
import { Program } from '../subject/program.ts'
import { pause, Waiting } from './waiting.ts'
import { heardBy, screenOf, sinceStart, type Entry, type Happened, type Look } from '../history/history.ts'

const POLL_MS = 10
/** Two looks so far apart that are alike: it stands still. */
const STILL_MS = 50
const STILL_CAP_MS = 1000
/** A program that spins is seen by its run time over so long. */
const BUSY_MS = 600

export interface PlayParts {
  /** The words of the command, its places filled for this port. */
  readonly command: (port: number) => readonly string[]
  readonly folder: string
  readonly mark: string
  readonly port: number
  /** The program connects to this address, where the lab listens; null: the program listens. */
  readonly host: string | null
  /** 1, or more where somebody asks for it. */
  readonly patience: number
  /** Whoever checks wants to know no more. */
  readonly signal?: AbortSignal | undefined
}

export class Play {
  readonly port: number
  readonly history: Entry[] = []
  readonly #parts: PlayParts
  readonly #began = Date.now()
  readonly #links = new Links((happened) => this.#record(happened))
  readonly #waiting: Waiting
  #program: Program | null = null

  constructor(parts: PlayParts) {
    this.#parts = parts
    this.port = parts.port
    const watched = {
      busy: () => this.#busyOf(),
      over: () => this.over,
      happened: () => this.history.length,
      signal: parts.signal,
    }
    this.#waiting = new Waiting(watched, parts.patience)
  }

  #record(happened: Happened): void {
    this.history.push({ ...happened, ms: Date.now() - this.#began })
  }

  /** Starts the program and waits until it is there: listens, or has connected. @returns whether it is */
  async begin({ onTerminal = false } = {}): Promise<boolean> {
    await this.start({ onTerminal })
    const begun = await (this.#parts.host === null ? this.listening() : this.came(1))
    if (begun) this.look('listening')
    return begun
  }

  /** The lab listens where the program is to connect. Throws the system's code. */
  async open(): Promise<void> {
    if (this.#parts.host !== null) await this.#links.open(this.#parts.host, this.port)
  }

  /** Starts the program, and again after `kill`: the clients of before are gone then. */
  async start({ onTerminal = false } = {}): Promise<void> {
    const { command, folder, mark } = this.#parts
    const words = command(this.port)
    let program: Program | null = null
    // What is left of one that was ended says nothing any more.
    const current = (): boolean => program === this.#program
    const says = {
      screen: (bytes: string) => current() && this.#record({ kind: 'screen', bytes }),
      errors: (bytes: string) => current() && this.#record({ kind: 'errors', bytes }),
      flooded: (bytes: number) => current() && this.#record({ kind: 'flooded', bytes }),
      ended: (code: number | null, signal: string | null) => current() && this.#record({ kind: 'ended', code, signal }),
    }
    program = await Program.start({ command: words, folder, mark, onTerminal }, says)
    this.#program = program
    this.#record({ kind: 'started', pid: program.pid, port: this.port, onTerminal })
  }

  /** Waits until it listens on its port. @returns whether it does */
  async listening(): Promise<boolean> {
    const began = Date.now()
    const listens = (): boolean => this.#look(null).listeners.some(({ port }) => port === this.port)
    const seen = await this.#waiting.until(listens, { evenAsleep: true })
    this.#waiting.slow(began)
    if (seen) this.#record({ kind: 'listening' })
    else this.look('start')
    return seen
  }

  /** Waits until the program has connected so many times; one that waits at its keyboard is not waited for. @returns whether it has */
  async came(count: number): Promise<boolean> {
    const began = Date.now()
    const idle = (): boolean => {
      const { threads } = this.#look(null)
      return threads.length > 0 && threads.every(({ state, at }) => state === 'S' && at === 'keyboard')
    }
    let idleSince = Infinity
    await this.#waiting.until(
      () => {
        if (this.#links.count >= count) return true
        if (!idle()) idleSince = Infinity
        else idleSince = Math.min(idleSince, Date.now())
        return Date.now() - idleSince >= this.#waiting.asleepMs
      },
      { evenAsleep: true },
    )
    const seen = this.#links.count >= count
    if (seen) this.#waiting.slow(began)
    else this.look('start')
    return seen
  }

  /** @returns whether the kernel has completed the connection; the program need not have accepted it */
  async connect(client: number, host = '127.0.0.1'): Promise<boolean> {
    try {
      await this.#links.connect(client, host, this.port)
      return true
    } catch (error) {
      this.#record({ kind: 'refused', client, code: (error as Error).message })
      return false
    }
  }

  /** @param token what of it must come out once, whole, in one line */
  send(client: number, bytes: string, token?: string): void {
    this.#record({ kind: 'sent', client, bytes, ...(token !== undefined && { token }) })
    this.#links.of(client)?.send(bytes)
  }

  /** What the client has sent holds this too: it must come out whole. */
  expect(client: number, token: string): void {
    this.#record({ kind: 'expected', client, token })
  }

  /** @param token as of `send` */
  type(bytes: string, token?: string): void {
    this.#record({ kind: 'typed', bytes, ...(token !== undefined && { token }) })
    this.#program?.type(bytes)
  }

  /** Ctrl+D. */
  endKeyboard(): void {
    this.#record({ kind: 'keyboard-ended' })
    this.#program?.endKeyboard()
  }

  /** The kernel's tables as they are now; nothing is recorded. */
  tables(): Look {
    return this.#look(null)
  }

  /** Waits until the program has closed its end of a client that has left. @returns whether it has */
  closedBy(client: number): Promise<boolean> {
    return this.#waiting.until(() => !this.#look(null).ends.some((end) => end.client === client && end.accepted))
  }

  /** From now on the client leaves in the kernel what comes. */
  stopReading(client: number): void {
    this.#links.of(client)?.pause()
  }

  finish(client: number): void {
    this.#record({ kind: 'left', client, how: 'FIN' })
    this.#links.of(client)?.finish()
  }

  reset(client: number): void {
    this.#record({ kind: 'left', client, how: 'RST' })
    this.#links.of(client)?.reset()
  }

  /** Waits until the program has read all that the client sent. @returns whether it has */
  read(client: number): Promise<boolean> {
    return this.#waiting.until(() => {
      const end = this.#look(null).ends.find((one) => one.client === client)
      return end !== undefined && end.accepted && end.recvQ === 0
    })
  }

  /** Waits until all these are accepted. @returns whether they are */
  accepted(...clients: number[]): Promise<boolean> {
    return this.#waiting.until(() => {
      const { ends } = this.#look(null)
      return clients.every((client) => ends.some((end) => end.client === client && end.accepted))
    })
  }

  /** Waits until this stands on the screen. @returns whether it does */
  shown(text: string): Promise<boolean> {
    return this.#waiting.until(() => screenOf(sinceStart(this.history)).includes(text))
  }

  /** Waits until the client has heard this. @returns whether it has */
  heard(client: number, text: string): Promise<boolean> {
    return this.#waiting.until(() => heardBy(sinceStart(this.history), client).includes(text))
  }

  /** Waits until the program has said by FIN or RST that it says no more. @returns whether it has */
  silent(client: number): Promise<boolean> {
    return this.#waiting.until(() => this.history.some((entry) => entry.kind === 'closed' && entry.client === client))
  }

  /** Waits until its first process has ended, and its others as well. @returns whether they have */
  async ended(): Promise<boolean> {
    const left = (): number => this.#program?.processes().filter(({ state }) => state !== 'Z').length ?? 0
    return (await this.#waiting.until(() => this.over)) && this.#waiting.until(() => left() === 0, { evenOver: true })
  }

  /** Waits until nothing moves any more, and looks. */
  async still(after: string): Promise<Look> {
    const end = Date.now() + STILL_CAP_MS * this.#waiting.patience
    let same = 0
    let before = ''
    while (Date.now() < end && !this.over) {
      const look = this.#look(null)
      const now = JSON.stringify([look.threads, look.ends, this.history.length])
      const asleep = look.threads.every(({ state }) => state === 'S' || state === 'Z')
      if (now !== before || !asleep) [before, same] = [now, Date.now()]
      else if (Date.now() - same >= STILL_MS) break
      await pause(POLL_MS)
    }
    if (this.over) await this.#waiting.lastWords()
    return this.look(after)
  }

  /** How much of a processor it uses, or wants, while nobody does anything. */
  async busy(after: string): Promise<void> {
    const began = Date.now()
    const before = this.#busyOf()
    await pause(BUSY_MS)
    const nanoseconds = this.#busyOf() - before
    this.#record({ kind: 'looked', after, look: this.#look(nanoseconds / 1e6 / (Date.now() - began)) })
  }

  look(after: string): Look {
    const look = this.#look(null)
    this.#record({ kind: 'looked', after, look })
    return look
  }

  /** SIGKILL, as by hand; then waits until it is gone. */
  async kill(): Promise<void> {
    this.#record({ kind: 'killed' })
    this.#program?.kill()
    await this.#waiting.until(() => this.over, { evenAsleep: true })
  }

  get over(): boolean {
    return this.#program?.over ?? true
  }

  /** The clients leave by RST, so that no port stays in TIME_WAIT, then all of the program ends. */
  async end(): Promise<void> {
    this.#links.resetAll()
    const program = this.#program
    this.#program = null
    await program?.end()
  }

  /** No more of this stage: nobody listens for it. */
  close(): void {
    this.#links.close()
  }

  /** For a second start: without the clients of the first. */
  forget(): void {
    this.#links.resetAll()
  }

  #busyOf(): number {
    const threads = this.#program?.processes().flatMap((process) => process.threads) ?? []
    return threads.reduce((sum, { busy }) => sum + busy, 0)
  }

  #look(busy: number | null): Look {
    if (!this.#program) return BLIND
    const ends = { listens: this.#parts.host === null, port: this.port, ports: this.#links.ports }
    return lookAt(this.#program.processes(), ends, busy)
  }
}

/**
 * Plays one stage with a program and records its history. It waits for facts, never for time: what must come is waited for until it
 * comes or until the program stands still; what must not come, until it stands still. Counterparts: `history.ts`, the record;
 * `stages/`, which say what to play; `subject/`, the program and its clients.
 */
import { Client } from '../subject/client.ts'
import { BLIND, lookAt } from '../subject/look.ts'
import { Program } from '../subject/program.ts'
import { heardBy, screenOf, sinceStart, type Entry, type Happened, type Look } from '../history/history.ts'

const POLL_MS = 10
/** What must come is waited for so long at most. */
const CAP_MS = 5000
/** A program none of whose threads has run for so long waits for somebody else. */
const ASLEEP_MS = 400
/** One that uses or wants most of a processor for so long, and says nothing, loops. */
const SPIN_MS = 1000
const SPIN = 0.7
/** Two looks so far apart that are alike: it stands still. */
const STILL_MS = 50
const STILL_CAP_MS = 1000
/** A program that spins is seen by its run time over so long. */
const BUSY_MS = 600
/** A start that took longer than this makes everything wait longer in proportion: java, or a machine under load. */
const USUAL_START_MS = 150
const MOST_PATIENCE = 6

export interface PlayParts {
  /** The words of the command, its places filled for this port. */
  readonly command: (port: number) => readonly string[]
  readonly folder: string
  readonly mark: string
  readonly port: number
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
  readonly #clients = new Map<number, Client>()
  readonly #ports = new Map<number, number>()
  #program: Program | null = null
  #patience: number

  constructor(parts: PlayParts) {
    this.#parts = parts
    this.port = parts.port
    this.#patience = parts.patience
  }

  #record(happened: Happened): void {
    this.history.push({ ...happened, ms: Date.now() - this.#began })
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
    const seen = await this.#until(listens, { evenAsleep: true })
    const slower = Math.max(1, (Date.now() - began) / USUAL_START_MS)
    this.#patience = Math.max(this.#patience, Math.min(MOST_PATIENCE, this.#patience * slower))
    if (seen) this.#record({ kind: 'listening' })
    else this.look('start')
    return seen
  }

  /** @returns whether the kernel has completed the connection; the program need not have accepted it */
  async connect(client: number, host = '127.0.0.1'): Promise<boolean> {
    try {
      const made = await Client.connect(host, this.port, {
        heard: (bytes) => this.#record({ kind: 'heard', client, bytes }),
        closed: (how) => this.#record({ kind: 'closed', client, how }),
      })
      this.#clients.set(client, made)
      this.#ports.set(client, made.port)
      this.#record({ kind: 'connected', client, port: made.port })
      return true
    } catch (error) {
      this.#record({ kind: 'refused', client, code: (error as Error).message })
      return false
    }
  }

  /** @param token what of it must come out once, whole, in one line */
  send(client: number, bytes: string, token?: string): void {
    this.#record({ kind: 'sent', client, bytes, ...(token !== undefined && { token }) })
    this.#clients.get(client)?.send(bytes)
  }

  /** What the client has sent holds this too: it must come out whole. */
  expect(client: number, token: string): void {
    this.#record({ kind: 'expected', client, token })
  }

  /** The kernel's tables as they are now; nothing is recorded. */
  tables(): Look {
    return this.#look(null)
  }

  /** Waits until the program has closed its end of a client that has left. @returns whether it has */
  closedBy(client: number): Promise<boolean> {
    return this.#until(() => !this.#look(null).ends.some((end) => end.client === client && end.accepted))
  }

  /** From now on the client leaves in the kernel what comes. */
  stopReading(client: number): void {
    this.#clients.get(client)?.pause()
  }

  finish(client: number): void {
    this.#record({ kind: 'left', client, how: 'FIN' })
    this.#clients.get(client)?.finish()
  }

  reset(client: number): void {
    this.#record({ kind: 'left', client, how: 'RST' })
    this.#clients.get(client)?.reset()
  }

  /** Waits until the program has read all that the client sent. @returns whether it has */
  read(client: number): Promise<boolean> {
    return this.#until(() => {
      const end = this.#look(null).ends.find((one) => one.client === client)
      return end !== undefined && end.accepted && end.recvQ === 0
    })
  }

  /** Waits until all these are accepted. @returns whether they are */
  accepted(...clients: number[]): Promise<boolean> {
    return this.#until(() => {
      const { ends } = this.#look(null)
      return clients.every((client) => ends.some((end) => end.client === client && end.accepted))
    })
  }

  /** Waits until this stands on the screen. @returns whether it does */
  shown(text: string): Promise<boolean> {
    return this.#until(() => screenOf(sinceStart(this.history)).includes(text))
  }

  /** Waits until the client has heard this. @returns whether it has */
  heard(client: number, text: string): Promise<boolean> {
    return this.#until(() => heardBy(sinceStart(this.history), client).includes(text))
  }

  /** Waits until nothing moves any more, and looks. */
  async still(after: string): Promise<Look> {
    const end = Date.now() + STILL_CAP_MS * this.#patience
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
    await this.#until(() => this.over, { evenAsleep: true })
  }

  get over(): boolean {
    return this.#program?.over ?? true
  }

  /** The clients leave by RST, so that no port stays in TIME_WAIT, then all of the program ends. */
  async end(): Promise<void> {
    for (const client of this.#clients.values()) client.reset()
    const program = this.#program
    this.#program = null
    await program?.end()
  }

  /** For a second start: without the clients of the first. */
  forget(): void {
    for (const client of this.#clients.values()) client.reset()
    this.#clients.clear()
    this.#ports.clear()
  }

  #busyOf(): number {
    const threads = this.#program?.processes().flatMap((process) => process.threads) ?? []
    return threads.reduce((sum, { busy }) => sum + busy, 0)
  }

  #look(busy: number | null): Look {
    return this.#program ? lookAt(this.#program.processes(), this.port, this.#ports, busy) : BLIND
  }

  /** Until the fact is there; or it has ended, none of its threads has run for a while, or too long has passed. */
  async #until(fact: () => boolean, { evenAsleep = false } = {}): Promise<boolean> {
    const end = Date.now() + CAP_MS * this.#patience
    let ran = -1
    let since = Date.now()
    let spun = { busy: this.#busyOf(), at: Date.now(), happened: this.history.length }
    for (;;) {
      this.#parts.signal?.throwIfAborted()
      const over = this.over
      if (fact()) return true
      const now = Date.now()
      if (over || now >= end) return false
      if (!evenAsleep) {
        const busy = this.#busyOf()
        if (busy !== ran) [ran, since] = [busy, now]
        else if (now - since >= ASLEEP_MS * this.#patience) return false
        if (now - spun.at >= SPIN_MS * this.#patience) {
          const share = (busy - spun.busy) / 1e6 / (now - spun.at)
          if (share > SPIN && this.history.length === spun.happened) return false
          spun = { busy, at: now, happened: this.history.length }
        }
      }
      await pause(POLL_MS)
    }
  }
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

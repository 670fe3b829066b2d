/**
 * Keeps a worker alive and talks with it. Counterpart: `worker.ts`. A worker that dies is started again after a
 * pause that doubles from 100 ms to 5 s; questions without an answer are then asked again, commits are its user's.
 * Invariant: one question is with the worker at a time, so that a commit never waits for more than one read.
 */
import { Worker } from 'node:worker_threads'
import type { Batch } from './batch.ts'
import type { FileIdentity, FromWorker, OpenFailure, Questions, ToWorker, WorkerStart } from './messages.ts'

const FIRST_PAUSE = 100
const LONGEST_PAUSE = 5000
/** A question during which the worker died so often is refused. */
const TRIES = 3

/** What the user of a link is told. */
export interface LinkListener {
  /** The worker is there again: what it did not acknowledge must be sent again. */
  ready(): void
  committed(number: number): void
  refused(number: number, code: 'disk-full' | 'journal-failed', message: string): void
  /** The worker died or could not open the journal, `times` in a row; it will be started again. */
  died(times: number, why: string): void
}

/** The journal cannot be opened. The message names the folder and says what to do. */
export class JournalOpenError extends Error {
  override readonly name = 'JournalOpenError'
  readonly reason: OpenFailure
  readonly folder: string

  constructor(reason: OpenFailure, folder: string, message: string) {
    super(message)
    this.reason = reason
    this.folder = folder
  }
}

interface Asked {
  message: ToWorker & { kind: 'ask' }
  tries: number
  resolve: (answer: never) => void
  reject: (reason: Error) => void
}

export class WorkerLink {
  readonly #folder: string
  readonly #listener: LinkListener
  readonly #asked: Asked[] = []
  #worker: Worker | null = null
  #file: FileIdentity | null = null
  #ready = false
  #questions = 0
  #deaths = 0
  #restart: NodeJS.Timeout | undefined
  #opening: { resolve: (opened: FromWorker & { kind: 'opened' }) => void; reject: (reason: Error) => void } | null =
    null
  #closing: (() => void) | null = null

  constructor(folder: string, listener: LinkListener) {
    this.#folder = folder
    this.#listener = listener
  }

  /** Starts the worker. Rejects with JournalOpenError; nothing is left running then. */
  open(): Promise<FromWorker & { kind: 'opened' }> {
    return new Promise((resolve, reject) => {
      this.#opening = { resolve, reject }
      this.#start()
    })
  }

  /** Sends a batch, unless no worker is there to take it: `ready` will tell. */
  commit(batch: Batch): void {
    if (!this.#ready) return
    const message = batch.toMessage()
    const blocks = message.blocks.map(({ data }) => data)
    this.#worker?.postMessage(message satisfies ToWorker, blocks)
  }

  ask<Q extends keyof Questions>(name: Q, asked: Questions[Q]['asked']): Promise<Questions[Q]['answer']> {
    return new Promise((resolve, reject) => {
      if (this.#closing !== null) return reject(new Error(`the journal in ${this.#folder} is closed`))
      const question = { name, asked } as (ToWorker & { kind: 'ask' })['question']
      const message = { kind: 'ask', number: ++this.#questions, question } as const
      if (this.#asked.push({ message, tries: 0, resolve, reject }) === 1) this.#askNext()
    })
  }

  /** Ends the worker at once, in the middle of whatever it does: for tests. */
  async kill(): Promise<void> {
    await this.#worker?.terminate()
  }

  /** Lets the worker close the database, and waits for its end. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#closing = resolve
      clearTimeout(this.#restart)
      for (const { reject } of this.#asked.splice(0)) reject(new Error(`the journal in ${this.#folder} is closed`))
      if (this.#worker === null) resolve()
      else this.#worker.postMessage({ kind: 'close' } satisfies ToWorker)
    })
  }

  #start(): void {
    const workerData: WorkerStart = { folder: this.#folder, file: this.#file }
    // The warning that node:sqlite is young says nothing that a user of the lab can act on.
    const execArgv = ['--disable-warning=ExperimentalWarning']
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData, execArgv, name: 'journal' })
    let why = 'its thread ended'
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'not-opened') why = message.message
      this.#receive(message)
    })
    worker.on('error', (error) => (why = error instanceof Error ? error.message : String(error)))
    worker.on('exit', () => this.#exited(why))
    this.#worker = worker
  }

  #receive(message: FromWorker): void {
    switch (message.kind) {
      case 'opened':
        this.#ready = true
        this.#file = message.file
        if (this.#opening === null) this.#listener.ready()
        this.#opening?.resolve(message)
        this.#opening = null
        return this.#askNext()
      case 'not-opened':
        this.#opening?.reject(new JournalOpenError(message.reason, this.#folder, message.message))
        return
      case 'committed':
        this.#deaths = 0
        return this.#listener.committed(message.number)
      case 'refused':
        this.#deaths = 0
        return this.#listener.refused(message.number, message.code, message.message)
      case 'answer':
      case 'failed':
        return this.#answered(message)
    }
  }

  #answered(message: FromWorker & { kind: 'answer' | 'failed' }): void {
    // After a close, or from a worker that has been replaced, nobody waits any more.
    if (this.#asked[0]?.message.number !== message.number) return
    const asked = this.#asked.shift()
    if (message.kind === 'answer') asked?.resolve(message.answer as never)
    else asked?.reject(new Error(message.message))
    this.#askNext()
  }

  #askNext(): void {
    const asked = this.#asked[0]
    if (asked === undefined || !this.#ready) return
    asked.tries += 1
    this.#worker?.postMessage(asked.message)
  }

  #exited(why: string): void {
    this.#worker = null
    this.#ready = false
    if (this.#closing !== null) return this.#closing()
    if (this.#opening !== null) {
      this.#opening.reject(
        new JournalOpenError('failed', this.#folder, `the journal in ${this.#folder} failed: ${why}`),
      )
      this.#opening = null
      return
    }
    const asked = this.#asked[0]
    if (asked !== undefined && asked.tries >= TRIES) {
      this.#asked.shift()
      asked.reject(new Error(`the journal failed ${TRIES} times while it answered: ${why}`))
    }
    const pause = Math.min(FIRST_PAUSE * 2 ** this.#deaths, LONGEST_PAUSE)
    this.#deaths += 1
    this.#listener.died(this.#deaths, why)
    this.#restart = setTimeout(() => this.#start(), pause)
  }
}

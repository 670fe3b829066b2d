/**
 * Keeps the files of runs in a folder for each run, beside the journal. Counterparts: `port.ts`, whose duties these are;
 * `worker.ts`, which does the work.
 * Invariants: bytes in memory stay about MOST_WAITING, since all are asked to hand in no more beyond it; each file that is open
 * for a run has its place among the process's descriptors (one of the page comes with the place of its connection).
 */
import { createReadStream, existsSync } from 'node:fs'
import { open, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Descriptors } from '../admission/descriptors.ts'
import type { Ticket } from '../admission/places.ts'
import { own } from '../core/own.ts'
import type { FileView } from '#shared/protocol/transfers.ts'
import { diskName, INDEX, readIndex } from './index-lines.ts'
import { safeName } from './names.ts'
import type { FromWorker, ToWorker, WorkerOptions } from './messages.ts'
import type {
  Beginning,
  FileStore,
  Incoming,
  IncomingHandlers,
  RunKey,
  SendingEnd,
  Source,
  StoredFile,
  Renaming,
} from './port.ts'

/** Bytes that may wait for the disk, of all files together. */
const MOST_WAITING = 8_388_608

/** Bytes that are read at once of a file to be sent. */
const READ_SIZE = 131_072
/** What open(2) says where the process may open no more. */
const NO_DESCRIPTOR = 'EMFILE'
/** Sendings that a list tells of. */
const LISTED = 500

/** A file that is being received. */
interface Receiving {
  readonly handlers: IncomingHandlers
  readonly place: Ticket | null
}

export class DiskFiles implements FileStore {
  readonly #options: WorkerOptions
  readonly #descriptors: Descriptors
  readonly #receiving = new Map<number, Receiving>()
  readonly #listeners = new Set<() => void>()
  /** Who waits for an answer; the worker answers in the order in which it was asked. */
  readonly #askers: ((bytes: number) => void)[] = []
  readonly #waiters: ((errno: string | null) => void)[] = []
  #worker: Worker | null = null
  #lastKey = 0
  #waiting = 0
  behind = false

  /** Nothing is made on disk, and no thread started, before the first file. */
  constructor(options: WorkerOptions, descriptors: Descriptors) {
    this.#options = options
    this.#descriptors = descriptors
  }

  onBehind(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  receive(run: RunKey, file: Beginning, handlers: IncomingHandlers): Incoming {
    const key = ++this.#lastKey
    const name = safeName(file.name)
    const place = file.direction === 'in' ? this.#descriptors.take('programs') : null
    if (file.direction === 'in' && !place) return unopened(name, handlers)
    this.#receiving.set(key, { handlers, place })
    this.#tell({ type: 'begin', key, folder: this.#folder(run), file: { ...file, name } })
    return {
      name,
      write: (bytes) => {
        if (!this.#receiving.has(key)) return
        this.#waits(bytes.length)
        this.#tell({ type: 'write', key, bytes })
      },
      end: (whole) => this.#tell({ type: 'end', key, whole }),
      drop: (errno) => this.#tell({ type: 'drop', key, errno }),
    }
  }

  noteSending(run: RunKey, file: Beginning): void {
    this.#tell({ type: 'note', folder: this.#folder(run), line: { at: 'begun', ...file } })
  }

  noteSent(run: RunKey, end: SendingEnd): void {
    this.#tell({ type: 'note', folder: this.#folder(run), line: { at: 'ended', ...end } })
  }

  async source(run: RunKey, file: Pick<FileView, 'id' | 'name'>): Promise<Source> {
    const place = this.#descriptors.take('programs')
    if (!place) throw noDescriptor()
    const handle = await open(this.#path(run, file)).catch((error: unknown) => {
      place.giveBack()
      throw error
    })
    return {
      async read() {
        // Memory of its own each time: what is queued for a slow peer must stay as it is.
        const buffer = Buffer.allocUnsafeSlow(READ_SIZE)
        const { bytesRead } = await handle.read(buffer, 0, READ_SIZE, null)
        return buffer.subarray(0, bytesRead)
      },
      close: () => handle.close().finally(() => place.giveBack()),
    }
  }

  remove(run: RunKey, file: Pick<FileView, 'id' | 'name'>): Promise<string | null> {
    return this.#ask({ type: 'remove', folder: this.#folder(run), id: file.id, path: this.#path(run, file) })
  }

  rename(run: RunKey, renaming: Renaming): Promise<string | null> {
    return this.#ask({ type: 'rename', folder: this.#folder(run), renaming })
  }

  #ask(message: Extract<ToWorker, { type: 'remove' | 'rename' | 'erase' }>): Promise<string | null> {
    return new Promise((done) => {
      this.#waiters.push(done)
      this.#tell(message)
    })
  }

  erase(run: RunKey): Promise<string | null> {
    const folder = this.#folder(run)
    // A thread is not started for the many runs without a file.
    if (!existsSync(folder)) return Promise.resolve(null)
    return this.#ask({ type: 'erase', folder })
  }

  async used(): Promise<number> {
    const { root } = this.#options
    const all = await readdir(root, { recursive: true, withFileTypes: true }).catch(orNothing([]))
    let sum = 0
    for (const entry of all) {
      if (!entry.isFile()) continue
      const found = await stat(join(entry.parentPath, entry.name)).catch(orNothing(null))
      sum += found?.size ?? 0
    }
    return sum
  }

  room(): Promise<number> {
    return new Promise((done) => {
      this.#askers.push(done)
      this.#tell({ type: 'room' })
    })
  }

  async list(run: RunKey): Promise<FileView[]> {
    const all = [...(await this.#index(run)).values()]
    // What takes room on the disk is always told of: it can be deleted by nothing else.
    const newest = new Set(all.filter(({ direction }) => direction === 'out').slice(-LISTED))
    const files = all.filter((file) => file.direction !== 'out' || newest.has(file))
    return Promise.all(
      files.map(async (file) => {
        if (file.endedAt !== null || file.direction === 'out') return file
        const size = await stat(this.#path(run, file)).then(
          (found) => found.size,
          () => 0,
        )
        return { ...file, size }
      }),
    )
  }

  async open(run: RunKey, id: number): Promise<StoredFile | null> {
    const file = (await this.#index(run)).get(id)
    if (!file || file.direction === 'out' || file.state === 'refused') return null
    const path = this.#path(run, file)
    const found = await stat(path).catch(() => null)
    if (!found?.isFile()) return null
    // Not a byte beyond the size that is announced, though the file may still grow.
    const stream = createReadStream(path, { end: Math.max(0, found.size - 1), highWaterMark: 262_144 })
    // It may fail before anybody reads it: the file can go, or descriptors run out, while the answer is being prepared.
    own(stream)
    return { name: file.name, size: found.size, stream }
  }

  async close(): Promise<void> {
    if (!this.#worker) return
    const ended = new Promise<void>((done) => this.#worker!.once('exit', () => done()))
    this.#tell({ type: 'close' })
    await ended
  }

  async #index(run: RunKey): Promise<Map<number, FileView>> {
    const text = await readFile(join(this.#folder(run), INDEX), 'utf8').catch(orNothing(''))
    return readIndex(text)
  }

  #folder({ id, startedAt }: RunKey): string {
    return join(this.#options.root, `${id}-${startedAt}`)
  }

  #path(run: RunKey, { id, name }: Pick<FileView, 'id' | 'name'>): string {
    return join(this.#folder(run), diskName(id, name))
  }

  #tell(message: ToWorker): void {
    this.#worker ??= this.#start()
    if (message.type !== 'write') return this.#worker.postMessage(message)
    // Memory that belongs to these bytes alone changes hands. Of a part of something larger a copy goes: it would be sent as
    // the whole otherwise.
    const own = message.bytes.buffer.byteLength === message.bytes.length
    const bytes = own ? message.bytes : new Uint8Array(message.bytes)
    this.#worker.postMessage({ ...message, bytes }, [bytes.buffer as ArrayBuffer])
  }

  #start(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: this.#options })
    worker.on('message', (message: FromWorker) => this.#heard(message))
    worker.on('error', (error: NodeJS.ErrnoException) => {
      this.#worker = null
      this.#waits(-this.#waiting)
      for (const key of [...this.#receiving.keys()]) this.#over(key)?.failed(error.code ?? 'EIO')
      for (const one of this.#askers.splice(0)) one(0)
      for (const one of this.#waiters.splice(0)) one(error.code ?? 'EIO')
    })
    return worker
  }

  #heard(message: FromWorker): void {
    if (message.type === 'took') return this.#waits(-message.bytes)
    if (message.type === 'room') return this.#askers.shift()?.(message.bytes)
    if (message.type === 'done') return this.#waiters.shift()?.(message.errno)
    const handlers = this.#over(message.key)
    if (message.type === 'stored') handlers?.stored(message.size, message.sha256)
    else handlers?.failed(message.errno)
  }

  /** Its descriptor is closed. Returns who is to be told. */
  #over(key: number): IncomingHandlers | undefined {
    const receiving = this.#receiving.get(key)
    this.#receiving.delete(key)
    receiving?.place?.giveBack()
    return receiving?.handlers
  }

  #waits(more: number): void {
    this.#waiting += more
    const behind = this.behind ? this.#waiting > MOST_WAITING / 2 : this.#waiting >= MOST_WAITING
    if (behind === this.behind) return
    this.behind = behind
    for (const listener of this.#listeners) listener()
  }
}

const noDescriptor = (): NodeJS.ErrnoException =>
  Object.assign(new Error('no descriptor is left'), { code: NO_DESCRIPTOR })

/** A file for which there was no descriptor: told like one that the system refuses, once the caller knows of it. */
function unopened(name: string, { failed }: IncomingHandlers): Incoming {
  queueMicrotask(() => failed(NO_DESCRIPTOR))
  return { name, write() {}, end() {}, drop() {} }
}

/** What there is where nothing is: there was no file yet, or it has gone meanwhile. Throws every other error again. */
const orNothing =
  <T>(nothing: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return nothing
    throw error
  }

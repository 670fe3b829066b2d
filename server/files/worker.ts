/**
 * The thread that writes files, hashes them and sees them on the disk: SHA-256 of a GiB keeps a core busy for seconds, and
 * fsync waits for the disk, so neither may happen where sockets are served. Counterpart: `store.ts`, by `messages.ts`.
 * Invariant: what is on disk never exceeds the quota, nor does it eat into the reserve.
 */
import { createHash, type Hash } from 'node:crypto'
import {
  appendFileSync,
  closeSync,
  fstatSync,
  fsync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  statfsSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { parentPort, workerData } from 'node:worker_threads'
import { diskName, INDEX, lineOf, type IndexLine } from './index-lines.ts'
import type { FromWorker, ToWorker, WorkerOptions } from './messages.ts'

/** The free space of the disk is asked for again after so many bytes. */
const ASK_EVERY = 16_777_216
/** Files of one run: beyond, a client that connects in a loop would fill a folder. */
const MOST_FILES = 10_000

interface Open {
  readonly id: number
  readonly folder: string
  readonly path: string
  readonly descriptor: number
  readonly hash: Hash
  size: number
}

const { root, quota, reserve } = workerData as WorkerOptions
const port = parentPort!
const files = new Map<number, Open>()
const tell = (message: FromWorker): void => port.postMessage(message)
const synced = promisify(fsync)

mkdirSync(root, { recursive: true })
let used = sizeOfAll()
let unasked = ASK_EVERY

function sizeOfAll(): number {
  let sum = 0
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) sum += statSync(join(entry.parentPath, entry.name)).size
  }
  return sum
}

class Refusal extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}

/** Throws a Refusal when `bytes` more do not fit. */
function makeRoom(bytes: number): void {
  if (used + bytes > quota) throw new Refusal('EDQUOT')
  unasked += bytes
  if (unasked < ASK_EVERY) return
  unasked = 0
  const { bavail, bsize } = statfsSync(root)
  if (bavail * bsize < reserve + Math.max(bytes, ASK_EVERY)) {
    unasked = ASK_EVERY
    throw new Refusal('ENOSPC')
  }
}

/** @param safely the disk must have it before anybody is told */
function note(folder: string, line: IndexLine, safely = false): void {
  const path = join(folder, INDEX)
  mkdirSync(folder, { recursive: true })
  appendFileSync(path, lineOf(line))
  if (!safely) return
  const descriptor = openSync(path, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}

function begin({ key, folder, file }: Extract<ToWorker, { type: 'begin' }>): void {
  const path = join(folder, diskName(file.id, file.name))
  note(folder, { at: 'begun', ...file })
  const base = { id: file.id, folder, path, hash: createHash('sha256'), size: 0 }
  files.set(key, { ...base, descriptor: openSync(path, 'wx', 0o600) })
  if (file.id > MOST_FILES) throw new Refusal('EDQUOT')
  makeRoom(file.total ?? 0)
}

function write({ key, bytes }: Extract<ToWorker, { type: 'write' }>): void {
  const file = files.get(key)
  if (!file) return
  makeRoom(bytes.length)
  for (let at = 0; at < bytes.length;) {
    const taken = writeSync(file.descriptor, bytes, at)
    at += taken
    used += taken
    file.size += taken
  }
  file.hash.update(bytes)
}

async function end({ key, whole }: Extract<ToWorker, { type: 'end' }>): Promise<void> {
  const file = files.get(key)
  if (!file) return
  // Others write on while the disk takes this one.
  await synced(file.descriptor)
  // It may have been given up meanwhile: its descriptor is another file's by now.
  if (files.get(key) !== file) return
  // Somebody has removed it, or its folder: the disk has bytes that nobody finds.
  if (fstatSync(file.descriptor).nlink === 0) throw new Refusal('ENOENT')
  files.delete(key)
  closeSync(file.descriptor)
  const { id, folder, size } = file
  const sha256 = file.hash.digest('hex')
  const state = whole ? 'whole' : 'partial'
  note(folder, { at: 'ended', id, state, size, sha256, errno: null, endedAt: Date.now() }, true)
  tell({ type: 'stored', key, size, sha256 })
}

/** Gives up a file that has ended; its place is free again. Null, or why it could not be. */
function remove({ folder, id, path }: Extract<ToWorker, { type: 'remove' }>): string | null {
  try {
    const { size } = statSync(path)
    rmSync(path)
    used -= size
    note(folder, { at: 'removed', id }, true)
    return null
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error)
  }
}

/** Deletes the folder of a run, whose files have all ended. Null, or why it could not be. */
function erase({ folder }: Extract<ToWorker, { type: 'erase' }>): string | null {
  try {
    rmSync(folder, { recursive: true, force: true })
    return null
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error)
  } finally {
    used = sizeOfAll()
  }
}

/** Gives a file up, with what it has taken of the disk. */
function fail(key: number, error: unknown): void {
  const errno = (error as NodeJS.ErrnoException).code ?? String(error)
  const file = files.get(key)
  files.delete(key)
  try {
    if (file) {
      closeSync(file.descriptor)
      rmSync(file.path)
      used -= file.size
      const { id, folder, size } = file
      note(folder, { at: 'ended', id, state: 'refused', size, sha256: null, errno, endedAt: Date.now() })
    }
  } catch {
    // The index says partial then: true as well, and the reason is told below.
  }
  tell({ type: 'failed', key, errno })
}

port.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'begin':
      return attempt(message.key, () => begin(message))
    case 'write':
      attempt(message.key, () => write(message))
      return tell({ type: 'took', bytes: message.bytes.length })
    case 'end':
      return void end(message).catch((error: unknown) => fail(message.key, error))
    case 'drop':
      return fail(message.key, new Refusal(message.errno))
    case 'note':
      return attempt(null, () => note(message.folder, message.line))
    case 'remove':
      return tell({ type: 'removed', errno: remove(message) })
    case 'erase':
      return tell({ type: 'removed', errno: erase(message) })
    case 'room':
      return tell({ type: 'room', bytes: Math.max(0, quota - used) })
    case 'close':
      // Whatever is still open has its line in the index as begun: it counts as partial.
      return port.close()
  }
})

/** @param key of the file that is given up when it fails; null where the index alone would miss a line */
function attempt(key: number | null, act: () => void): void {
  try {
    act()
  } catch (error) {
    if (key !== null) fail(key, error)
  }
}

/**
 * The thread that owns the database. Counterpart: `link.ts`. It answers each message with one, in order.
 * Invariant: `committed` is sent after the transaction is on the disk, never before.
 */
import { parentPort, workerData } from 'node:worker_threads'
import type { FileIdentity, FromWorker, Question, ToWorker, WorkerStart } from './messages.ts'
import { fileOf, isStill, OpenError, openDatabase, REMOVED, sqliteCode } from './schema.ts'
import { Store } from './store.ts'
import { freeIn, writeTrouble } from './write-errors.ts'

if (parentPort === null) throw new Error('the journal worker runs as a worker thread only')
const port = parentPort
const say = (message: FromWorker, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer)

const opened = open()
if (opened !== null) {
  const { store } = opened
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'commit') commit(opened, message)
    else if (message.kind === 'ask') answer(store, message.number, message.question)
    else {
      store.close()
      port.close()
    }
  })
}

interface Opened {
  readonly store: Store
  readonly file: FileIdentity
}

function open(): Opened | null {
  const { folder, file: before } = workerData as WorkerStart
  try {
    const { db, setAside } = openDatabase(folder, before)
    const store = new Store(db)
    const file = before ?? fileOf(folder)
    say({ kind: 'opened', setAside, lastRun: store.lastRun, file })
    return { store, file }
  } catch (error) {
    const reason = error instanceof OpenError ? error.reason : 'failed'
    say({ kind: 'not-opened', reason, message: words(error) })
    return null
  }
}

function commit({ store, file }: Opened, message: ToWorker & { kind: 'commit' }): void {
  const { number } = message
  const { folder } = workerData as WorkerStart
  try {
    store.commit(message)
    if (!isStill(file, folder)) throw new Error(REMOVED)
    say({ kind: 'committed', number })
  } catch (error) {
    const code = writeTrouble(sqliteCode(error), () => freeIn(folder))
    say({ kind: 'refused', number, code, message: words(error) })
  }
}

function answer(store: Store, number: number, question: Question): void {
  try {
    if (question.name === 'read') {
      const page = store.read(question.asked)
      say({ kind: 'answer', number, answer: page }, [page.packed])
    } else say({ kind: 'answer', number, answer: plainAnswer(store, question) })
  } catch (error) {
    say({ kind: 'failed', number, message: words(error) })
  }
}

function plainAnswer(store: Store, question: Exclude<Question, { name: 'read' }>): unknown {
  const { upkeep } = store
  switch (question.name) {
    case 'runs':
      return store.runs()
    case 'participants':
      return store.participants(question.asked)
    case 'appearances':
      return upkeep.appearances(question.asked)
    case 'forget':
      return question.asked.of === 'blocks' ? upkeep.forget(question.asked) : upkeep.forgetRecords(question.asked)
    case 'erase':
      return upkeep.erase(question.asked.run, question.asked.observations)
    case 'settle':
      upkeep.settle()
      return null
    case 'tidy':
      upkeep.tidy()
      return null
    case 'room':
      return upkeep.room()
    case 'limit-pages':
      return store.limitPages(question.asked)
  }
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

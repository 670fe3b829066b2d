/**
 * Types a file on a program's keyboard in pieces, each when the one before was taken: no more of it is in memory than one
 * piece. Counterpart: `server/runtime/run/block-keyboard.ts`, which cuts it up again. Pure but for reading the file.
 */
import { MAX_SEND_BYTES } from '#shared/model/constants.ts'
import { RequestError } from '../connection/rest.ts'
import { base64 } from './payload.ts'

/** A keyboard that is full takes nothing for a while: how long to wait before the next try, in milliseconds. */
const PAUSE = 200

export interface TypeFileParts {
  /** Hands a piece on. @param bytes base64. Rejects with a `RequestError`. */
  write: (bytes: string) => Promise<void>
  /** So many bytes have been taken. */
  progress: (done: number) => void
  signal: AbortSignal
}

/** Resolves when all of it was taken, or at the signal. Rejects with the first refusal that is not a full keyboard. */
export async function typeFile(file: Blob, { write, progress, signal }: TypeFileParts): Promise<void> {
  for (let from = 0; from < file.size && !signal.aborted; from += MAX_SEND_BYTES) {
    const bytes = base64(new Uint8Array(await file.slice(from, from + MAX_SEND_BYTES).arrayBuffer()))
    while (!signal.aborted && !(await taken(() => write(bytes)))) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE))
    }
    progress(Math.min(from + MAX_SEND_BYTES, file.size))
  }
}

async function taken(write: () => Promise<void>): Promise<boolean> {
  try {
    await write()
    return true
  } catch (fault) {
    if (fault instanceof RequestError && fault.code === 'overloaded') return false
    throw fault
  }
}

/**
 * The teacher's lock, kept in the data folder so that it outlives a restart: a lab that comes back after a crash is not open to who was
 * kept out before. Counterparts: `commands/access.ts`, which holds it; `lab-parts.ts`.
 * Invariant: what is kept in the end is the latest state, however fast it changes.
 */
import { join } from 'node:path'
import { putOwnFile, readOwnFile } from '../endpoints/owner-files.ts'

const FILE = 'access.json'

/** Whether it was locked when the lab ended. A damaged file locks nobody out. Rejects with what the system says. */
export async function wasLocked(folder: string): Promise<boolean> {
  const text = await readOwnFile(join(folder, FILE))
  try {
    return (JSON.parse(text ?? '{}') as { locked?: unknown }).locked === true
  } catch {
    return false
  }
}

/** Returns what keeps a state; resolves when it, or a later one, is on the disk. @param failed told what the system says */
export function lockKeeper(folder: string, failed: (error: unknown) => void): (locked: boolean) => Promise<void> {
  let last = Promise.resolve()
  return (locked) =>
    (last = last.then(() => putOwnFile(join(folder, FILE), `${JSON.stringify({ locked })}\n`)).catch(failed))
}

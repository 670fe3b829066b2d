/**
 * Files of the lab's user alone: secrets and keys. Counterparts: `authority.ts`; `cli/teacher-secret.ts`.
 * Invariants: nobody ever reads half of one; what somebody else has put in the place of such a file, or of the one that is written
 * beside it first, is neither followed, nor read, nor gives its mode to the new one.
 */
import { constants } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

const OWNER_ONLY = 0o600

/** Puts a file with this text in the place of whatever is there. Rejects with what the system says. */
export async function putOwnFile(path: string, text: string, mode = OWNER_ONLY): Promise<void> {
  const part = `${path}.new`
  await rm(part, { force: true })
  const file = await open(part, 'wx', OWNER_ONLY) // O_EXCL follows no link (open(2))
  try {
    await file.chmod(mode)
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(part, path)
}

/**
 * What the lab's user has written there; null where there is no such file: none, a link, or one of another user, who would know
 * what stands in it. The owner of the folder may put there what it likes in any case. Others may not read it from then on. Rejects with what the system says.
 */
export async function readOwnFile(path: string, mode = OWNER_ONLY): Promise<string | null> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ELOOP') return null
      throw error
    },
  )
  if (file === null) return null
  try {
    const found = await file.stat()
    if (!found.isFile() || !(await isOwn(path, found.uid))) return null
    if ((found.mode & 0o777) !== mode) await file.chmod(mode)
    return await file.readFile('utf8')
  } finally {
    await file.close()
  }
}

async function isOwn(path: string, owner: number): Promise<boolean> {
  if (!process.getuid || owner === process.getuid()) return true // Windows knows no such owners
  return (await stat(dirname(path))).uid === owner
}

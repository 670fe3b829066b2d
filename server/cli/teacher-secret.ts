/**
 * The secret of the teacher's link, kept in the data folder so that the link survives a restart. Counterparts: `serve.ts`,
 * which prints the link; `gateway/http/roles.ts`, which knows the secret again.
 * Invariant: nobody but the owner of the folder reads it.
 */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { putOwnFile, readOwnFile } from '../endpoints/owner-files.ts'
import type { TeacherSecret } from '../gateway/http/roles.ts'

const FILE = 'teacher.json'

/** @param folder exists @param fresh ends the links that were given out before */
export async function teacherSecretIn(folder: string, fresh: boolean): Promise<TeacherSecret> {
  const path = join(folder, FILE)
  const known = await readSecret(path)
  if (known && !fresh) return known
  const made = { lab: known?.lab ?? randomBytes(6).toString('hex'), secret: randomBytes(24).toString('base64url') }
  // Renamed when it is whole: a lab that is killed meanwhile keeps the older one.
  await putOwnFile(path, `${JSON.stringify(made)}\n`)
  return made
}

/** Null where there is none of the lab's user, or a damaged one. */
async function readSecret(path: string): Promise<TeacherSecret | null> {
  try {
    const { lab, secret } = JSON.parse((await readOwnFile(path)) ?? '{}') as Partial<TeacherSecret>
    const whole = /^[0-9a-f]{12}$/.test(String(lab)) && /^[\w-]{32}$/.test(String(secret))
    return whole ? { lab: lab!, secret: secret! } : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/**
 * Gives files of a run that has ended another name, on disk and in the index. Runs in the worker; counterpart: `worker.ts`.
 * Invariants: at every moment each file is found under the name that the index has, so that whatever ends the process here loses
 * nothing; what is left over then goes when it is done once more. Afterwards the earlier names stand nowhere in the folder.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { diskName, INDEX, renamed } from './index-lines.ts'
import type { ToWorker } from './messages.ts'

/** Throws what the system says. */
export function rename({ folder, renaming }: Extract<ToWorker, { type: 'rename' }>): void {
  const index = join(folder, INDEX)
  if (!existsSync(index)) return
  const { text, files } = renamed(readFileSync(index, 'utf8'), renaming)
  const isOf = (id: number) => (entry: string) => entry.startsWith(`${id}-`) && entry !== diskName(id, renaming.name)
  for (const { id, name } of files) {
    const [from, to] = [join(folder, diskName(id, name)), join(folder, diskName(id, renaming.name))]
    if (existsSync(from) && !existsSync(to)) linkSync(from, to)
  }
  if (files.length > 0) replace(index, text)
  for (const { id } of files) for (const entry of readdirSync(folder).filter(isOf(id))) rmSync(join(folder, entry))
}

/** The new text is on the disk before it takes the place of the older one. */
function replace(path: string, text: string): void {
  const part = `${path}.new`
  rmSync(part, { force: true })
  const descriptor = openSync(part, 'wx', 0o600)
  try {
    // All of it: one write may take less.
    writeFileSync(descriptor, text)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(part, path)
}

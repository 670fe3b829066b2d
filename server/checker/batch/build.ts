/** Builds a submission in a folder of its own. Counterpart: `plan.ts`, which says how. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { own } from '../../core/own.ts'
import type { PlanEntry } from './plan.ts'

const BUILD_MS = 60_000
const MOST_SAID = 2000

/** @returns the words that start it, its places for port and host still open @throws Error with what the compiler said */
export async function build({ file, build, run }: PlanEntry, from: string, folder: string): Promise<string[]> {
  const places: Readonly<Record<string, string>> = { src: join(from, file), bin: join(folder, 'program'), dir: folder }
  const filled = (words: readonly string[]): string[] =>
    words.map((word) => word.replaceAll(/\{(src|bin|dir)\}/g, (_, name: string) => places[name] ?? ''))
  if (build !== null) {
    const [compiler = '', ...rest] = filled(build)
    const compiling = promisify(execFile)(compiler, rest, { timeout: BUILD_MS })
    own(compiling.child)
    await compiling.catch((error: NodeJS.ErrnoException & { stderr?: string }) => {
      throw new Error((error.stderr || error.message).slice(0, MOST_SAID).trim())
    })
  }
  return filled(run)
}

/** The whole lab as the command that a person starts, in a process of its own. Counterpart: `child.ts`. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { until } from './raw-client.ts'

const inProject = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
export const MAIN = inProject('server/cli/main.ts')

/** A whole lab takes its time to start on a machine that has other things to do: so long at most. */
export const START_MS = 60_000
/** As `npm start` does it. */
export const ENV = { NODE_COMPILE_CACHE: inProject('node_modules/.cache/node'), LC_ALL: 'C' }

/** A data folder that goes with the test. */
export function dataFolder(): string {
  const made = mkdtempSync(join(tmpdir(), 'socket-lab-serve-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

export const flags = (data: string): string[] => ['--port', '0', '--web-port', '0', '--data', data]

/** The address of the page, once the lab has told it. */
export async function pageOf({ child }: { child: { out: string; err: string } }): Promise<string> {
  const found = () => /(http:\/\/\S+)/.exec(child.out)?.[1]
  await until(
    'an address',
    () => found() ?? child.err,
    () => found() !== undefined,
    START_MS,
  )
  return found()!
}

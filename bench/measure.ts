/** One measurement: the generator as a process of its own against one peer. Counterpart: `generator/main.ts`. */
import { fileURLToPath } from 'node:url'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { start } from './children.ts'
import type { Figures, Job } from './generator/main.ts'

const generator = fileURLToPath(new URL('generator/main.ts', import.meta.url))

/** Rejects when the generator fails; what it says of that is on the terminal. */
export async function measure(job: Job): Promise<Figures> {
  const child = start(process.execPath, [generator, JSON.stringify(job)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [output] = await Promise.all([text(child.stdout!), once(child, 'close')])
  if (child.exitCode !== 0) throw new Error(`the load generator failed (exit code ${child.exitCode})`)
  return JSON.parse(output) as Figures
}

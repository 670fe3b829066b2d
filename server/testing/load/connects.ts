/** A storm of connections at a rate of its own, whatever the lab takes of it. Counterpart: `connects.py`, a process of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Way } from './attack.ts'

export interface Connects {
  /** Begun, and those of them that stood and took a line, a second. */
  begun: number
  said: number
}

/** @param told gets what it did when it has stopped */
export const connects =
  (perSecond: number, told: (connects: Connects) => void): Way =>
  async ({ port }) => {
    const script = fileURLToPath(new URL('connects.py', import.meta.url))
    const child = spawn('python3', [script, String(port), String(perSecond)], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
    await once(child.stdout, 'data')
    return {
      async stop() {
        const ended = once(child, 'close')
        child.kill('SIGTERM')
        await ended
        const [begun = NaN, taken = NaN, seconds = NaN] = said.trim().split('\n').at(-1)!.split(' ').map(Number)
        told({ begun: begun / seconds, said: taken / seconds })
      },
    }
  }

/**
 * A whole lab in a process of its own: `node --expose-gc lab-child.ts FOLDER`. Counterpart: `lab.ts`, to which it tells its
 * ports, and what it holds in memory when asked. It ends with who started it.
 */
import { start } from '../../cli/lab-parts.ts'
import { readConfig } from '../../cli/config.ts'

export interface Ready {
  readonly type: 'ready'
  readonly webPort: number
  /** Of the relay that runs from the beginning. */
  readonly port: number
  readonly run: string
}

/** Answer to `memory`, which is bytes after a forced collection, and to `buffers`: those of array buffers, collected or not. */
export interface Memory {
  readonly type: 'memory'
  readonly bytes: number
}

const tell = (message: Ready | Memory): unknown => process.send?.(message)

const [folder = '', ...flags] = process.argv.slice(2)
const started = await start(
  readConfig(['--port', '0', '--web-port', '0', '--data', folder, ...flags], {}),
  process.stderr,
)
process.on('message', (what: 'memory' | 'buffers') => {
  if (what === 'buffers') return tell({ type: 'memory', bytes: process.memoryUsage().arrayBuffers })
  void globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage() // `external` has the array buffers in it
  return tell({ type: 'memory', bytes: heapUsed + external })
})
process.on('disconnect', () => void started.stop().finally(() => process.exit(0)))
tell({
  type: 'ready',
  webPort: Number(new URL(started.urls[0]!).port),
  port: started.run!.listeners[0]!.port,
  run: started.run!.id,
})

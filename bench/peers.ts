/** The relays that are compared, each started on a free port of this machine. Counterpart: `run.ts`. */
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { which } from '../scripts/terminal.mjs'
import type { RunList } from '#shared/protocol/rest.ts'
import { printed, start, stop } from './children.ts'
import { scratch } from './scratch.ts'

export interface Peer {
  readonly pid: number
  readonly port: number
  stop(): Promise<void>
}

export interface LabPeer extends Peer {
  /** Its page, without a slash at the end. */
  readonly url: string
  /** The relay's run. */
  readonly run: string
  /** Folder of its journal, which goes when it stops. */
  readonly data: string
  /** The process, with a channel for messages when it was asked for. */
  readonly child: ReturnType<typeof start>
}

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * The lab as `npm start` runs it, its journal on the disk.
 * @param preload module that its process loads before, and that is given a channel for messages
 * @param flags further ones
 */
export async function startLab(preload?: string, flags: readonly string[] = []): Promise<LabPeer> {
  const folder = scratch()
  const data = folder.path
  const before = preload === undefined ? [] : ['--import', preload]
  const child = start(
    process.execPath,
    [...before, 'server/cli/main.ts', '--port', '0', '--web-port', '0', '--data', data, ...flags],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit', ...(preload === undefined ? [] : ['ipc' as const])],
    },
  )
  const end = () => stop(child).then(() => folder.remove())
  try {
    const [, url = '', port] = await printed(child, child.stdout!, /page +(http\S+?)\/?\n[^]*TCP:\S+:(\d+)\n/)
    const { runs } = (await (await fetch(`${url}/api/runs`)).json()) as RunList
    const run = runs.find(({ state }) => state === 'running')!.id
    return { pid: child.pid!, port: Number(port), url, run, data, child, stop: end }
  } catch (error) {
    await end()
    throw error
  }
}

/** Null where there is no python3. */
export async function startPython(): Promise<Peer | null> {
  const python = which('python3')
  if (python === null) return null
  const program = fileURLToPath(new URL('peers/select_relay.py', import.meta.url))
  const child = start(python, [program, '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [, port] = await printed(child, child.stdout!, /^(\d+)\n/)
  // A version manager's `python3` may be a script that has become the interpreter by now: the pid is the same.
  return { pid: child.pid!, port: Number(port), stop: () => stop(child) }
}

/** Null where there is no ncat. */
export async function startNcat(): Promise<Peer | null> {
  const ncat = which('ncat')
  if (ncat === null) return null
  // Asked for port 0, it would not tell which one it got.
  const port = await freePort()
  const args = ['-v', '--listen', '127.0.0.1', String(port), '--broker', '--max-conns', '200']
  const child = start(ncat, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  await printed(child, child.stderr!, /Listening on 127/)
  return { pid: child.pid!, port, stop: () => stop(child) }
}

function freePort(): Promise<number> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

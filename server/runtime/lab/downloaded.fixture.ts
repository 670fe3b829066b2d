/**
 * The two who play a program of the worksheet: the lab, and Python with the file that the lab gives to keep. A dialogue of real
 * sockets is played with either, and neither may be told from the other by what is heard and printed.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { programFile } from '#programs/download.ts'
import { completeOptions } from '#programs/registry.ts'
import type { BoundAddress } from '#shared/protocol/program.ts'
import type { ProgramId } from '#shared/protocol/model.ts'
import { Child } from '../../testing/child.ts'
import { openLab, startRun } from '../../testing/lab.ts'
import { RawClient, until } from '../../testing/raw-client.ts'

export interface Side {
  /** Where it listens; 0 for a client. */
  readonly port: number
  client(): Promise<RawClient>
  /** Types at its keyboard; null is Ctrl+D. */
  type(text: string | null): void
  /** Waits until it has printed exactly this. */
  prints(text: string): Promise<unknown>
  /** Waits until it has ended. */
  ends(): Promise<unknown>
}

export interface Player {
  readonly name: string
  start(program: ProgramId, options?: object): Promise<Side>
}

const client = (port: number) => (): Promise<RawClient> => RawClient.connect(port)

async function lab(program: ProgramId, options: object = {}): Promise<Side> {
  const opened = await openLab()
  onTestFinished(() => opened.close())
  const room = await startRun(opened.lab, program, options)
  const { id } = room.run
  const printed = async (): Promise<string> =>
    (await room.events())
      .flatMap((event) =>
        (event.kind === 'lines' || event.kind === 'datagram') && event.to === 'console'
          ? [Buffer.from(event.bytes, 'base64').toString('latin1')]
          : [],
      )
      .join('')
  return {
    port: room.port,
    client: client(room.port),
    type: (text) => room.lab.type(id, text === null ? null : Buffer.from(text)),
    prints: (text) => until(JSON.stringify(text), printed, (all) => all === text),
    ends: () =>
      until(
        'the end',
        () => room.lab.view(id).state,
        (state) => state === 'stopped',
      ),
  }
}

/** The file at this place, on the disk in a folder of its own. */
export async function downloaded(program: ProgramId, options: object, listeners: readonly BoundAddress[]) {
  const completed = completeOptions(program, options)
  if ('wrong' in completed) throw new Error(completed.wrong)
  const folder = await mkdtemp(join(tmpdir(), 'socket-lab-program-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const { name, text } = await programFile({ program, options: completed.options, listeners }, 'fr')
  await writeFile(join(folder, name), text)
  return { folder, name, text }
}

/** Starts Python with a downloaded program in its own folder. */
export const python = ({ folder, name }: { folder: string; name: string }, ...args: string[]): Child =>
  new Child('sh', ['-c', 'cd "$0" && exec python3 "$@"', folder, name, ...args])

async function inPython(program: ProgramId, options: { target?: object; role?: string } = {}): Promise<Side> {
  const listens = options.target === undefined
  const transport = program.startsWith('udp') ? 'udp' : 'tcp'
  const file = await downloaded(program, options, listens ? [{ transport, host: '127.0.0.1', port: 0 }] : [])
  const child = python(file)
  const port = listens ? await portOf(child) : 0
  return {
    port,
    client: client(port),
    type: (text) => (text === null ? child.endInput() : child.type(text)),
    prints: (text) => child.prints(text),
    ends: () => child.exit(),
  }
}

/** The port that it tells. */
export async function portOf(child: Child): Promise<number> {
  const found = (): number => Number(/^(?:listening at|bound to) .*?, (\d+)/m.exec(child.err)?.[1] ?? 0)
  await until(
    'a port',
    () => child.err,
    () => found() > 0,
  )
  return found()
}

export const PLAYERS: readonly Player[] = [
  { name: 'the lab', start: lab },
  { name: 'the downloaded program', start: inPython },
]

export const sees = (who: RawClient, what: 'ended' | 'closed') =>
  until(
    `${what} at :${who.port}`,
    () => who[what],
    (seen) => seen,
  )

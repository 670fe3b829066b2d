/**
 * The line at which a listing is said to stand is the system call in which the downloaded program really stands in the same scene,
 * and the lab's rows are the kernel's rows of that program, but for what `PLAYED` names.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { arch, platform } from 'node:os'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ProgramId } from '#shared/protocol/model.ts'
import type { Waiting } from '#shared/protocol/program.ts'
import { realRows } from '#shared/state/played.ts'
import { openLab, startRun } from '../../testing/lab.ts'
import { RawClient, until } from '../../testing/raw-client.ts'
import { downloaded, portOf, python } from './downloaded.fixture.ts'
import { look, NUMBERS, rawTable, type Raw } from './truth.fixture.ts'

/** By the numbers of x86-64: arch/x86/entry/syscalls/syscall_64.tbl. */
const CALLS: Record<string, Waiting['call']> = {
  '0': 'keyboard',
  '7': 'select',
  '23': 'select',
  '44': 'sendall',
  '45': 'recv',
  '61': 'wait',
  '270': 'select',
  '271': 'select',
  '288': 'accept',
}

/** "recv 2" of a process that is in recv from the second client, for each of its threads and children. */
function callsOf(pid: number, clients: readonly number[]): string[] {
  const tasks = readdirSync(`/proc/${pid}/task`)
  const children = tasks.flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
  )
  const own = tasks.map((task) => {
    const [number = '', fd = ''] = readFileSync(`/proc/${pid}/task/${task}/syscall`, 'utf8').split(' ')
    const call = CALLS[number] ?? number
    if (call !== 'recv' && call !== 'sendall') return call
    const inode = /\d+/.exec(readlinkSync(`/proc/${pid}/fd/${Number(fd)}`))?.[0]
    const remote = rawTable().find((row) => row.inode === inode)?.remote ?? 0
    return `${call} ${clients.indexOf(remote) + 1}`
  })
  return [...own, ...children.flatMap((child) => callsOf(child, clients))]
}

const FLOOD = `${'f'.repeat(999)}\n`.repeat(12_000)
type Scene = (clients: readonly RawClient[]) => void
const nothing: Scene = () => {}

/** How many connect, of whom those after `reading` never read, and what they do. */
const SCENES: [string, ProgramId, object, number, number, Scene][] = [
  ['nobody has come', 'line-server', {}, 0, 0, nothing],
  ['one is silent, a second waits and has spoken', 'line-server', {}, 2, 2, ([, b]) => b!.say('bob\n')],
  ['half a line', 'line-server', {}, 1, 1, ([a]) => a!.say('un')],
  ['the server reads first, and so does the client', 'alternating-chat', {}, 1, 1, nothing],
  ['the server is to write first, and nobody types', 'alternating-chat', { begins: 'writing' }, 1, 1, nothing],
  ['both ends are silent', 'duplex-chat', {}, 1, 1, nothing],
  ['one of two has come', 'relay-known', { count: 2, strategy: 'in-turn' }, 1, 1, nothing],
  ['the second speaks out of turn', 'relay-known', { count: 2, strategy: 'in-turn' }, 2, 2, ([, b]) => b!.say('b\n')],
  ['a process each', 'relay-known', { count: 2, strategy: 'process-each' }, 2, 2, nothing],
  ['all are silent', 'relay', {}, 3, 3, nothing],
  ['one has left with FIN', 'relay', {}, 2, 2, ([a]) => a!.finish()],
  ['one never reads', 'relay', { sending: 'sendall' }, 2, 1, ([a]) => a!.say(FLOOD)],
]

async function clientsOf(port: number, count: number, reading: number, act: Scene): Promise<RawClient[]> {
  const all: RawClient[] = []
  onTestFinished(() => all.forEach(({ socket }) => socket.destroy()))
  for (let i = 0; i < count; i++) all.push(await RawClient.connect(port, { reading: i < reading }))
  act(all)
  return all
}

/** State and unread bytes of the program's sockets: the listener first, then each client. */
const figures = (rows: readonly Raw[], port: number, clients: readonly number[]): string[] =>
  [0, ...clients].map((remote) => {
    const row = rows.find((one) => one.local === port && one.remote === remote)
    return row ? `${row.state} ${row.recvQ}` : 'none'
  })

async function inLab(program: ProgramId, options: object, count: number, reading: number, act: Scene) {
  const opened = await openLab()
  onTestFinished(() => opened.close())
  const { lab, run, port } = await startRun(opened.lab, program, options)
  const clients = (await clientsOf(port, count, reading, act)).map((one) => one.port)
  return async () => {
    const { processes, rows, people } = await look(lab.live(run.id)!)
    const calls = processes.map(({ waits }) => (waits?.who === undefined ? waits?.call : `${waits.call} ${waits.who}`))
    const raw = realRows(rows, people).flatMap(({ side, state, remote, recvQ }) => {
      const at = {
        local: port,
        remote: Number(remote?.slice(remote.lastIndexOf(':') + 1) ?? 0),
        state: NUMBERS[state]!,
      }
      return side === 'program' ? [{ ...at, proto: 'tcp' as const, sendQ: 0, recvQ, inode: '' }] : []
    })
    return { calls: calls.sort(), rows: figures(raw, port, clients) }
  }
}

async function inPython(program: ProgramId, options: object, count: number, reading: number, act: Scene) {
  const file = await downloaded(program, options, [{ transport: 'tcp', host: '127.0.0.1', port: 0 }])
  const child = python(file)
  const port = await portOf(child)
  const clients = (await clientsOf(port, count, reading, act)).map((one) => one.port)
  return () => ({ calls: callsOf(child.process.pid!, clients).sort(), rows: figures(rawTable(), port, clients) })
}

// Numbers of system calls are those of one architecture.
describe.skipIf(platform() !== 'linux' || arch() !== 'x64')('the listing and the downloaded program', () => {
  it.each(SCENES)('stand in the same calls: %s (%s %j)', { timeout: 30_000 }, async (_, program, options, ...scene) => {
    const [lab, real] = [await inLab(program, options, ...scene), await inPython(program, options, ...scene)]
    const [told, is] = await until(
      'the same calls and rows',
      async () => [await lab(), real()] as const,
      // What waits where somebody floods depends on how fast each was.
      ([a, b]) =>
        JSON.stringify(a.calls) === JSON.stringify(b.calls) &&
        (scene[2] !== undefined && scene[1] < scene[0] ? true : JSON.stringify(a.rows) === JSON.stringify(b.rows)),
    )
    expect(told.calls).toEqual(is.calls)
  })
})

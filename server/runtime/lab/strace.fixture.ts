/**
 * The file that the lab gives to keep, run by Python below `strace -f`: which calls it makes, in which order, and in which each of its
 * threads is blocked now. Counterpart: `truth-strace.test.ts`, which plays the same scene in the lab. Source: strace(1); a call that
 * has not returned is a line without its end.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { platform } from 'node:os'
import { join } from 'node:path'
import type { ProgramId } from '#shared/protocol/model.ts'
import { Child } from '../../testing/child.ts'
import { downloaded, portOf } from './downloaded.fixture.ts'
import { bytesIn, rowOf, stateOf, told, type Made, type Moment, type Person, type Stage } from './scene.fixture.ts'
import { rawTable, type Raw } from './truth.fixture.ts'

/** Why there is no strace here; null where there is. Some containers forbid ptrace(2). */
export function noStrace(): string | null {
  if (platform() !== 'linux') return 'strace is a program of Linux'
  const { error, status, stderr } = spawnSync('strace', ['-f', 'true'], { encoding: 'utf8' })
  if (error) return 'strace is not installed'
  return status === 0 ? null : `strace may not trace here: ${stderr.trim().split('\n').at(-1)}`
}

/** What the programs of the worksheet do with sockets, keyboard and processes. */
const WATCHED = [
  ...['socket', 'bind', 'listen', 'accept4', 'connect', 'shutdown', 'close', 'recvfrom', 'sendto', 'sendfile'],
  ...['select', 'pselect6', 'poll', 'read', 'wait4', 'fork', 'clone', 'clone3', 'exit_group'],
]
/** By the names that the lab says. Of a socket, `send` and `sendall` are both sendto(2). */
const NAMES: Readonly<Record<string, string>> = { accept4: 'accept', pselect6: 'select', poll: 'select', wait4: 'wait' }

/** A call of the program. */
export interface Call {
  readonly pid: number
  readonly name: string
  /** The descriptor that it is about; null where it is about none. */
  readonly fd: number | null
  /** What it returned; null while it is blocked. */
  readonly result: number | null
  readonly text: string
}

/** Starts Python with a downloaded program, watched. */
export function watched({ folder, name }: { folder: string; name: string }) {
  const file = join(folder, 'calls')
  const trace = ['-f', '-qq', '-s', '0', '-e', `trace=${WATCHED.join(',')}`, '-e', 'signal=none', '-o', file]
  const child = new Child('sh', ['-c', 'cd "$0" && exec strace "$@"', folder, ...trace, 'python3', '-u', name])
  return { child, calls: () => callsIn(readFileSync(file, 'latin1')) }
}

/** Every call, in the order in which they were made. */
export function callsIn(text: string): Call[] {
  const calls: Call[] = []
  /** Index of the call that a thread has not come back from. */
  const open = new Map<number, number>()
  for (const line of text.split('\n')) {
    const [, id, rest] = /^(\d+) +(.*)$/.exec(line) ?? []
    if (id === undefined || rest === undefined) continue
    const pid = Number(id)
    const resumed = /^<\.\.\. (\w+) resumed>(.*)$/.exec(rest)
    const at = resumed ? open.get(pid) : calls.length
    const whole =
      resumed && at !== undefined ? `${calls[at]!.text}${resumed[2]}` : rest.replace(/ <unfinished \.\.\.>$/, '')
    const call = callOf(pid, whole)
    if (!call || at === undefined) continue
    calls[at] = call
    if (call.result === null) open.set(pid, at)
    else open.delete(pid)
  }
  return calls
}

function callOf(pid: number, text: string): Call | null {
  const [, asked, first] = /^(\w+)\((-?\d+)?/.exec(text) ?? []
  if (asked === undefined) return null
  const result = /\) += (-?\d+|\?)/.exec(text)?.[1]
  return {
    pid,
    name: NAMES[asked] ?? asked,
    fd: first === undefined ? null : Number(first),
    result: result === undefined ? null : result === '?' ? -1 : Number(result),
    text,
  }
}

/** Python's side of a scene: nothing but strace(1) and the kernel's tables. @param people those at the other ends, as they come */
export async function pythonStage(program: ProgramId, options: { target?: object }, people: Person[]) {
  const listens = options.target === undefined
  const file = await downloaded(program, options, listens ? [{ transport: 'tcp', host: '127.0.0.1', port: 0 }] : [])
  const { child, calls } = watched(file)
  const port = listens ? await portOf(child) : 0
  const keyboard = { typed: 0, ended: false }

  /** Since its first socket: what Python reads to begin is nobody's business here. */
  const ours = (): Call[] => {
    const all = calls()
    return all.slice(all.findIndex(({ name }) => name === 'socket'))
  }

  async function moment(): Promise<Moment | null> {
    if (child.process.exitCode !== null || child.process.signalCode !== null) return seen(people, [], true)
    const now = ours()
    const table = rawTable('tcp')
    const open = now.filter(({ result }) => result === null)
    if (open.length === 0 || open.some(({ name }) => !BLOCKS.has(name))) return null
    if (open.length !== threadsIn(now) || open.some((call) => returns(call, now, people, table, keyboard))) return null
    const who = new Names(now, people)
    for (const person of people) {
      const row = rowOf(person, table)
      if (person.said === Infinity || !row) continue
      const read = now.filter(({ name, result }, i) => name === 'recvfrom' && result! > 0 && who.at(i) === person.who)
      if (read.reduce((sum, { result }) => sum + result!, 0) + bytesIn(row) !== person.said) return null
    }
    const blocked = open.map((call) => {
      if (call.name === 'read') return 'keyboard'
      const name = call.name === 'recvfrom' ? 'recv' : call.name === 'sendto' ? 'sendall' : call.name
      const whom = name === 'recv' || name === 'sendall' ? who.at(now.indexOf(call)) : null
      return whom === null ? name : `${name} ${whom}`
    })
    return seen(people, blocked.sort(), false, table)
  }

  const stage: Stage = {
    people,
    moment,
    made: async () => madeOf(ours(), people),
    type: (text) => {
      keyboard.typed += text?.length ?? 0
      keyboard.ended ||= text === null
      if (text === null) child.endInput()
      else child.type(text)
    },
  }
  return { stage, port }
}

function seen(people: readonly Person[], blocked: readonly string[], over: boolean, table = rawTable('tcp')): Moment {
  const rows = people.map((person) => [person, rowOf(person, table)] as const)
  return {
    blocked,
    unread: Object.fromEntries(rows.map(([one, row]) => [one.who, row && !over ? told(bytesIn(row), one) : null])),
    states: Object.fromEntries(rows.map(([one, row]) => [one.who, over ? null : stateOf(row)])),
    over,
  }
}

/** How many threads and processes there are. */
function threadsIn(calls: readonly Call[]): number {
  const born = calls.filter(({ name, result }) => /^(v?fork|clone3?)$/.test(name) && result! > 0).length
  return 1 + born - calls.filter(({ name }) => name === 'exit_group').length
}

/** What was typed, bytes, and whether Ctrl+D was. */
interface Keyboard {
  readonly typed: number
  readonly ended: boolean
}
/** Calls in which a program stands: any other is on its way. */
const BLOCKS = new Set(['accept', 'recvfrom', 'sendto', 'select', 'read', 'wait'])

/** A call that only strace has not yet seen return. */
function returns(
  call: Call,
  calls: Call[],
  people: readonly Person[],
  table: readonly Raw[],
  keyboard: Keyboard,
): boolean {
  const who = new Names(calls, people)
  const at = calls.indexOf(call)
  const ready = (name: string | null): boolean => {
    const person = people.find((one) => one.who === name)
    const row = person && rowOf(person, table)
    return person !== undefined && (row === undefined || row.recvQ > 0)
  }
  const accepted = calls.filter(({ name, result }) => name === 'accept' && result! > 0).length
  if (call.name === 'accept') return people.slice(accepted).length > 0
  if (call.name === 'recvfrom') return ready(who.at(at))
  if (call.name === 'read') {
    const read = calls.flatMap(({ name, fd, result }) =>
      name === 'read' && fd === 0 && result !== null ? [result] : [],
    )
    const bytes = read.reduce((sum, result) => sum + Math.max(0, result), 0)
    return bytes < keyboard.typed || (keyboard.ended && !read.includes(0))
  }
  if (call.name !== 'select') return false
  const fds = (/\[([\d ]*)\]/.exec(call.text)?.[1] ?? '').split(' ').map(Number)
  return fds.some((fd) => ready(who.of(fd, at))) || people.length > accepted
}

/** Who is at which descriptor, at each call. */
class Names {
  readonly #calls: readonly Call[]
  readonly #people: readonly Person[]
  constructor(calls: readonly Call[], people: readonly Person[]) {
    this.#calls = calls
    this.#people = people
  }
  at(index: number): string | null {
    const { fd } = this.#calls[index]!
    return fd === null ? null : this.of(fd, index)
  }
  /** By the latest call before that gave the descriptor to somebody. */
  of(fd: number, index: number): string | null {
    for (let i = index; i >= 0; i--) {
      const { name, fd: at, result, text } = this.#calls[i]!
      const gives = (name === 'accept' && result === fd) || (name === 'connect' && at === fd)
      const port = gives ? Number(/sin_port=htons\((\d+)\)/.exec(text)?.[1]) : 0
      if (gives) return this.#people.find((one) => one.port === port)?.who ?? null
    }
    return null
  }
}

function madeOf(calls: readonly Call[], people: readonly Person[]): Made[] {
  const who = new Names(calls, people)
  const said: Readonly<Record<string, string>> = { recvfrom: 'recv', sendto: 'send' }
  return calls.flatMap(({ name, fd, result }, i) => {
    if (result === null) return []
    const whom = name === 'accept' ? who.of(result, i) : fd === null ? null : who.at(i)
    if (whom === null || !['accept', 'connect', 'recvfrom', 'sendto', 'shutdown', 'close'].includes(name)) return []
    // Nothing that is sent is nothing for the other end.
    if (name === 'sendto' && result === 0) return []
    const bytes = name === 'recvfrom' || name === 'sendto' ? [String(result)] : []
    return [[said[name] ?? name, whom, ...bytes].join(' ')]
  })
}

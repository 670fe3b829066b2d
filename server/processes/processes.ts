/**
 * The processes of a program and their threads, as the system tells of them (Linux, proc(5)). Counterparts: `proc-task.ts`
 * knows the formats; `server/checker/` judges by it.
 * Invariant: a process belongs to a program by its session or by a mark in its environment, never by its name.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { arch } from 'node:os'
import { callTable, type CallName } from './calls.ts'
import { inodeOf, parseSchedstat, parseStat, parseSyscall, type Call } from './proc-task.ts'

export interface Thread {
  readonly pid: number
  readonly tid: number
  /** As in `Stat`. */
  readonly state: string
  /** null while it runs, where the system does not tell, or where the numbers of this machine are not known. */
  readonly call: Call | null
  /** The inode behind the descriptor of the call: of a socket or a pipe. */
  readonly inode: number | null
  /** What the descriptor is a link to; '' for none. */
  readonly link: string
  /** Nanoseconds that it ran, or could have run and waited for a processor. */
  readonly busy: number
}

export interface Process {
  readonly pid: number
  readonly parent: number
  readonly state: string
  /** Of its sockets. */
  readonly sockets: readonly number[]
  readonly threads: readonly Thread[]
  /** Its resident memory in bytes. */
  readonly memory: number
}

const names = callTable(arch()) ?? ((): CallName => 'other')
const PAGE = 4096

/** How long a process that is not the program's is not asked again: a machine has hundreds, and there are many looks. */
const FOREIGN_MS = 1000
/** How often the whole machine is looked through for those that have left their parents. */
const EVERYWHERE_MS = 200

/** Finds the processes of one program, again and again. */
export class Processes {
  readonly #session: number
  readonly #mark: string
  readonly #foreign = new Map<string, number>()
  #known: readonly number[]
  #searched = -Infinity

  /** @param session as setsid(2) made it @param mark "NAME=value" in the environment of those that left the session */
  constructor(session: number, mark: string) {
    this.#session = session
    this.#mark = mark
    this.#known = [session]
  }

  /**
   * In the order of their numbers: those known and their children at each call, those that have left them a fifth of a second later.
   */
  now(): Process[] {
    return performance.now() - this.#searched > EVERYWHERE_MS ? this.everywhere() : this.#found(this.#family())
  }

  /** All of them, wherever they went: the whole machine is looked through. */
  everywhere(): Process[] {
    this.#searched = performance.now()
    return this.#found(list('/proc').filter((name) => /^\d+$/.test(name)))
  }

  #found(names: readonly string[]): Process[] {
    const found: Process[] = []
    const now = performance.now()
    for (const name of names) {
      if ((this.#foreign.get(name) ?? 0) > now) continue
      const stat = parseStat(read(`/proc/${name}/stat`))
      if (stat && (stat.session === this.#session || carries(`/proc/${name}`, this.#mark)))
        found.push(processAt(Number(name), stat.state, stat.parent))
      else this.#foreign.set(name, now + FOREIGN_MS)
    }
    this.#known = found.map(({ pid }) => pid)
    return found.sort((a, b) => a.pid - b.pid)
  }

  /** Those known, and whom they have made since (proc_pid_task(5), children). */
  #family(): string[] {
    const all = new Set<string>()
    const add = (pid: string): void => {
      if (all.has(pid)) return
      all.add(pid)
      for (const tid of list(`/proc/${pid}/task`))
        for (const child of read(`/proc/${pid}/task/${tid}/children`).trim().split(' ')) if (child !== '') add(child)
    }
    for (const pid of this.#known) add(String(pid))
    return [...all]
  }
}

function processAt(pid: number, state: string, parent: number): Process {
  const home = `/proc/${pid}`
  const sockets = list(`${home}/fd`).flatMap((fd) => {
    const link = linkOf(`${home}/fd/${fd}`)
    return link.startsWith('socket:') ? (inodeOf(link) ?? []) : []
  })
  const threads = list(`${home}/task`).map((tid) => threadAt(home, pid, Number(tid)))
  const memory = Number(read(`${home}/statm`).split(' ')[1] ?? 0) * PAGE
  return { pid, parent, state, sockets, threads, memory }
}

function threadAt(home: string, pid: number, tid: number): Thread {
  const task = `${home}/task/${tid}`
  const call = parseSyscall(read(`${task}/syscall`), names)
  const link = call === null || call.fd === null ? '' : linkOf(`${home}/fd/${call.fd}`)
  return {
    pid,
    tid,
    state: parseStat(read(`${task}/stat`))?.state ?? 'X',
    call,
    inode: inodeOf(link),
    link,
    busy: parseSchedstat(read(`${task}/schedstat`)),
  }
}

const carries = (home: string, mark: string): boolean => read(`${home}/environ`).split('\0').includes(mark)

// What has just ended, or belongs to somebody else, tells nothing: '' and [] say so.
const read = (path: string): string => attempt(() => readFileSync(path, 'latin1'), '')
const list = (path: string): string[] => attempt(() => readdirSync(path), [])
const linkOf = (path: string): string => attempt(() => readlinkSync(path), '')

function attempt<T>(look: () => T, otherwise: T): T {
  try {
    return look()
  } catch {
    return otherwise
  }
}

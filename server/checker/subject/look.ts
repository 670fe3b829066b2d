/**
 * One look at a checked program: its threads, its sockets and its connections in the kernel's tables, as a `Look` of the history.
 * Where there is no /proc the look is blind, and what rests on it stays unsaid.
 */
import { endianness } from 'node:os'
import { readFileSync } from 'node:fs'
import { parseTable } from '../../kernel/proc-net.ts'
import type { SocketRow } from '../../kernel/port.ts'
import type { Process, Thread } from '../../processes/processes.ts'
import type { EndSeen, Look, ThreadSeen, WaitsAt } from '../history/history.ts'

/** Whose ends are whose: the program has `port` where it listens; where it connects, the lab has it. */
export interface Ends {
  readonly listens: boolean
  readonly port: number
  /** The port of the other end of each connection, by its number. */
  readonly ports: ReadonlyMap<number, number>
}

export function lookAt(processes: readonly Process[], { listens, port, ports }: Ends, busy: number | null): Look {
  const rows = table()
  if (rows === null) return BLIND
  const sockets = new Set(processes.flatMap((process) => process.sockets))
  const clients = new Map([...ports].map(([client, own]) => [own, client]))
  const mine = rows.filter(({ local, remote }) => (listens ? local : remote).port === port)
  const at = new Map<number, WaitsAt>()
  for (const row of rows) {
    if (row.inode === 0 || !sockets.has(row.inode)) continue
    const client = row.local.port === port || row.remote.port === port ? clients.get(otherPort(row, port)) : undefined
    at.set(row.inode, row.state === 'LISTEN' ? 'listener' : (client ?? 'elsewhere'))
  }
  return {
    threads: processes.flatMap(({ threads }) => threads.map((thread) => seen(thread, at))),
    listeners: rows
      .filter(({ state, inode }) => state === 'LISTEN' && sockets.has(inode))
      .map(({ local: { host, port } }) => ({ host, port })),
    ends: mine.flatMap((row): EndSeen[] => {
      const client = clients.get(otherPort(row, port))
      if (client === undefined || row.state === 'LISTEN' || row.state === 'TIME_WAIT') return []
      const { state, recvQ, sendQ, inode } = row
      return [{ client, state, recvQ, sendQ, accepted: inode !== 0 }]
    }),
    zombies: processes.filter(({ state }) => state === 'Z').length,
    busy,
    timeWait: mine.filter(({ state }) => state === 'TIME_WAIT').length,
    blind: false,
  }
}

export const BLIND: Look = {
  threads: [],
  listeners: [],
  ends: [],
  zombies: 0,
  busy: null,
  timeWait: 0,
  blind: true,
}

const otherPort = ({ local, remote }: SocketRow, port: number): number =>
  local.port === port ? remote.port : local.port

function seen({ pid, tid, state, call, inode, link }: Thread, sockets: ReadonlyMap<number, WaitsAt>): ThreadSeen {
  return {
    pid,
    tid,
    state,
    call: call?.call ?? null,
    at: call === null || call.fd === null ? null : whereAt(call.fd, inode, link, sockets),
  }
}

function whereAt(fd: number, inode: number | null, link: string, sockets: ReadonlyMap<number, WaitsAt>): WaitsAt {
  const at = link.startsWith('socket:') && inode !== null ? sockets.get(inode) : undefined
  if (at !== undefined) return at
  // Its keyboard and screen may be a pipe, a terminal, or a pair of unix sockets.
  if (fd === 0) return 'keyboard'
  return fd <= 2 ? 'screen' : 'elsewhere'
}

/** Every row of TCP; null where the system has no such tables. */
function table(): SocketRow[] | null {
  try {
    const tcp = parseTable(readFileSync('/proc/net/tcp', 'latin1'), null, endianness())
    return [...tcp, ...six()]
  } catch {
    return null
  }
}

function six(): SocketRow[] {
  try {
    return parseTable(readFileSync('/proc/net/tcp6', 'latin1'), null, endianness())
  } catch {
    return []
  }
}

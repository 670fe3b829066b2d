/**
 * A run and those at its other ends, and whether what the views are told of them is what the kernel has. The tables are read here
 * by a parser of its own. Counterpart: `shared/state/waits.ts`, from which every view speaks.
 */
import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { BACKLOG } from '#shared/model/constants.ts'
import type { KernelRow } from '#shared/model/kernel.ts'
import type { Participant } from '#shared/protocol/model.ts'
import type { ProcessView } from '#shared/protocol/program.ts'
import { waitsOf, type Waits } from '#shared/state/waits.ts'
import { pathsOf, portsOf, rowsOf } from '../../kernel/run-rows.ts'
import { socketTables } from '../../kernel/sockets.ts'
import type { LiveRun } from './live-run.ts'

/** A row of /proc/net/tcp or udp: ports, state by number, queues. */
export interface Raw {
  readonly proto: 'tcp' | 'udp'
  readonly local: number
  readonly remote: number
  readonly state: number
  readonly sendQ: number
  readonly recvQ: number
  readonly inode: string
}

export const rawTable = (proto: Raw['proto'] = 'tcp'): Raw[] =>
  readFileSync(`/proc/net/${proto}`, 'latin1')
    .split('\n')
    .slice(1, -1)
    .map((line) => {
      const [, local = '', remote = '', state = '', queues = '', , , , , inode = ''] = line.trim().split(/\s+/)
      const [sendQ = '', recvQ = ''] = queues.split(':')
      const port = (address: string): number => parseInt(address.slice(-4), 16)
      return {
        proto,
        local: port(local),
        remote: port(remote),
        state: parseInt(state, 16),
        sendQ: parseInt(sendQ, 16),
        recvQ: parseInt(recvQ, 16),
        inode,
      }
    })

/** Numbers of include/net/tcp_states.h by the names that the page shows. */
export const NUMBERS: Record<string, number> = {
  ESTAB: 1,
  SYN_SENT: 2,
  SYN_RECV: 3,
  FIN_WAIT1: 4,
  FIN_WAIT2: 5,
  TIME_WAIT: 6,
  CLOSE: 7,
  CLOSE_WAIT: 8,
  LAST_ACK: 9,
  LISTEN: 10,
  CLOSING: 11,
  UNCONN: 7,
}

/** Somebody at the other end, on this machine. */
export interface Far {
  readonly socket: Socket
  /** Kept here: a socket that is gone has no port any more. */
  readonly port: number
}

/** Bytes that its kernel has taken. Node's own count has those of a write that is under way whole. */
function writtenBy({ socket }: Far): number {
  const handle = (socket as unknown as { _handle: { bytesWritten: number; writeQueueSize: number } | null })._handle
  return handle ? handle.bytesWritten - handle.writeQueueSize : 0
}

export interface Sight {
  readonly people: readonly Participant[]
  readonly processes: readonly ProcessView[]
  readonly rows: readonly KernelRow[]
  readonly raw: readonly Raw[]
  readonly waits: Waits
}

const tables = socketTables(BACKLOG)

/** What the views are told at this moment, and what the kernel has. */
export async function look(live: LiveRun): Promise<Sight> {
  const sockets = live.sockets()
  const reading = await tables.read(portsOf([sockets]), pathsOf([sockets]))
  if ('absent' in reading) throw new Error(reading.absent)
  const raw = [...rawTable('tcp'), ...rawTable('udp')]
  const { rows } = rowsOf(live.sockets(), reading)
  const people = live.participants()
  const { processes } = live.live()
  return { people, processes, rows, raw, waits: waitsOf({ people, processes, rows, now: live.recorder.now }) }
}

const portOf = (address: string | null): number => Number(address?.slice(address.lastIndexOf(':') + 1) ?? 0)

/** What is told and is not so; empty at rest, if the views tell the truth. @param far everybody at the other ends */
export const lies = (sight: Sight, far: readonly Far[]): string[] => [
  ...liesOfSockets(sight),
  ...liesOfBytes(sight, far),
]

/** The same but for the bytes: those of TLS are no bytes of the program's, and no table has those of a unix socket. */
export const liesOfSockets = (sight: Sight): string[] => [
  ...liesOfRows(sight),
  ...liesOfStates(sight),
  ...liesOfProcesses(sight),
]

/** Each row that is shown is one of the kernel's, with its state and its queues. */
function liesOfRows({ rows, raw }: Sight): string[] {
  return rows.flatMap(({ proto, state, local, remote, recvQ, sendQ }) => {
    if (proto === 'unix') return []
    const found = raw.find((one) => one.proto === proto && one.local === portOf(local) && one.remote === portOf(remote))
    const told = `${state} ${local} ${remote ?? ''} ${recvQ} ${sendQ}`
    if (!found) return [`no row for ${told}`]
    const same = found.state === NUMBERS[state] && found.recvQ === recvQ && found.sendQ === sendQ
    return same ? [] : [`${told}, and the kernel has ${JSON.stringify(found)}`]
  })
}

/** Who is said to be there has a connection; who has sent FIN is said to have, as soon as it was read. */
function liesOfStates({ people, rows }: Sight): string[] {
  return rows.flatMap(({ state, participant, side, recvQ }) => {
    const one = people.find(({ id }) => id === participant)
    if (!one || side !== 'program') return []
    const finCame = FIN_CAME.has(state)
    const told = `${one.name} is ${one.state}, its connection ${state}`
    if (one.state === 'closed') return state === 'ESTAB' || state === 'CLOSE_WAIT' ? [told] : []
    if (one.state === 'ended') return finCame ? [] : [told]
    // One read takes the FIN behind the bytes from the queue as well, and only the next one tells of it (Linux, `tcp_recvmsg`): who is not
    // read then has not been told.
    return finCame && recvQ === 0 && !one.paused ? [told] : []
  })
}
const FIN_CAME: ReadonlySet<string> = new Set(['CLOSE_WAIT', 'LAST_ACK', 'CLOSING', 'TIME_WAIT'])

/** Every byte is somewhere, once: at its writer, in a queue of the kernel, or told of as read. The same the other way. */
function liesOfBytes({ people, waits, rows }: Sight, far: readonly Far[]): string[] {
  return people.flatMap((one) => {
    const other = far.find(({ port }) => one.address.endsWith(`:${port}`))
    if (!other || one.state === 'closed' || other.socket.destroyed) return []
    const { unread, unacknowledged, queued } = waits.of(one.id)
    const row = rows.find(({ participant, side }) => participant === one.id && side === 'peer')
    if (unread === null || unacknowledged === null || !row) return [`no rows of ${one.name}`]
    const fin = row.state === 'FIN_WAIT1' || row.state === 'LAST_ACK' || row.state === 'CLOSING'
    const underWay = row.sendQ - (fin && row.sendQ > 0 ? 1 : 0)
    const told = one.sent.bytes + one.partialBytes + unread
    const said = writtenBy(other) - underWay
    const finCame = row.state === 'CLOSE_WAIT' || row.state === 'LAST_ACK' || row.state === 'TIME_WAIT'
    const waiting = row.recvQ - (finCame && row.recvQ > 0 ? 1 : 0)
    const given = one.received.bytes - queued - unacknowledged
    const taken = other.socket.bytesRead + waiting
    return [
      ...(told === said ? [] : [`${one.name}: ${told} bytes told of, ${said} came`]),
      ...(given === taken ? [] : [`${one.name}: ${given} bytes told of as given, ${taken} arrived`]),
    ]
  })
}

/** A call in which a process is said to be blocked is one that would block. */
function liesOfProcesses({ people, processes, waits }: Sight): string[] {
  return processes.flatMap(({ id, waits: at }) => {
    switch (at?.call) {
      case 'accept':
        return people.some(({ state }) => state === 'waiting') ? [`${id} in accept, and somebody waits for it`] : []
      case 'recv': {
        const unread = waits.of(at.who ?? 0).unread
        return unread === null || unread === 0 ? [] : [`${id} in recv(${at.who}), and ${unread} bytes wait there`]
      }
      case 'sendall': {
        const { queued, unacknowledged } = waits.of(at.who ?? 0)
        return queued + (unacknowledged ?? 0) > 0 ? [] : [`${id} in sendall(${at.who}), and nothing waits`]
      }
      case 'select':
        return people.flatMap((one) => {
          const { unread, waits: wait } = waits.of(one.id)
          return unread === null || unread === 0 || wait !== null
            ? []
            : [`${id} in select, ${unread} bytes of ${one.name}`]
        })
      default:
        return []
    }
  })
}

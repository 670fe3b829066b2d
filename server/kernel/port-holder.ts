/**
 * Who listens on a port, from the system's own tables (Linux: proc(5), /proc/net/tcp, /proc/net/udp and /proc/PID/fd).
 * Elsewhere, and for other users' processes, the system does not tell: the answer is empty then, never a guess.
 */
import { basename } from 'node:path'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** TCP: LISTEN; UDP: a socket without a peer. */
const WAITING = { tcp: '0A', udp: '07' }

/** "command, PID 1234" of the program that listens on the port, or ''. */
export function holderOf(port: number, transport: 'tcp' | 'udp' = 'tcp'): string {
  const pid = pidOf(port, transport)
  return pid === '' ? '' : `${commandOf(pid)}, PID ${pid}`
}

/** A Socket Lab that has a port: its process, and the address of its page where it tells it. */
export interface OtherLab {
  readonly pid: number
  readonly page: string | null
}

/** What a lab calls its process, so that another one, and `ps`, can tell where its page is. @param url without a slash at its end */
export const labTitle = (url: string): string => `socket-lab ${url}/`

/** The lab that listens on the port; null where it is no lab, or the system does not tell. */
export function labOn(port: number, transport: 'tcp' | 'udp' = 'tcp'): OtherLab | null {
  const pid = pidOf(port, transport)
  const command = pid === '' ? '' : text(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim()
  // A title for which there was no room is cut: without its last slash it is no address.
  const page = /^socket-lab (https?:\S+)\/$/.exec(command)?.[1] ?? null
  const isLab = page !== null || /^socket-lab http|\bserver\/main\.ts(?! run\b)/.test(command)
  return isLab ? { pid: Number(pid), page } : null
}

/** The process that listens on the port, or ''. */
function pidOf(port: number, transport: 'tcp' | 'udp'): string {
  const inodes = listeningInodes(port, transport)
  if (inodes.size === 0) return ''
  for (const pid of list('/proc').filter((name) => /^\d+$/.test(name))) {
    for (const fd of list(`/proc/${pid}/fd`)) {
      const inode = /^socket:\[(\d+)\]$/.exec(link(`/proc/${pid}/fd/${fd}`))?.[1]
      if (inode !== undefined && inodes.has(inode)) return pid
    }
  }
  return ''
}

/** The beginning of its command line, without folders: a thread name such as "MainThread" would tell nobody anything. */
function commandOf(pid: string): string {
  const [program = '', ...rest] = text(`/proc/${pid}/cmdline`).split('\0')
  return [basename(program), ...rest].join(' ').trim().slice(0, 40).trim()
}

function listeningInodes(port: number, transport: 'tcp' | 'udp'): Set<string> {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const rows = [`/proc/net/${transport}`, `/proc/net/${transport}6`].flatMap((table) =>
    text(table).split('\n').slice(1),
  )
  return new Set(
    rows
      .map((row) => row.trim().split(/\s+/))
      .filter(([, local, , state]) => local?.endsWith(wanted) && state === WAITING[transport])
      .map((columns) => columns[9] ?? ''),
  )
}

// What cannot be read (another system, another user's process, one that just ended) tells nothing: '' and [] say so.
const text = (path: string): string => attempt(() => readFileSync(path, 'utf8'), '')
const link = (path: string): string => attempt(() => readlinkSync(path), '')
const list = (path: string): string[] => attempt(() => readdirSync(path), [])

function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read()
  } catch {
    return otherwise
  }
}

/**
 * Parses /proc/net/unix (unix(7); the columns are written by unix_seq_show in Linux' net/unix/af_unix.c). Pure; counterpart:
 * `sockets.ts` reads the file.
 *
 * What it tells: a socket that listens has the flag of SO_ACCEPTCON, and each connection that was made to it bears its path as
 * well; one that waits to be accepted is still connecting, and has no inode. What waits in the queues of bytes is known to
 * sock_diag(7) only, and the clients have no path: nobody is named here.
 */

import type { UnixSocketRow } from './port.ts'

/** Flags, type 1 (SOCK_STREAM), state, inode, path; before them an address, a count of references and the protocol, 0. */
const ROW = /^[0-9a-fA-F]+: [0-9A-F]{8} 00000000 ([0-9A-F]{8}) 0001 ([0-9A-F]{2}) +\d+ (.+)$/
const ACCEPTS = 0x10000
/** enum socket_state of linux/net.h */
const [CONNECTING, CONNECTED] = [2, 3]

/** Those of `paths` on which somebody listens. What is no row is passed over. */
export function parseUnixTable(text: string, paths: ReadonlySet<string>): UnixSocketRow[] {
  if (paths.size === 0) return []
  const found = new Map<string, { path: string; listens: boolean; waiting: number; connections: number }>()
  for (const line of text.split('\n')) {
    const [, flags = '', state = '', path = ''] = ROW.exec(line) ?? []
    if (!paths.has(path)) continue
    const row = found.get(path) ?? { path, listens: false, waiting: 0, connections: 0 }
    found.set(path, row)
    if (parseInt(flags, 16) & ACCEPTS) row.listens = true
    else if (parseInt(state, 16) === CONNECTING) row.waiting++
    else if (parseInt(state, 16) === CONNECTED) row.connections++
  }
  return [...found.values()]
    .filter(({ listens }) => listens)
    .map(({ path, waiting, connections }) => ({ path, waiting, connections }))
}

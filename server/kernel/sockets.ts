/**
 * Reads the system's tables of sockets (Linux). Counterparts: the port; `proc-net.ts` and `proc-unix.ts` know the formats.
 * Invariants: one reading opens each table once, whatever the number of runs; a long table holds nobody up; other systems are not
 * even asked.
 */
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { endianness, platform } from 'node:os'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { parseTable } from './proc-net.ts'
import { parseUnixTable } from './proc-unix.ts'
import type { Reading, SocketRow, SocketTables } from './port.ts'

/** Characters of a table that are parsed in one turn of the event loop, some hundred rows: others wait a millisecond at most. */
const SLICE = 65_536

/**
 * @param asked the backlog that the lab gives to listen(2); the kernel takes at most net.core.somaxconn
 * @param folder where the tables stand; another one for tests
 */
export function socketTables(asked: number, folder = '/proc/net'): SocketTables {
  if (platform() !== 'linux') return { read: () => Promise.resolve({ absent: 'other-system' }) }
  const backlog = Math.min(asked, longestBacklog())
  return {
    async read(ports, paths = NO_PATHS): Promise<Reading> {
      try {
        // A system without IPv6 has no tcp6, and tells everything all the same.
        const tcp = await Promise.all([readFile(`${folder}/tcp`, 'latin1'), optional(`${folder}/tcp6`)])
        const udp = await Promise.all([optional(`${folder}/udp`), optional(`${folder}/udp6`)])
        // Names are bytes for the kernel; Node has made them of UTF-8.
        const unix = paths.size > 0 ? await optional(`${folder}/unix`, 'utf8') : ''
        const rows = [...(await rowsIn(tcp, ports, 'tcp')), ...(await rowsIn(udp, ports, 'udp'))]
        return { rows, unix: parseUnixTable(unix, paths), backlog }
      } catch {
        return { absent: 'unreadable' }
      }
    },
  }
}

async function rowsIn(texts: string[], ports: ReadonlySet<number>, proto: SocketRow['proto']): Promise<SocketRow[]> {
  const rows: SocketRow[] = []
  for (const text of texts) {
    let at = 0
    while (at < text.length) {
      if (at > 0) await nextTurn()
      const end = text.indexOf('\n', at + SLICE) + 1 || text.length
      for (const row of parseTable(text.slice(at, end), ports, endianness(), proto)) rows.push(row)
      at = end
    }
  }
  return rows
}

const NO_PATHS: ReadonlySet<string> = new Set()
const optional = (path: string, encoding: 'latin1' | 'utf8' = 'latin1'): Promise<string> =>
  readFile(path, encoding).catch(() => '')

function longestBacklog(): number {
  try {
    return Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8')) || Infinity
  } catch {
    return Infinity
  }
}

/** Datagrams dropped of those for the socket that is bound there (Linux); null where the system does not tell. */
export async function dropsOf({ host, port }: { host: string; port: number }): Promise<number | null> {
  if (platform() !== 'linux') return null
  const text = await optional(host.includes(':') ? '/proc/net/udp6' : '/proc/net/udp')
  const rows = parseTable(text, new Set([port]), endianness(), 'udp')
  return rows.find(({ local }) => local.port === port && local.host === host)?.drops ?? null
}

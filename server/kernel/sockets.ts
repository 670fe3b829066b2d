/**
 * Reads the system's tables of sockets (Linux). Counterparts: the port; `proc-net.ts` and `proc-unix.ts` know the formats.
 * Invariant: one reading opens each table once, whatever the number of runs; other systems are not even asked.
 */
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { endianness, platform } from 'node:os'
import { parseTable } from './proc-net.ts'
import { parseUnixTable } from './proc-unix.ts'
import type { Reading, SocketTables } from './port.ts'

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
        const of = (texts: string[], proto: 'tcp' | 'udp') =>
          texts.flatMap((text) => parseTable(text, ports, endianness(), proto))
        // Names are bytes for the kernel; Node has made them of UTF-8.
        const unix = paths.size > 0 ? await optional(`${folder}/unix`, 'utf8') : ''
        return { rows: [...of(tcp, 'tcp'), ...of(udp, 'udp')], unix: parseUnixTable(unix, paths), backlog }
      } catch {
        return { absent: 'unreadable' }
      }
    },
  }
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

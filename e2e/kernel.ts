/** What the system says of a connection, from its own socket table (Linux, proc(5)). */
import { readFileSync } from 'node:fs'

/**
 * Bytes that have arrived at the near end of a loopback connection and that nobody has read (Recv-Q).
 * Undefined where there is no such connection. Only for Linux.
 */
export function unreadBytes(nearPort: number, farPort: number): number | undefined {
  const hex = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0')
  for (const line of readFileSync('/proc/net/tcp', 'utf8').split('\n').slice(1)) {
    const [, local = '', remote = '', , queues = ''] = line.trim().split(/\s+/)
    if (local.endsWith(`:${hex(nearPort)}`) && remote.endsWith(`:${hex(farPort)}`))
      return parseInt(queues.split(':')[1] ?? '', 16)
  }
  return undefined
}

/**
 * Ports that a test binds, leaves and binds again. The kernel takes the ports of outgoing connections, and those of "port 0",
 * from a range of its own: one that a test has left there belongs, a moment later, to any client of any other test.
 * Invariant: a port given here lies outside that range, and nobody has it at this moment.
 */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'

/** Where the range begins on systems that do not tell (IANA's dynamic ports, RFC 6335). */
const DYNAMIC = 49_152
const LOWEST = 12_000
const TRIES = 50

/** A port, free for TCP and UDP in both families, that no outgoing connection will be given meanwhile. */
export async function portToKeep(): Promise<number> {
  const end = rangeStart()
  for (let tries = TRIES; tries > 0; tries--) {
    const port = LOWEST + Math.floor(Math.random() * (end - LOWEST))
    if (await isFree(port)) return port
  }
  throw new Error(`no free port between ${LOWEST} and ${end}, the start of the range of outgoing connections`)
}

/** The lowest port of outgoing connections (ip(7), ip_local_port_range). */
function rangeStart(): number {
  try {
    return Number(/^\d+/.exec(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8'))?.[0] ?? DYNAMIC)
  } catch {
    return DYNAMIC
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  const socket = createSocket({ type: 'udp6' })
  try {
    server.listen(port, '::')
    await once(server, 'listening')
    socket.bind(port, '::')
    await once(socket, 'listening')
    return true
  } catch {
    return false
  } finally {
    await new Promise<void>((done) => server.close(() => done()))
    await new Promise<void>((done) => socket.close(done))
  }
}

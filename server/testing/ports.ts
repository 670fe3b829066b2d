/**
 * Ports that a test binds, leaves and binds again. The kernel takes the ports of outgoing connections, and those of "port 0",
 * from a range of its own: one that a test has left there belongs, a moment later, to any client of any other test.
 * Invariant: a port given here lies outside that range, and nobody has it at this moment.
 */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { portBelowRange } from '../kernel/free-port.ts'

/** A port, free for TCP and UDP in both families, that no outgoing connection will be given meanwhile. */
export const portToKeep = (): Promise<number> => portBelowRange(isFree)

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

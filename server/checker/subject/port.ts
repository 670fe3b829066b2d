/** A port for a checked server, on which nobody listens. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { own } from '../../core/own.ts'
import { portBelowRange } from '../../kernel/free-port.ts'

export const freePort = (): Promise<number> => portBelowRange(isFree)

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  own(server)
  try {
    server.listen(port, '0.0.0.0')
    await once(server, 'listening')
  } catch {
    return false
  }
  await new Promise<void>((done) => server.close(() => done()))
  return true
}

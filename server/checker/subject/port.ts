/** A port for a checked server, outside the range that the kernel gives to outgoing connections, so that nobody takes it meanwhile. */
import { createServer } from 'node:net'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { own } from '../../core/own.ts'

const LOWEST = 12_000
/** IANA's dynamic ports (RFC 6335), where the system does not tell its range. */
const DYNAMIC = 32_768
const TRIES = 50

export async function freePort(): Promise<number> {
  const end = rangeStart()
  for (let tries = TRIES; tries > 0; tries--) {
    const port = LOWEST + Math.floor(Math.random() * (end - LOWEST))
    if (await isFree(port)) return port
  }
  throw new Error(`no free port between ${LOWEST} and ${end}`)
}

function rangeStart(): number {
  try {
    return Number(/^\d+/.exec(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8'))?.[0] ?? DYNAMIC)
  } catch {
    return DYNAMIC
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  own(server)
  server.listen(port, '0.0.0.0')
  const [fate] = await Promise.race([
    once(server, 'listening').then(() => [true]),
    new Promise<[false]>((done) => server.once('error', () => done([false]))),
  ])
  await new Promise<void>((done) => (server.listening ? server.close(() => done()) : done()))
  return fate === true
}

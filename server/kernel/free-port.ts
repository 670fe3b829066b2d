/**
 * A port to listen on that nobody takes meanwhile: the kernel gives outgoing connections, and "port 0", ports of a range of its own;
 * one from there may belong, a moment later, to any client of anybody. Counterparts: `server/checker/`, whose programs are told a
 * port; `server/testing/ports.ts`.
 */
import { readFileSync } from 'node:fs'

/** Where the range begins on systems that do not tell (IANA's dynamic ports, RFC 6335). */
const DYNAMIC = 49_152
const LOWEST = 12_000
const TRIES = 50

/** One below that range. @param isFree whether nobody has it at this moment @throws where none of fifty is free */
export async function portBelowRange(isFree: (port: number) => Promise<boolean>): Promise<number> {
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

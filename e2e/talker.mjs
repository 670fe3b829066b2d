/**
 * Ten raw clients that say a thousand lines a second each, and hear what comes: a process of its own, so that this costs the
 * test nothing. Usage: node talker.mjs PORT. Counterpart: `performance.spec.ts`.
 */
import { connect } from 'node:net'

const CLIENTS = 10
/** Lines that a client says at once, and how often in milliseconds. */
const LINES = 10
const EVERY = 10

const clients = Array.from({ length: CLIENTS }, () => connect(Number(process.argv[2]), '127.0.0.1').resume())
let said = 0
const began = performance.now()
setInterval(() => {
  // What a late timer owes is said as well.
  for (; said < ((performance.now() - began) / EVERY) * LINES; said += LINES)
    for (const client of clients) client.write(`ligne ${said} d’un client bavard\n`.repeat(LINES))
}, EVERY)

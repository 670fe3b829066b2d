/** Attackers in processes of their own, so that their work is not on the event loop that measures. Counterpart: `attacker.mjs`. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { greeting } from './frames.ts'

/** What an attacker must know of a lab. */
export interface Attacked {
  readonly webPort: number
  /** Of a relay, and the id of its run. */
  readonly port: number
  readonly run: string
}

export interface AttackSpec {
  readonly port: number
  readonly connections: number
  /** Sent once on each connection, base64. */
  readonly prelude: string
  /** Sent over and over, base64. */
  readonly pour: string
  /** Whether what the lab says is read. */
  readonly reads: boolean
  /** Pours once for each answer instead of as fast as it can. */
  readonly inTurn: boolean
  /** Sends `pour` once, then FIN, and comes again. */
  readonly leaves: boolean
  /** Sends `pour` once, then RST, and comes again. */
  readonly resets: boolean
}

export interface Attack {
  stop(): Promise<void>
}

/** A way to load a lab: what it starts, once it is under way. */
export type Way = (lab: Attacked) => Promise<Attack>

/** Pages that say hello, and then pour these frames. */
export const pages =
  (connections: number, pour: (lab: Attacked) => Uint8Array, { reads = true } = {}): Way =>
  (lab) =>
    launch({ port: lab.webPort, connections, prelude: base64(greeting(lab.webPort)), pour: base64(pour(lab)), reads })

/** Connections to the page's port that begin with `prelude`, and then pour. */
export const clients =
  (connections: number, pour: Says, { prelude = () => '', ...how }: Partial<How> & { prelude?: Says } = {}): Way =>
  (lab) =>
    launch({
      port: lab.webPort,
      connections,
      prelude: base64(Buffer.from(prelude(lab))),
      pour: base64(Buffer.from(pour(lab))),
      reads: true,
      ...how,
    })

/** Raw clients of the relay that say the same over and over. */
export const atRelay =
  (connections: number, line: string, how: Partial<How> = {}): Way =>
  ({ port }) => {
    const pour = how.leaves === true || how.resets === true ? line : line.repeat(Math.ceil(65_536 / line.length))
    return launch({ port, connections, prelude: '', pour: base64(Buffer.from(pour)), reads: true, ...how })
  }

type Says = (lab: Attacked) => string
type How = Pick<AttackSpec, 'reads' | 'inTurn' | 'leaves' | 'resets'>

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

async function launch(spec: Omit<AttackSpec, keyof How> & Partial<How>): Promise<Attack> {
  const child = fork(fileURLToPath(new URL('attacker.mjs', import.meta.url)))
  child.send({ reads: true, inTurn: false, leaves: false, resets: false, ...spec })
  await once(child, 'message')
  return {
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

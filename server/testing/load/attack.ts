/** Attackers in processes of their own, so that their work is not on the event loop that measures. Counterpart: `attacker.mjs`. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { LoadLab } from './lab.ts'
import { greeting } from './frames.ts'

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
}

export interface Attack {
  stop(): Promise<void>
}

/** A way to load a lab: what it starts, once it is under way. */
export type Way = (lab: LoadLab) => Promise<Attack>

/** Pages that say hello, and then pour these frames. */
export const pages =
  (connections: number, pour: (lab: LoadLab) => Uint8Array, { reads = true } = {}): Way =>
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

type Says = (lab: LoadLab) => string
type How = Pick<AttackSpec, 'reads' | 'inTurn'>

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

async function launch(spec: Omit<AttackSpec, 'inTurn'> & { inTurn?: boolean }): Promise<Attack> {
  const child = fork(fileURLToPath(new URL('attacker.mjs', import.meta.url)))
  child.send({ inTurn: false, ...spec })
  await once(child, 'message')
  return {
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

/**
 * What the lab plays of the kernel, because Node leaves no other way: how the kernel's rows of the same program alone would differ,
 * and where that is to be said. Everything else is the kernel's own, without exception. Pure. Counterparts:
 * `server/runtime/lab/standing.test.ts`, which compares with the downloaded program; `web/text/`, the sentences.
 */
import type { KernelRow } from '../model/kernel.ts'
import type { Participant } from '../protocol/model.ts'

interface Played {
  /** The sentence is worth saying beside these rows. */
  readonly here: (rows: readonly KernelRow[]) => boolean
  /** The row as the kernel would have it of the program of the listing. */
  readonly real: (row: KernelRow, people: readonly Participant[]) => KernelRow
}

const listens = ({ proto, state }: KernelRow): boolean => proto === 'tcp' && state === 'LISTEN'

export const PLAYED = {
  /** Node accepts at once: who waits for the program's accept stands in no queue of the kernel's. */
  'accept-queue': {
    here: (rows) => rows.some(({ backlog }) => backlog !== null),
    real: (row, people) =>
      listens(row) ? { ...row, recvQ: people.filter(({ state }) => state === 'waiting').length } : row,
  },
  /** libuv sets SO_REUSEADDR on every listener: without the option it is the lab that refuses the port. The rows are the same. */
  'reuse-address': {
    here: (rows) => rows.some(listens) && rows.some(({ state, side }) => state === 'TIME_WAIT' && side === 'program'),
    real: (row) => row,
  },
} as const satisfies Record<string, Played>

export type PlayedId = keyof typeof PLAYED
export const PLAYED_IDS = Object.keys(PLAYED) as PlayedId[]

/** The rows as the kernel would have them of the program alone. */
export const realRows = (rows: readonly KernelRow[], people: readonly Participant[]): KernelRow[] =>
  rows.map((row) => PLAYED_IDS.reduce((real, id) => PLAYED[id].real(real, people), row))

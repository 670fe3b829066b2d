/** The command line of the benchmark. */
import { parseArgs } from 'node:util'

export interface Options {
  readonly rounds: number
  /** Before the figures of a measurement count, and while they do, ms. */
  readonly warmUp: number
  readonly measured: number
  /** Also put the lab under `yes`. */
  readonly flood: boolean
  /** Bytes of a file that is put through the lab, and nothing else; null for the relays. */
  readonly files: number | null
  /** Instead of everything else: the UDP receiver under a flood. */
  readonly datagrams: boolean
  /** Instead of everything else: memory after floods without a newline. */
  readonly endless: boolean
  /** Instead of everything else: what the observations in the journal cost. */
  readonly recording: boolean
  /** Instead of everything else: how many pages that watch one run, and for how many seconds; null: not that. */
  readonly viewers: { readonly count: number; readonly seconds: number } | null
  readonly json: boolean
}

const ROUNDS = 5
export const USAGE = `usage: npm run bench -- [flags]
  --rounds N   how often each peer is put under each load; medians are shown (${ROUNDS})
  --quick      one short round, to see that everything works
  --flood      then the lab alone under "yes | socat": memory, disk, whether it still answers
  --files      a file of 1 GiB through the lab instead, by socat, in either direction; --quick: 128 MiB
  --datagrams  instead, the UDP receiver alone under a bounded flood: what is received, what the kernel drops
  --endless    instead, the memory of a lab that has just started, after 64 MiB to 1 GiB without a newline
  --recording  instead, what the journal's observations cost: the lab beside itself without them
  --viewers    instead, 1,000 pages that watch one run with 100 lines a second; --quick: 200 of them for 5 s
  --json       every figure of every round, instead of tables`

/** Null when the usage was asked for. Throws an error with one line for the terminal. */
export function readOptions(argv: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      flood: { type: 'boolean', default: false },
      files: { type: 'boolean', default: false },
      datagrams: { type: 'boolean', default: false },
      endless: { type: 'boolean', default: false },
      recording: { type: 'boolean', default: false },
      viewers: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return null
  const rounds = Number(values.rounds ?? (values.quick ? 1 : ROUNDS))
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 100) {
    throw new Error(`--rounds is "${values.rounds}": give a whole number from 1 to 100.`)
  }
  const times = values.quick ? { warmUp: 200, measured: 500 } : { warmUp: 500, measured: 1500 }
  const files = values.files ? (values.quick ? 2 ** 27 : 2 ** 30) : null
  const viewers = values.viewers ? (values.quick ? { count: 200, seconds: 5 } : { count: 1000, seconds: 20 }) : null
  const { flood, datagrams, endless, recording, json } = values
  return { rounds, ...times, flood, files, datagrams, endless, recording, viewers, json }
}

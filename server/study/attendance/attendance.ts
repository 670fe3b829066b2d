/**
 * Who was there: what all runs of a time know of each person, under the name that it had, of a terminal without one under its address.
 * Pure. Counterparts: `presences.ts`, which reads; `csv.ts`, which writes.
 * Invariant: a minute in two runs at once is one minute, and what is beyond the number that is told apart is counted all the same.
 */
import { hostOf } from '#shared/net/address.ts'
import type { Presence } from './presences.ts'

/** So many are told apart. */
const MOST = 10_000

export interface Attended {
  /** Null: the others, beyond those that are told apart. */
  readonly name: string | null
  /** Where it came from first, without a port. */
  readonly address: string
  /** How it came, in the order in which it did: `web`, `tcp`, `tls`, `unix`, `udp`. */
  readonly ways: readonly string[]
  /** Milliseconds since 1970. */
  readonly first: number
  readonly last: number
  /** Milliseconds that it was connected to one run at least. */
  readonly present: number
  readonly runs: number
  readonly connections: number
  /** Of what it sent. Datagrams where there are no lines. */
  readonly lines: number
  readonly bytes: number
}

interface Gathered {
  readonly name: string | null
  readonly address: string
  readonly ways: Set<string>
  readonly runs: Set<string>
  readonly spans: (readonly [number, number])[]
  connections: number
  lines: number
  bytes: number
}

export class Attendance {
  readonly #since: number
  readonly #until: number
  readonly #most: number
  readonly #people = new Map<string, Gathered>()

  /** @param since milliseconds since 1970 @param until the same; not later than now */
  constructor(since: number, until: number, most = MOST) {
    this.#since = since
    this.#until = until
    this.#most = most
  }

  /** Takes a connection to this run. What lies outside the time is left out. */
  add(run: string, { participant, from, to }: Presence): void {
    const span = [Math.max(from, this.#since), Math.min(to ?? this.#until, this.#until)] as const
    if (span[0] > span[1]) return
    const { web, named, via, sent } = participant
    const person = this.#of(participant.name, hostOf(participant.address), web || named === true)
    person.ways.add(web ? 'web' : via)
    person.runs.add(run)
    person.spans.push(span)
    person.connections++
    person.lines += sent.lines
    person.bytes += sent.bytes
  }

  /** Whoever came first is first, so that who comes later changes nobody's place. */
  rows(): Attended[] {
    const rows = [...this.#people.values()].map(({ name, address, ways, runs, spans, connections, lines, bytes }) => {
      const first = spans.reduce((least, [from]) => Math.min(least, from), Infinity)
      const last = spans.reduce((most, [, to]) => Math.max(most, to), 0)
      const counts = { runs: runs.size, connections, lines, bytes }
      return { name, address, ways: [...ways], first, last, present: covered(spans), ...counts }
    })
    const others = (one: Attended): number => (one.name === null ? 1 : 0)
    return rows.sort((a, b) => others(a) - others(b) || a.first - b.first)
  }

  #of(name: string, host: string, named: boolean): Gathered {
    const key = named ? `name ${name}` : `from ${host}`
    const known = this.#people.get(key)
    if (known) return known
    if (this.#people.size >= this.#most) return this.#take('others', null, '')
    return this.#take(key, named ? name : host, host)
  }

  #take(key: string, name: string | null, address: string): Gathered {
    const before = this.#people.get(key)
    if (before) return before
    const sums = { connections: 0, lines: 0, bytes: 0 }
    const made: Gathered = { name, address, ways: new Set(), runs: new Set(), spans: [], ...sums }
    this.#people.set(key, made)
    return made
  }
}

/** How much of the time at least one of the spans covers. */
function covered(spans: readonly (readonly [number, number])[]): number {
  let sum = 0
  let until = -Infinity
  for (const [from, to] of spans.toSorted(([a], [b]) => a - b)) {
    if (to <= until) continue
    sum += to - Math.max(from, until)
    until = to
  }
  return sum
}

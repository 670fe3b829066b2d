/** Figures of all rounds -> Markdown tables of medians and of ratios. Counterpart: docs/performance.md, which quotes them. */
import { cpus, loadavg, totalmem } from 'node:os'
import type { Figures } from './generator/main.ts'
import type { Load } from './generator/loads.ts'

/** What one peer did under one load, a value for each round. */
export interface Row {
  readonly load: Load
  readonly peer: string
  readonly rounds: readonly Figures[]
}

export interface Ratio {
  /** Name of the lab's row, and of the row that it is compared with. */
  readonly lab: string
  readonly other: string
}

const NONE = 'n/a'

export function median(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b)
  const middle = known.length / 2
  if (known.length === 0) return null
  return known.length % 2 === 1 ? known[Math.floor(middle)]! : (known[middle - 1]! + known[middle]!) / 2
}

/** Medians of the rounds; faults are sums over all of them. `peaks`: highest resident memory of each peer, MiB. */
export function figuresTable(rows: readonly Row[], peaks: ReadonlyMap<string, number | null>): string {
  const header = [
    'load',
    'relay',
    'lines/s',
    'p50 ms',
    'p99 ms',
    'CPU s/million',
    'peak MiB',
    'lost',
    'broken',
    'misordered',
    'closed',
  ]
  return table(
    header,
    rows.map(({ load, peer, rounds }) => {
      const middle = (one: (figures: Figures) => number | null) => median(rounds.map(one))
      const sum = (one: (figures: Figures) => number) => whole(rounds.reduce((all, figures) => all + one(figures), 0))
      return [
        load.title,
        peer,
        whole(middle((figures) => figures.perSecond)),
        digits(middle((figures) => figures.p50)),
        digits(middle((figures) => figures.p99)),
        digits(middle((figures) => figures.cpuPerMillion)),
        whole(peaks.get(peer) ?? null),
        sum((figures) => figures.lost),
        sum((figures) => figures.broken),
        sum((figures) => figures.misplaced),
        sum((figures) => figures.gone),
      ]
    }),
  )
}

/** Lab over peer, round by round and then the median: what slowed a whole round slowed both. */
export function ratiosTable(rows: readonly Row[], ratios: readonly Ratio[]): string {
  const header = ['load', 'ratio', 'lines/s', 'p50', 'p99', 'CPU s/million']
  const loads = [...new Set(rows.map(({ load }) => load))]
  const body = loads.flatMap((load) =>
    ratios.map(({ lab, other }) => {
      const roundsOf = (peer: string) => rows.find((row) => row.load === load && row.peer === peer)!.rounds
      const [own, theirs] = [roundsOf(lab), roundsOf(other)]
      const ratio = (one: (figures: Figures) => number | null) => {
        const each = own.map((figures, round) => divided(one(figures), one(theirs[round]!)))
        const middle = digits(median(each))
        return middle === NONE ? NONE : `×${middle}`
      }
      return [
        load.title,
        `${lab} / ${other}`,
        ratio((figures) => figures.perSecond),
        ratio((figures) => figures.p50),
        ratio((figures) => figures.p99),
        ratio((figures) => figures.cpuPerMillion),
      ]
    }),
  )
  return table(header, body)
}

/** What the figures were measured on. Call it before: the load is that of others. */
export function machine(): string {
  const model = cpus()[0]?.model ?? 'unknown processor'
  const gib = Math.round(totalmem() / 2 ** 30)
  const date = new Date().toISOString().slice(0, 10)
  const load = digits(loadavg()[0] ?? 0)
  return `${cpus().length} × ${model}, ${gib} GiB, ${process.platform}, Node ${process.versions.node}, ${date}; load average before: ${load}`
}

/** Markdown; the first `words` columns hold text, the others numbers. */
export function table(header: readonly string[], rows: readonly (readonly string[])[], words = 2): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rule = line(header.map((_, column) => (column < words ? '---' : '--:')))
  return [line(header), rule, ...rows.map(line)].join('\n')
}

function divided(one: number | null, other: number | null): number | null {
  return one === null || other === null || other === 0 ? null : one / other
}

export function whole(value: number | null): string {
  return value === null ? NONE : Math.round(value).toLocaleString('en')
}

/** Three significant digits. */
export function digits(value: number | null): string {
  if (value === null) return NONE
  return value >= 100 ? whole(value) : String(Number(value.toPrecision(3)))
}

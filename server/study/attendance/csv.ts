/** Attendance as a table calculator reads it: a row a person. Counterparts: `attendance.ts`; `server/study/export/csv.ts`, whose cells these are. */
import { visible } from '#shared/net/visible.ts'
import type { GuideStep } from '#shared/protocol/wall.ts'
import { MARK, row } from '../export/csv.ts'
import type { Attended } from './attendance.ts'

const HEAD = [
  ...['name', 'address', 'by', 'first', 'last', 'minutes', 'runs', 'connections', 'lines', 'bytes'],
  ...['guide', 'done', 'steps'],
]
const MINUTE = 60_000

export interface Told {
  /** "P3" for whoever came third, and no address. */
  readonly pseudonyms: boolean
  /** How far in a guide; undefined where that is not known. */
  stepOf(name: string): GuideStep | undefined
}

/** The whole file. */
export const attendanceCsv = (attended: readonly Attended[], told: Told): string =>
  MARK + [HEAD, ...attended.map((one, index) => fieldsOf(one, index, told))].map(row).join('')

function fieldsOf(one: Attended, index: number, { pseudonyms, stepOf }: Told): string[] {
  const name = one.name === null ? '…' : pseudonyms ? `P${index + 1}` : visible(one.name)
  const address = pseudonyms ? '' : visible(one.address)
  const times = [new Date(one.first).toISOString(), new Date(one.last).toISOString()]
  const step = one.name === null ? undefined : stepOf(one.name)
  const counts = [one.runs, one.connections, one.lines, one.bytes].map(String)
  const steps = step ? [step.guide, String(step.done), String(step.of)] : ['', '', '']
  return [name, address, one.ways.join(' '), ...times, (one.present / MINUTE).toFixed(1), ...counts, ...steps]
}

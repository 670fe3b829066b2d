/**
 * A row an event, as a table calculator reads it (RFC 4180): fields in quotation marks, rows ended by CR LF, UTF-8 with its mark,
 * without which some read it as Latin-1.
 * Invariant: no field is taken for a formula. What begins with =, +, -, @, a tab or CR is set behind an apostrophe, as whoever types
 * text into such a program does (OWASP, "CSV injection"); `bytes` has what was sent, in hexadecimal.
 */
import { textOf } from '../../journal/encode.ts'
import type { StoredEntry } from '../../journal/port.ts'
import { visible } from '#shared/net/visible.ts'
import { audienceOf } from './audience.ts'
import type { ExportRequest, Format } from './format.ts'

const HEAD = ['seq', 'time', 'seconds', 'from', 'to', 'kind', 'size', 'text', 'bytes']
/** What a file begins with. */
export const MARK = '\uFEFF'
/** The longest text of a cell: what the common programs take (32,767 characters), less the apostrophe. */
const CELL = 32_000

/** @returns the field in its quotation marks, and never a formula */
export function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${safe.slice(0, CELL).replaceAll('"', '""')}"`
}

/** One row, with its end. */
export const row = (fields: readonly string[]): string => `${fields.map(field).join(',')}\r\n`

async function* write({ recorded: { events }, names }: ExportRequest): AsyncGenerator<string> {
  yield MARK + row(HEAD)
  for await (const entry of events()) yield row(fieldsOf(entry, (id) => visible(names.of(id))))
}

function fieldsOf(entry: StoredEntry, name: (id: number) => string): string[] {
  const { seq, time, t, kind, participant, bytes, size } = entry
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const seconds = (t / 1e6).toFixed(6)
  return [
    ...[String(seq), new Date(time).toISOString(), seconds, name(participant), audienceOf(entry, name), kind],
    ...[String(size), visible(textOf(bytes, false)), buffer.toString('hex')],
  ]
}

export const csv: Format = { type: 'text/csv', ending: 'csv', write }

/** What a run can be written as. Counterparts: `shared/protocol/export.ts`, their names; `docs/study.en.md`. */
import type { ExportFormat } from '#shared/model/export.ts'
import type { Lang } from '#shared/model/languages.ts'
import type { Recorded } from '../recorded/recorded.ts'
import { csv } from './csv.ts'
import type { Format } from './format.ts'
import { jsonLines } from './json-lines.ts'
import { mermaid } from './mermaid.ts'
import { pseudonyms, realNames } from './names.ts'
import { pcapng } from './pcapng.ts'
import { transcript } from './transcript.ts'

const FORMATS: Readonly<Record<ExportFormat, Format>> = { jsonl: jsonLines, csv, text: transcript, pcapng, mermaid }

/** Bytes that are gathered before they go on: a line by itself would cost as much as a page of them. */
const PIECE_BYTES = 65_536

export interface Export {
  /** Media type, with the character set of text. */
  readonly type: string
  readonly name: string
  /** The file, in pieces of some 64 KiB. Rejects as the journal's reads do. */
  bytes(): AsyncGenerator<Buffer>
}

/** A recorded run as a file. */
export function exportOf(
  recorded: Recorded,
  format: ExportFormat,
  { lang, names }: { readonly lang: Lang; readonly names: 'names' | 'pseudonyms' },
): Export {
  const { type, ending, write } = FORMATS[format]
  const called = names === 'pseudonyms' ? pseudonyms : realNames(recorded.people)
  const { id, program } = recorded.run
  return {
    type: format === 'pcapng' ? type : `${type}; charset=utf-8`,
    name: `${program}-${id}.${ending}`,
    bytes: () => gathered(write({ recorded, names: called, lang })),
  }
}

async function* gathered(pieces: AsyncGenerator<string | Uint8Array>): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = []
  let size = 0
  for await (const piece of pieces) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece
    held.push(bytes)
    size += bytes.length
    if (size < PIECE_BYTES) continue
    yield Buffer.concat(held)
    held = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(held)
}

/** What every format is, and what it is given. Counterpart: `formats.ts`, all of them. */
import type { Lang } from '#shared/model/languages.ts'
import type { Recorded } from '../recorded/recorded.ts'
import type { Names } from './names.ts'

export interface ExportRequest {
  readonly recorded: Recorded
  readonly names: Names
  readonly lang: Lang
}

export interface Format {
  /** Media type (RFC 6838). */
  readonly type: string
  /** Ending of a file's name, without the dot. */
  readonly ending: string
  /** Pieces in order, each of bounded size: what is held is one page of the journal, whatever the run's length. */
  write(request: ExportRequest): AsyncGenerator<string | Uint8Array>
}

/**
 * The index of a run's files: one JSON line when a file is begun, one when it has ended; only ever appended to.
 * Counterparts: `worker.ts` writes it, `store.ts` reads it.
 * Invariant: a file without its second line is partial: the lab died before the file's end.
 */
import type { FileView } from '#shared/protocol/transfers.ts'
import type { Beginning, Renaming } from './port.ts'

export const INDEX = 'index.jsonl'

export type IndexLine =
  | (Beginning & { readonly at: 'begun' })
  | { readonly at: 'removed'; readonly id: number }
  | {
      readonly at: 'ended'
      readonly id: number
      readonly state: FileView['state']
      readonly size: number
      readonly sha256: string | null
      readonly errno: string | null
      readonly endedAt: number | null
    }

export const lineOf = (line: IndexLine): string => `${JSON.stringify(line)}\n`

/** The name under which a file lies in the folder of its run: unique, and telling for a person who looks there. */
export const diskName = (id: number, name: string): string => `${id}-${name}`

/** Files by id. A last line that a crash cut short is passed over. `size` of a file without an end is 0. */
export function readIndex(text: string): Map<number, FileView> {
  const files = new Map<number, FileView>()
  for (const json of text.split('\n')) {
    const line = parsed(json)
    if (line?.at === 'begun') {
      const { at: _, ...begun } = line
      // Earlier versions of the lab called it so.
      const file = String(begun.direction) === 'chosen' ? { ...begun, direction: 'upload' as const } : begun
      files.set(file.id, { ...file, state: 'partial', size: 0, sha256: null, errno: null, endedAt: null })
    } else if (line?.at === 'removed') {
      files.delete(line.id)
    } else if (line) {
      const { at: _, ...end } = line
      const file = files.get(end.id)
      if (file) files.set(end.id, { ...file, ...end })
    }
  }
  return files
}

/** The index with the other name, and the files that it is about with their earlier ones, removed ones among them. */
export function renamed(text: string, { participants, names, name }: Renaming): { text: string; files: Beginning[] } {
  const files: Beginning[] = []
  const lines = text.split('\n').map((json) => {
    const line = parsed(json)
    if (line?.at !== 'begun' || line.direction !== 'in') return json
    if (!participants.includes(line.participant) || !names.includes(line.name)) return json
    files.push(line)
    return JSON.stringify({ ...line, name })
  })
  return { text: lines.join('\n'), files }
}

function parsed(json: string): IndexLine | null {
  try {
    return json === '' ? null : (JSON.parse(json) as IndexLine)
  } catch {
    return null
  }
}

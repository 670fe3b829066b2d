/**
 * Events on their way to pages: encoded once for all who stand at the same place of the same run. Counterpart: `event-stream.ts`, a
 * place. Invariant: what is shared is what each would get alone; a few batches are kept, those that were wanted last.
 */
import { toEvent } from '../../journal/encode.ts'
import type { Entry, StoredEntry } from '../../journal/port.ts'
import { EVENT_PREVIEW_BYTES } from '#shared/model/constants.ts'

/** Characters of a batch, about. */
export const BATCH_BYTES = 131_072
/** Of all runs together: pages that keep up stand at the same place, and those behind come by and by to where others have been. */
const KEPT = 16

export interface EventBatch {
  /** The message, in UTF-8. */
  readonly message: Buffer
  /** The last event in it. */
  readonly last: number
}

interface Shared extends EventBatch {
  /** Of the entries that were to be in it: as objects, since those that live are the same for everybody. */
  readonly first: object
  readonly count: number
}

const shared: Shared[] = []

/** @param entries of a live run, consecutive, at least one; those that do not fit are left out, but never the first */
export function sharedBatch(run: string, entries: readonly Entry[]): EventBatch {
  const [first] = entries
  const count = entries.length
  const index = shared.findIndex((one) => one.first === first && one.count === count)
  const known = shared[index]
  if (known) {
    if (index > 0) shared.unshift(...shared.splice(index, 1))
    return known
  }
  const batch = { ...batchOf(run, entries), first: first!, count }
  shared.unshift(batch)
  shared.length = Math.min(shared.length, KEPT)
  return batch
}

/** The same of entries that were read for this place alone. */
export function batchOf(run: string, entries: readonly (Entry | StoredEntry)[]): EventBatch {
  const parts: string[] = []
  let size = 0
  let last = 0
  for (const entry of entries) {
    if (size > BATCH_BYTES) break
    const json = encoded(entry)
    parts.push(json)
    size += json.length
    last = entry.seq
  }
  const message = `{"type":"events","run":${JSON.stringify(run)},"events":[${parts.join(',')}]}`
  return { message: Buffer.from(message), last }
}

/** Each live entry is encoded once, wherever those stand who watch. */
const cache = new WeakMap<Entry, string>()

function encoded(entry: Entry | StoredEntry): string {
  const known = cache.get(entry)
  if (known !== undefined) return known
  const json = JSON.stringify(toEvent(entry, EVENT_PREVIEW_BYTES))
  cache.set(entry, json)
  return json
}

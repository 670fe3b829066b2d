/** Entries told apart by their kind, with what only that kind has. Counterpart: `server/journal/port.ts`. */
import type { EventKind } from '#shared/protocol/events.ts'
import type { Detail, StoredEntry } from '../../journal/port.ts'

export type StoredOf<K extends EventKind> = Omit<StoredEntry, 'kind' | 'detail'> & {
  readonly kind: K
  readonly detail: Detail<K>
}

export const isOf = <K extends EventKind>(entry: StoredEntry, kind: K): entry is StoredEntry & StoredOf<K> =>
  entry.kind === kind

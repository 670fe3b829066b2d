/** Lines that the program passed on, as one event. Counterparts: `core/line-framer.ts`, `shared/protocol/events.ts`. */
import type { Released } from '../../core/line-framer.ts'
import type { Detail, Entry } from '../../journal/port.ts'
import type { Audience } from '#shared/protocol/events.ts'
import type { Recorder } from '../run/recorder.ts'

/** A read this long before its event, in microseconds, gets a time of its own: its lines waited in the program. */
const LATER = 1000

/** Records lines that came in one read or waited together, and the reads that brought them. @param from participant, or 0 for the program */
export function recordLines(recorder: Recorder, from: number, released: Released, to: Audience): Entry {
  const { bytes, at, ...detail } = released
  const { told = 0, readsAt = [], reads } = detail
  const waited = at !== undefined && recorder.now - at > LATER && told + readsAt.length < reads.length
  // Copied once, so that it never changes in the journal; the lists are shared, since nobody writes them.
  const lines = { to, ...detail, ...(waited && { readsAt: [...readsAt, at] }) }
  return recorder.record('lines', from, lines as Detail<'lines'>, bytes)
}

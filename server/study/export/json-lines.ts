/**
 * All that the journal has of a run, a JSON text a line (RFC 8259): first what it is, then each participant, then each event as
 * REST gives it, and last how many there were, so that a file that was cut is known by its end.
 */
import { toEvent } from '../../journal/encode.ts'
import type { ExportRequest, Format } from './format.ts'
import type { LabEvent } from '#shared/protocol/events.ts'
import type { Names } from './names.ts'

/** Of the lines: it rises when somebody who reads the old ones would err. */
export const JSON_LINES_VERSION = 1

const line = (value: unknown): string => `${JSON.stringify(value)}\n`

/** The event with nothing in it that names anybody, or says whence. Names of files are what somebody wrote. */
function nameless(event: LabEvent, names: Names): LabEvent {
  const by = 'by' in event && event.by ? { by: { ...(event.by.page && { page: event.by.page }), address: '' } } : {}
  const name = event.kind === 'connected' || event.kind === 'name' ? { name: names.of(event.participant) } : {}
  const address = 'address' in event ? { address: '' } : {}
  return { ...event, ...name, ...address, ...by }
}

async function* write({ recorded: { run, people, events }, names }: ExportRequest): AsyncGenerator<string> {
  const { id, program, options, listeners, startedAt, stoppedAt, lastSeq } = run
  const told = { id, program, options, listeners, startedAt, stoppedAt, lastSeq }
  yield line({ format: 'socket-lab', version: JSON_LINES_VERSION, pseudonyms: names.pseudonyms, run: told })
  for (const one of people.values()) {
    const who = names.pseudonyms ? { ...one, name: names.of(one.id), address: '' } : one
    yield line({ participant: who })
  }
  let count = 0
  for await (const entry of events()) {
    const event = toEvent(entry)
    count++
    yield line({ event: names.pseudonyms ? nameless(event, names) : event })
  }
  yield line({ end: { events: count } })
}

export const jsonLines: Format = { type: 'application/x-ndjson', ending: 'jsonl', write }

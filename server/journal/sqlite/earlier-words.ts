/**
 * What earlier versions of the lab stored, in today's words: names of fields and of a few values have changed, what they
 * stand for has not. Mapped as it is read; a stored run is never rewritten. Counterparts: `block.ts`, details of events;
 * `journal.ts`, runs and participants.
 * Invariant: no name of today is an earlier name of something else, so that what was stored today passes unchanged.
 */
import type { EventKind } from '#shared/protocol/events.ts'

type Fields = Record<string, unknown>

const STEPPER: Record<string, string> = { free: 'running', held: 'paused', step: 'stepping' }

/** Detail of an event of any version. Changes it in place. */
export function inWordsOfToday(kind: EventKind, detail: Fields): Fields {
  rename(detail, 'door', 'listener')
  if (kind === 'run-started') inRun(detail)
  else if (kind === 'stepper' && 'pace' in detail) {
    detail['state'] = STEPPER[String(detail['pace'])]
    delete detail['pace']
  } else if (kind === 'closed' && detail['reason'] === 'inactive') detail['reason'] = 'idle-timeout'
  else if (kind === 'transfer' && detail['direction'] === 'chosen') detail['direction'] = 'upload'
  return detail
}

/** Record of a run, or what `run-started` tells of it. Changes it in place. */
export function inRun<T extends object>(record: T): T {
  const fields = record as Fields
  rename(fields, 'scenario', 'program')
  rename(fields, 'doors', 'listeners')
  if (fields['options']) rename(fields['options'] as Fields, 'inactivity', 'idleTimeout')
  return record
}

/** Record of a participant. Changes it in place. */
export function inParticipant<T extends object>(record: T): T {
  for (const [before, now] of PARTICIPANT) rename(record as Fields, before, now)
  return record
}

const PARTICIPANT = [
  ['door', 'listener'],
  ['said', 'sent'],
  ['heard', 'received'],
  ['held', 'partialBytes'],
  ['unread', 'paused'],
  ['inactivity', 'idleTimeout'],
] as const

function rename(fields: Fields, before: string, now: string): void {
  if (!(before in fields)) return
  fields[now] = fields[before]
  delete fields[before]
}

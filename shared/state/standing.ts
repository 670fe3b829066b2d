/**
 * What somebody's part in a run stands in, in one word: a participant, or the program of a run as the one who started it sees
 * it. Pure, of `waitsOf`. Counterparts: `server/gateway/wall/`, which tells; `web/class/need.ts`, which sorts.
 * Invariant: a word of alarm only where `waitsOf` marks somebody; a time that was not seen to begin is null.
 */
import type { Participant } from '../protocol/model.ts'
import type { Waiting } from '../protocol/program.ts'
import type { Does } from '../protocol/wall.ts'
import type { Waits } from './waits.ts'

/** As `Standing` of the wall, times in microseconds since the run's start. */
export interface Stands {
  readonly does: Does
  readonly processes: number
  readonly call: Waiting | null
  readonly bytes: number | null
  readonly waiting: number
  readonly since: number | null
  readonly from: number | null
}

const GOES: Stands = { does: 'goes', processes: 0, call: null, bytes: null, waiting: 0, since: null, from: null }

/** @param since when it began, where that was seen */
const stuck = (does: Does, since: number | null, more: Partial<Stands> = {}): Stands => ({
  ...GOES,
  does,
  since,
  from: since,
  ...more,
})

export function participantStands({ id }: Pick<Participant, 'id'>, waits: Waits): Stands {
  const { waits: wait, since, unread, unreadSince, queued, lasting, marked } = waits.of(id)
  if (wait?.for === 'taking') return stuck('taking', since, { bytes: queued, waiting: wait.waiting.length })
  if (wait?.for === 'freeze') return stuck('freeze', null, { bytes: unread })
  if (wait?.for === 'silence') return stuck(wait.why, null, { bytes: unread })
  if (wait?.for === 'accept') return stuck('accept', null, { call: wait.call, bytes: unread })
  if (wait?.for === 'turn' && marked) return stuck('unread', unreadSince, { call: wait.call, bytes: unread })
  if (lasting) return stuck('line', lasting.partialSince, { bytes: lasting.partialBytes })
  if (wait?.for === 'queues') return stuck('queues', unreadSince, { bytes: unread })
  if (wait?.for === 'turn') return stuck('turn', null, { call: wait.call, bytes: unread })
  return GOES
}

/** @param deadlocked its program and another read from each other */
export function programStands(people: readonly Pick<Participant, 'id'>[], waits: Waits, deadlocked: boolean): Stands {
  const processes = waits.processes.length
  const first = waits.processes[0]?.process
  const inCall = waits.processes[0]?.since ?? null
  if (waits.frozen) return stuck('freeze', null, { processes, call: first?.waits ?? null })
  if (deadlocked) return stuck('deadlock', inCall, { processes, call: first?.waits ?? null })
  const reading = waits.processes.find(({ lasting }) => lasting !== null)
  if (reading?.lasting) {
    const { partialBytes: bytes, partialSince } = reading.lasting
    return stuck('line', partialSince, { processes, call: reading.process.waits, bytes })
  }
  const kept = people.filter(({ id }) => isKept(waits, id))
  if (kept.length === 0 || !first?.waits) return { ...GOES, processes, call: first?.waits ?? null }
  const known = kept.flatMap(({ id }) => waits.of(id).unread ?? [])
  const seen = kept.flatMap(({ id }) => waits.of(id).unreadSince ?? [])
  return {
    does: 'blocks',
    processes,
    call: first.waits,
    bytes: known.length === 0 ? null : known.reduce((sum, bytes) => sum + bytes, 0),
    waiting: kept.length,
    since: inCall,
    // Both have to be: the program in its call, and somebody who waits.
    from: inCall === null ? null : Math.max(inCall, ...(seen.length > 0 ? [Math.min(...seen)] : [])),
  }
}

/** It waits for the program, with bytes or to be let in. */
function isKept(waits: Waits, id: number): boolean {
  const { waits: wait, marked } = waits.of(id)
  return marked && (wait?.for === 'turn' || wait?.for === 'accept')
}

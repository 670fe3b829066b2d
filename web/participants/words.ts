/** What the list says of a participant in a word or two, and what it means. Pure. Counterparts: `shared/state/waits.ts`; `ParticipantItem.svelte`. */
import type { Participant } from '#shared/protocol/model.ts'
import type { PersonWaits } from '#shared/state/waits.ts'
import { i18n } from '../text/index.svelte.ts'

type One = Pick<Participant, 'via' | 'state' | 'floor'>

/** @param awaited the others wait for it */
export function stateWords(one: One, { waits: wait, unread, marked }: PersonWaits, awaited: boolean): string {
  const t = i18n.t.participants
  const bytes = unread === null ? null : i18n.bytes(unread)
  if (wait?.for === 'taking') return i18n.t.traffic.kinds.blocked
  if (awaited && wait === null) return i18n.t.traffic.ladder.now.awaited
  if (wait?.for === 'turn') return bytes === null ? t.notRead : (marked ? t.unread : t.notTurn)(bytes)
  if (wait?.for === 'freeze') return marked && bytes !== null ? t.unread(bytes) : t.frozen
  if (wait?.for === 'silence') return t.silences[wait.why]
  if (wait?.for === 'queues') return t.notRead
  if (one.floor) return t.floor
  return one.via === 'udp' && one.state === 'open' ? t.connectionless : t.states[one.state]
}

export function stateHelp({ state }: One, { waits: wait, marked }: PersonWaits): string {
  const t = i18n.t.participants
  if (wait?.for === 'silence') return t.silenceHelp
  if (wait?.for === 'freeze') return t.frozenHelp
  if (wait?.for === 'turn') return marked ? t.paused : t.notTurnHelp
  return t.stateHelp[state]
}

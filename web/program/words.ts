/**
 * What the program does, in words of the page's language: what each process is blocked in, until when, and why somebody
 * is not read. Counterpart: `shared/protocol/program.ts`. Only what the lab knows is said.
 */
import type { Participant } from '#shared/protocol/model.ts'
import type { ProcessView, Waiting } from '#shared/protocol/program.ts'
import type { ProcessWaits, WaitFor, Waits } from '#shared/state/waits.ts'
import { i18n } from '../text/index.svelte.ts'
import { visible } from '#shared/net/visible.ts'
import type { Live, ParticipantsView } from '../store/contract.ts'

/** Lines that do not end that are told of one by one. */
const MOST_TOLD = 3

/** What keeps a program where it stands; null where it waits for what its call waits for. */
export type Held = 'paused' | 'frozen' | null

export const heldBy = ({ frozen, select }: Pick<Live, 'frozen' | 'select'>): Held =>
  frozen ? 'frozen' : select?.state === 'paused' ? 'paused' : null

/** The participant whom a process serves alone; null for the main one. */
export function servedBy({ id }: ProcessView): number | null {
  const who = /^child-(\d+)$/.exec(id)?.[1]
  return who === undefined ? null : Number(who)
}

/** "recv(ana)", "sendall(ana)", "accept()". */
export function callOf({ call, who }: Waiting, people: ParticipantsView): string {
  if (call !== 'recv' && call !== 'sendall') return i18n.t.live.calls[call]
  return `${call}(${who === undefined ? '' : visible(people.name(who))})`
}

/** "bloqué dans recv(ana)". */
export const blockedIn = (waits: Waiting, people: ParticipantsView): string =>
  i18n.t.live.blocked(callOf(waits, people))

/** "principal", "enfant de ana", with the process id where there is one. */
export function processName(process: ProcessView, people: ParticipantsView): string {
  const who = servedBy(process)
  if (process.id === 'thread') return i18n.t.live.thread
  const name = who === null ? i18n.t.live.main : i18n.t.live.child(visible(people.name(who)))
  return process.pid === undefined ? name : `${name} (${process.pid})`
}

/** Sentences on what the processes wait for, the main one first. */
export function legend(
  { waits, select, frozen }: Pick<Live, 'waits' | 'select' | 'frozen'>,
  people: ParticipantsView,
): string[] {
  const { live } = i18n.t
  if (frozen) return [live.legendFrozen]
  if (select?.state === 'paused') return [i18n.t.select.legend]
  const [main, child, ...others] = waits.processes.map(({ process }) => process)
  const nameOf = ({ who }: Waiting): string => (who === undefined ? '' : visible(people.name(who)))
  const said: string[] = []
  if (main?.waits) said.push(legendOf(main.waits, waits, people))
  if (main?.waits?.call === 'keyboard' && !child) said.push(live.legendAlone)
  const sender = [main, child, ...others].find((one) => one?.waits?.call === 'sendall')?.waits
  if (sender && sender !== main?.waits) said.push(legendOf(sender, waits, people))
  else if (child?.id === 'thread' && child.waits && child.waits.call !== 'recv')
    said.push(legendOf(child.waits, waits, people))
  else if (child?.waits) said.push(others.length > 0 ? live.legendChildren : live.legendChild(nameOf(child.waits)))
  return said
}

function legendOf({ call, who = 0 }: Waiting, waits: Waits, people: ParticipantsView): string {
  if (call === 'recv') return recvLegend(who, waits, people)
  return call === 'sendall' ? i18n.t.live.legendSendall(visible(people.name(who))) : i18n.t.live.legend[call]
}

/** What recv waits for: bytes, or the end of a line of which it has brought the beginning. */
function recvLegend(who: number, waits: Waits, people: ParticipantsView): string {
  const { lasting } = waits.of(who)
  const name = visible(people.name(who))
  return lasting ? i18n.t.live.legendPartial(name, lasting.partialBytes) : i18n.t.live.legendRecv(name)
}

/** Sentences on the lines that do not end of those on whom `legend` has none: one a participant, a few at most. */
export function partialSentences(waits: Waits, all: readonly Participant[], people: ParticipantsView): string[] {
  const main = waits.processes[0]?.process.waits
  const told = main?.call === 'recv' ? main.who : undefined
  return all
    .filter(({ id }) => id !== told)
    .flatMap(({ id }) => {
      const { lasting } = waits.of(id)
      return lasting ? [i18n.t.live.legendPartial(visible(people.name(id)), lasting.partialBytes)] : []
    })
    .slice(0, MOST_TOLD)
}

/** Who is there and not read, and how much of what they have sent waits; null where all are read. */
export function unreadSentence({ unread, of }: Waits): string | null {
  if (unread.length === 0) return null
  const bytes = unread.map((id) => of(id).unread)
  // Where one of them is in no table, the sum is not known.
  const sum = bytes.includes(null) ? null : bytes.reduce<number>((all, one) => all + (one ?? 0), 0)
  return i18n.t.live.unread(unread.length, sum === null ? null : i18n.bytes(sum))
}

/**
 * What a marker says of a process: whose it is where there are several, and what it is blocked in.
 * @param held by whom it is kept where it stands, which has nothing to do with what it waits for: the stepper, or whoever froze the run
 */
export function standing(
  { process, lasting }: ProcessWaits,
  alone: boolean,
  held: Held,
  people: ParticipantsView,
): string {
  if (held === 'paused') return i18n.t.select.mark
  if (held === 'frozen') return i18n.t.participants.frozen
  const { waits } = process
  const own = waits?.call === 'recv' && waits.who === servedBy(process)
  const blocked = !waits ? i18n.t.live.runs : own ? i18n.t.live.blocked('recv') : blockedIn(waits, people)
  const what = lasting ? i18n.t.live.has(blocked, lasting.partialBytes) : blocked
  return alone ? what : i18n.t.live.process(processName(process, people), what)
}

/** What the program does instead of reading somebody; null where that is not known, or where it is not its doing. */
export function whyUnread(wait: WaitFor, people: ParticipantsView): string | null {
  const call = wait.for === 'accept' || wait.for === 'turn' ? wait.call : null
  if (!call) return null
  const { why } = i18n.t.live
  if (call.call === 'recv' || call.call === 'sendall') {
    return call.who === undefined ? null : why[call.call](visible(people.name(call.who)))
  }
  return call.call === 'keyboard' ? why.keyboard : why.call(i18n.t.live.calls[call.call])
}

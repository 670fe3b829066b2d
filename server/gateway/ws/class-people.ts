/**
 * Who is in the class: the people of the pages that are open or may come back, each with what all its tabs brought in. Counterparts:
 * `server.ts`, which has the sessions; `gateway/wall/`, which shows them.
 * Invariant: the teacher is not in it; where roles are off neither is whoever only looks.
 */
import type { Commands } from '../../commands/execute.ts'
import { personOf, type Who } from '../../commands/who.ts'
import type { Hands } from '../wall/hands.ts'
import type { GuideStep } from '#shared/protocol/wall.ts'
import type { ClassPerson } from '../wall/people.ts'

interface Tab {
  readonly who: Who
  readonly step: GuideStep | null
  readonly connected: boolean
}

/** @param tabs in the order in which they came */
export function classPeople(
  tabs: Iterable<Tab>,
  commands: Pick<Commands, 'participantsOf' | 'runsOf'>,
  hands: Pick<Hands, 'of'>,
): Iterable<ClassPerson> {
  const people = new Map<string, ClassPerson>()
  for (const { who, step, connected } of tabs) {
    const participants = commands.participantsOf(who)
    const runs = commands.runsOf(who)
    const looks = participants.length === 0 && runs.length === 0 && step === null
    if (who.role === 'teacher' || (who.role === 'everybody' && looks)) continue
    const key = personOf(who)
    const known = people.get(key)
    people.set(key, {
      key,
      name: participants.at(-1)?.name ?? known?.name ?? null,
      here: connected || (known?.here ?? false),
      hand: hands.of(key),
      // The guide of the tab that was opened last.
      step: step ?? known?.step ?? null,
      participants: [...(known?.participants ?? []), ...participants],
      runs: [...new Set([...(known?.runs ?? []), ...runs])],
    })
  }
  return people.values()
}

/** Forgets somebody whom the runs of a world have had, when all of these have ended: nothing is left of the name, and all else stays. */
import type { Forgot } from '#shared/protocol/forget.ts'
import type { LabEvent } from '#shared/protocol/events.ts'
import type { World } from './world.ts'

/** What tells who somebody is: names and addresses. */
const namesIn = (event: LabEvent): string[] => {
  const by = 'by' in event && event.by?.name !== undefined ? [event.by.name] : []
  return event.kind === 'connected' || event.kind === 'name' ? [event.name, ...by] : by
}

export async function forgetSomebody(world: World): Promise<void> {
  const before = new Map<string, LabEvent[]>()
  for (const id of world.runs.keys()) before.set(id, await world.rest.journal(id))
  const named = [...before.values()].flat().filter((event) => event.kind === 'connected' && event.web)
  if (named.length === 0) return
  const [name = ''] = namesIn(world.random.pick(named))
  const { body, error } = await world.rest.call<Forgot>('POST', '/forget', { name })
  // Another run of the lab, of an earlier round or of those who measure, may have somebody of that name.
  if (error?.code === 'person-present') return
  if (!body) return world.problem(`${name} is not forgotten: ${error?.message}`)
  for (const [id, events] of before) {
    const after = await world.rest.journal(id)
    const changed = events.some((event) => namesIn(event).includes(name))
    if (changed && !body.runs.includes(id)) world.problem(`run ${id} has ${name}, and is not among those changed`)
    if (after.length < events.length) world.problem(`run ${id} has ${after.length} events after ${events.length}`)
    for (const [i, event] of after.entries()) {
      if (namesIn(event).includes(name)) world.problem(`run ${id}: event ${event.seq} has the name still`)
      const was = events[i]
      if (was && (was.t !== event.t || was.time !== event.time || was.kind !== event.kind || was.bytes !== event.bytes))
        world.problem(`run ${id}: event ${event.seq} is another since somebody was forgotten`)
    }
  }
}

/**
 * What a teacher may do under chance: freeze runs, take them home, stop and freeze all. The lab of the fuzz has no roles: everybody may.
 * Counterparts: `steps.ts`; `take-home.ts`, which looks at what an export has.
 */
import { EXPORT_FORMATS } from '#shared/model/export.ts'
import { withPage, withRun, type Result } from './choices.ts'
import type { World } from './world.ts'

export function freeze(world: World): Result {
  return withRun(world, async ({ id }) => {
    const { random } = world
    const frozen = random.chance(0.5)
    if (random.chance(0.3)) {
      await world.call(() => world.rest.call('POST', `/runs/${id}/freeze`, { frozen }))
      return `REST ${id} ${frozen}`
    }
    return withPage(world, (one) => `${one.name} ${one.ask({ type: 'freeze', run: id, frozen })} ${id} ${frozen}`)
  })
}

/** Of a run that lives, or has ended, in any format. */
export async function takeHome(world: World): Promise<string | null> {
  const { random } = world
  if (world.runs.size === 0) return null
  const run = random.pick([...world.runs.keys()])
  const format = random.pick([...EXPORT_FORMATS, 'zip'])
  const names = random.pick(['names', 'pseudonyms'])
  await world.call(() => world.rest.file(run, format, names))
  return `${run} ${format} ${names}`
}

export function freezeAll(world: World): Result {
  return withPage(world, async (one) => {
    const frozen = world.random.chance(0.4)
    if (world.random.chance(0.7)) return `${one.name} ${one.ask({ type: 'freeze', run: null, frozen })} ${frozen}`
    await world.call(() => world.rest.call('POST', '/freeze', { frozen }))
    return `REST ${frozen}`
  })
}

/** The starts that are under way are stopped too: their runs are found out later. */
export function stopAll(world: World): Result {
  return withPage(world, async (one) => {
    for (const { id } of world.live) world.stopped.add(id)
    if (world.random.chance(0.5)) return `${one.name} ${one.ask({ type: 'stop-all' })}`
    await world.call(() => world.rest.call('POST', '/stop-all'))
    return 'REST'
  })
}

/**
 * One round of chance: steps one after the other, many of them under way at once; then everything ends, and what is left is
 * looked at. Counterparts: `steps.ts`; `cli/fuzz.load.test.ts`, which lets rounds follow one another.
 */
import { traitsOf } from '#programs/traits.ts'
import type { LoadLab } from '../load/lab.ts'
import { until } from '../raw-client.ts'
import { brokenRules } from './journal-rules.ts'
import { Random } from './random.ts'
import { STEPS } from './steps.ts'
import { World } from './world.ts'

const STEPS_OF_A_ROUND = 250
/** Steps told with a problem. */
const TOLD = 40

/** Resolves to what broke a promise, with the last steps before it; '' where all held. */
export async function fuzzRound(lab: LoadLab, seed: number): Promise<string> {
  const world = await World.open(lab, new Random(seed))
  const did: string[] = []
  try {
    for (let n = 0; n < STEPS_OF_A_ROUND && world.problems.length === 0 && lab.alive; n++) {
      const step = world.random.weighed(STEPS)
      const told = await step.act(world)
      if (told === null) continue
      did.push(`${step.name} ${told}`)
      for (let turns = world.random.pick([0, 0, 1, 3, 10, 40]); turns > 0; turns--) await new Promise(setImmediate)
    }
    if (world.problems.length === 0 && lab.alive) await end(world)
  } catch (error) {
    world.problem(error instanceof Error ? String(error.stack) : String(error))
  } finally {
    await world.close()
  }
  if (!lab.alive) world.problem('the lab has died')
  if (world.problems.length === 0) return ''
  return `FUZZ_SEED=${seed}\n${world.problems.join('\n')}\nafter:\n${did.slice(-TOLD).join('\n').slice(-8000)}`
}

/** All end in good order; each promise that can be judged only now is. */
async function end(world: World): Promise<void> {
  world.proxy.set({})
  for (const page of world.pages) {
    page.resume()
    if (!page.open) await page.connect(world.lab.webPort, world.lab.webPort)
  }
  await world.allCalls()
  for (const client of world.clients) client.destroy()
  for (const { id } of world.live) {
    world.stopped.add(id)
    await world.call(() => world.rest.call('DELETE', `/runs/${id}`))
  }
  await world.allCalls()
  await until(
    'an answer to each request',
    () => world.pages.filter(({ open }) => open).flatMap(({ waiting }) => waiting),
    (waiting) => waiting.length === 0,
    20_000,
  )
  for (const page of world.pages) page.leave()
  for (const [id, run] of world.runs) {
    const events = await world.rest.journal(id)
    for (const what of brokenRules(events, traitsOf(run.program).carrier === 'datagram'))
      world.problem(`run ${id} (${run.program} ${JSON.stringify(run.options)}): ${what}`)
    await world.rest.observations(id, events.length)
    for (const [seq, seen] of world.seen.get(id) ?? []) {
      const kept = JSON.stringify(events[seq - 1])
      if (kept !== seen) world.problem(`run ${id}: a page saw ${seen}, and the journal has ${kept}`)
    }
  }
}

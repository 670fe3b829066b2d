/**
 * One round of chance: steps one after the other, many of them under way at once; then everything ends, and what is left is
 * looked at. Counterparts: `steps.ts`; `cli/fuzz.load.test.ts`, which lets rounds follow one another.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { traitsOf } from '#programs/traits.ts'
import type { LoadLab } from '../load/lab.ts'
import { until } from '../raw-client.ts'
import { differing } from './differing.ts'
import { brokenRules } from './journal-rules.ts'
import { Random } from './random.ts'
import { STEPS, type Step } from './steps.ts'
import { forgetSomebody } from './forgotten.ts'
import { World } from './world.ts'

const STEPS_OF_A_ROUND = 250
/** Milliseconds between two steps: some are carried out before the next, some at the same time. */
const PAUSES = [0, 0, 0, 2, 5, 20, 60]
/** Steps told with a problem. */
const TOLD = 40

/**
 * Resolves to what broke a promise, with the last steps before it; '' where all held.
 * @param more steps beside those of everybody
 */
export async function fuzzRound(lab: LoadLab, seed: number, more: readonly Step[] = []): Promise<string> {
  const world = await World.open(lab, new Random(seed))
  const did: string[] = []
  const steps = [...STEPS, ...more]
  try {
    while (did.length < STEPS_OF_A_ROUND && world.problems.length === 0 && lab.alive) {
      const step = world.random.weighed(steps)
      const told = await step.act(world)
      if (told === null) continue
      did.push(`${step.name} ${told}`)
      await sleep(world.random.pick(PAUSES))
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
  for (const page of world.pages) page.resume()
  await world.allCalls()
  await world.rest.call('POST', '/freeze', { frozen: false })
  for (const client of world.clients) client.destroy()
  for (const { id } of world.live) {
    world.stopped.add(id)
    await world.call(() => world.rest.call('DELETE', `/runs/${id}`))
  }
  await world.allCalls()
  world.proxy.reset()
  await until(
    'an answer to each request',
    () => {
      for (const page of world.pages) if (page.gone) page.connect(world.lab.webPort, world.lab.webPort)
      return world.pages.flatMap(({ waiting }) => waiting)
    },
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
      const difference = differing(seen, events[seq - 1])
      if (difference) world.problem(`run ${id}: event ${seq} as a page saw it and as the journal has it: ${difference}`)
    }
    await world.rest.file(id, 'jsonl', 'names', events)
  }
  // Pages have seen all that they see of these runs.
  if (world.problems.length === 0) await forgetSomebody(world)
}

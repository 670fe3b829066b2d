/** Somebody of a world, by chance, to do something. Counterparts: `steps.ts`, `rest-steps.ts`. */
import type { Socket } from 'node:net'
import type { Run } from '#shared/protocol/model.ts'
import type { FuzzPage } from './page.ts'
import type { World } from './world.ts'

/** What it did; null where there was nothing to do. */
export type Result = Promise<string | null> | string | null

export function withRun(world: World, act: (run: Run) => Result): Result {
  return world.live.length === 0 ? null : act(world.random.pick(world.live))
}

export function withPage(world: World, act: (page: FuzzPage) => Result): Result {
  const open = world.pages.filter((page) => page.open)
  return open.length === 0 ? null : act(world.random.pick(open))
}

/** A page and a participant of its own; now and then one that is not. */
export function withOwn(world: World, act: (page: FuzzPage, run: string, participant: number) => Result): Result {
  return withPage(world, (page) => {
    if (world.random.chance(0.05)) return withParticipant(world, (run, participant) => act(page, run, participant))
    const own = [...page.mine.values()]
    if (own.length === 0) return null
    const { run, participant } = world.random.pick(own)
    return act(page, run, participant)
  })
}

export function withParticipant(world: World, act: (run: string, participant: number) => Result): Result {
  return withRun(world, ({ id }) => {
    const known = [...(world.participants.get(id) ?? [])]
    return act(id, known.length > 0 ? world.random.pick(known) : world.random.int(1, 4))
  })
}

export function withClient(world: World, act: (socket: Socket) => unknown): Result {
  const clients = [...world.clients]
  if (clients.length === 0) return null
  const done = act(world.random.pick(clients))
  return typeof done === 'string' ? done : ''
}

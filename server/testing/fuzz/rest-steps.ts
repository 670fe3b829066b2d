/** What may be asked of a lab by REST. Counterpart: `rest.ts`, which checks each answer. */
import { PROGRAM_IDS } from '#shared/model/programs.ts'
import type { Run } from '#shared/protocol/model.ts'
import { withParticipant } from './choices.ts'
import { nameOf, optionsFor, place, queryOf, wrongBody } from './inputs.ts'
import type { World } from './world.ts'

const MOST_RUNS = 6

export async function start(world: World): Promise<string | null> {
  const { random } = world
  if (world.live.length >= MOST_RUNS) return null
  const program = random.pick(PROGRAM_IDS)
  const body = { program, options: optionsFor(program, world), ...place(program, world) }
  await world.call(async () => {
    const { body: run } = await world.rest.call<Run>('POST', '/runs', body)
    if (run) world.runs.set(run.id, run)
  })
  return JSON.stringify(body)
}

export async function stop(world: World, id: string): Promise<string> {
  world.stopped.add(id)
  await world.call(() => world.rest.call('DELETE', `/runs/${id}`))
  return id
}

export async function look(world: World): Promise<string> {
  const query = queryOf(world)
  await world.call(() => world.rest.call('GET', query))
  return query
}

export async function openListener(world: World, run: Run): Promise<string | null> {
  const { listen: [address] = [] } = place(run.program, world)
  if (!address) return null
  await world.call(async () => {
    const { body } = await world.rest.call<Run>('POST', `/runs/${run.id}/listeners`, address)
    if (body) world.runs.set(run.id, body)
  })
  return `${run.id} ${JSON.stringify(address)}`
}

export async function closeListener(world: World, { id, listeners }: Run): Promise<string> {
  const number = world.random.chance(0.8) && listeners.length > 0 ? world.random.pick(listeners).number : 99
  await world.call(async () => {
    const { body } = await world.rest.call<Run>('DELETE', `/runs/${id}/listeners/${number}`)
    if (body) world.runs.set(id, body)
  })
  return `${id} ${number}`
}

export async function upload(world: World, id: string): Promise<string> {
  const { random } = world
  const bytes = Buffer.alloc(random.pick([0, 1, 1000, 70_000, 2_000_000]), random.int(0, 255))
  const path = `/runs/${id}/upload?name=${encodeURIComponent(nameOf(random) || 'f')}`
  await world.call(() => world.rest.call('PUT', path, bytes, 'application/octet-stream'))
  return `${path} ${bytes.length}`
}

export async function files(world: World, id: string): Promise<string> {
  const path = `/runs/${id}/files/${world.random.int(1, 3)}`
  const method = world.random.pick(['GET', 'GET', 'DELETE'])
  await world.call(() => world.rest.call(method, path))
  return `${method} ${path}`
}

export async function disconnectByRest(world: World): Promise<string | null> {
  return withParticipant(world, async (run, participant) => {
    const path = `/runs/${run}/participants/${participant}/disconnect`
    await world.call(() => world.rest.call('POST', path, { how: world.random.pick(['fin', 'rst']) }))
    return path
  })
}

export async function wrong(world: World): Promise<string> {
  const { method, path, body } = wrongBody(world)
  await world.call(() => world.rest.call(method, path, body))
  return `${method} ${path} ${body.slice(0, 200)}`
}

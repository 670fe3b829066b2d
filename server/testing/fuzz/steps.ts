/**
 * What may happen next to a lab, with how likely it is. A step does nothing where its like cannot be done now. Counterpart:
 * `world.ts`, what there is; `inputs.ts`, what is said.
 */
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { PROGRAM_IDS } from '#shared/model/programs.ts'
import type { Listener, Run } from '#shared/protocol/model.ts'
import { malformed, nameOf, optionsFor, payload, place, queryOf, wrongBody } from './inputs.ts'
import type { FuzzPage } from './page.ts'
import type { World } from './world.ts'

export interface Step {
  readonly name: string
  readonly weight: number
  /** Resolves to what it did, for the record; null where there was nothing to do. */
  readonly act: (world: World) => Promise<string | null> | string | null
}

const MOST_RUNS = 6
const MOST_PAGES = 6
const MOST_CLIENTS = 24

export const STEPS: readonly Step[] = [
  { name: 'start', weight: 5, act: start },
  { name: 'stop', weight: 2, act: (world) => withRun(world, ({ id }) => stop(world, id)) },
  { name: 'look', weight: 6, act: look },
  { name: 'open a listener', weight: 2, act: (world) => withRun(world, (run) => openListener(world, run)) },
  { name: 'close a listener', weight: 1, act: (world) => withRun(world, (run) => closeListener(world, run)) },
  { name: 'upload', weight: 2, act: (world) => withRun(world, ({ id }) => upload(world, id)) },
  { name: 'files', weight: 2, act: (world) => withRun(world, ({ id }) => files(world, id)) },
  { name: 'disconnect by REST', weight: 1, act: disconnectByRest },
  { name: 'a wrong body', weight: 2, act: wrong },
  { name: 'page', weight: 4, act: page },
  {
    name: 'leave',
    weight: 1,
    act: (world) => withPage(world, (one) => (one.leave(world.random.pick([1000, 1001])), '')),
  },
  { name: 'cut', weight: 2, act: (world) => withPage(world, (one) => (one.cut(), '')) },
  { name: 'pause a page', weight: 1, act: (world) => withPage(world, (one) => (one.pause(), '')) },
  { name: 'resume a page', weight: 2, act: (world) => withPage(world, (one) => (one.resume(), '')) },
  { name: 'come back', weight: 4, act: comeBack },
  { name: 'take a session over', weight: 1, act: takeOver },
  { name: 'watch', weight: 6, act: watch },
  { name: 'unwatch', weight: 2, act: unwatch },
  { name: 'join', weight: 8, act: join },
  { name: 'send', weight: 20, act: send },
  { name: 'close', weight: 3, act: close },
  { name: 'type', weight: 4, act: type },
  { name: 'stepper', weight: 3, act: stepper },
  { name: 'disconnect', weight: 2, act: disconnect },
  { name: 'again', weight: 3, act: again },
  { name: 'malformed', weight: 3, act: (world) => withPage(world, (one) => malformed(world.random, one)) },
  { name: 'client', weight: 10, act: client },
  { name: 'say', weight: 20, act: say },
  { name: 'FIN', weight: 3, act: (world) => withClient(world, (one) => one.end()) },
  { name: 'RST', weight: 3, act: (world) => withClient(world, reset) },
  { name: 'read no more', weight: 2, act: (world) => withClient(world, (one) => one.pause()) },
  { name: 'read again', weight: 2, act: (world) => withClient(world, (one) => one.resume()) },
  { name: 'datagram', weight: 4, act: datagram },
  { name: 'network', weight: 2, act: network },
]

async function start(world: World): Promise<string | null> {
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

async function stop(world: World, id: string): Promise<string> {
  world.stopped.add(id)
  await world.call(() => world.rest.call('DELETE', `/runs/${id}`))
  return id
}

async function look(world: World): Promise<string> {
  const query = queryOf(world)
  await world.call(() => world.rest.call('GET', query))
  return query
}

async function openListener(world: World, run: Run): Promise<string | null> {
  const { listen: [address] = [] } = place(run.program, world)
  if (!address) return null
  await world.call(async () => {
    const { body } = await world.rest.call<Run>('POST', `/runs/${run.id}/listeners`, address)
    if (body) world.runs.set(run.id, body)
  })
  return `${run.id} ${JSON.stringify(address)}`
}

async function closeListener(world: World, { id, listeners }: Run): Promise<string> {
  const number = world.random.chance(0.8) && listeners.length > 0 ? world.random.pick(listeners).number : 99
  await world.call(async () => {
    const { body } = await world.rest.call<Run>('DELETE', `/runs/${id}/listeners/${number}`)
    if (body) world.runs.set(id, body)
  })
  return `${id} ${number}`
}

async function upload(world: World, id: string): Promise<string> {
  const { random } = world
  const bytes = Buffer.alloc(random.pick([0, 1, 1000, 70_000, 2_000_000]), random.int(0, 255))
  const path = `/runs/${id}/upload?name=${encodeURIComponent(nameOf(random) || 'f')}`
  await world.call(() => world.rest.call('PUT', path, bytes, 'application/octet-stream'))
  return `${path} ${bytes.length}`
}

async function files(world: World, id: string): Promise<string> {
  const path = `/runs/${id}/files/${world.random.int(1, 3)}`
  const method = world.random.pick(['GET', 'GET', 'DELETE'])
  await world.call(() => world.rest.call(method, path))
  return `${method} ${path}`
}

async function disconnectByRest(world: World): Promise<string | null> {
  return withParticipant(world, async (run, participant) => {
    const path = `/runs/${run}/participants/${participant}/disconnect`
    await world.call(() => world.rest.call('POST', path, { how: world.random.pick(['fin', 'rst']) }))
    return path
  })
}

async function wrong(world: World): Promise<string> {
  const { method, path, body } = wrongBody(world)
  await world.call(() => world.rest.call(method, path, body))
  return `${method} ${path} ${body.slice(0, 200)}`
}

function page(world: World): string | null {
  if (world.pages.length >= MOST_PAGES) return null
  world.page()
  return ''
}

function comeBack(world: World): string | null {
  const gone = world.pages.filter((one) => !one.open)
  if (gone.length === 0) return null
  const one = world.random.pick(gone)
  one.connect(world.webPort, world.lab.webPort)
  return one.name
}

/** A second connection of a session that is connected: the older one is closed with 4009. */
function takeOver(world: World): Result {
  return withPage(world, (one) => {
    one.connect(world.webPort, world.lab.webPort)
    return one.name
  })
}

function watch(world: World): Result {
  return withPage(world, (one) => {
    const { random } = world
    const live = world.live.map(({ id }) => id)
    const run = random.pick(
      live.length > 0 && random.chance(0.8) ? live : [...world.runs.keys(), world.lab.run, 'none'],
    )
    const seen = world.seen.get(run)?.size ?? 0
    const after = random.pick([undefined, 0, random.int(0, seen + 1), random.chance(0.1) ? 1_000_000 : 0])
    const mode = random.pick(['all', 'latest'] as const)
    one.watch(run, mode, after)
    return `${one.name} ${run} ${mode} ${after}`
  })
}

function unwatch(world: World): Result {
  return withPage(world, (one) => {
    if (one.watched.length === 0) return null
    const run = world.random.pick(one.watched)
    one.unwatch(run)
    return `${one.name} ${run}`
  })
}

function join(world: World): Result {
  return withPage(world, (one) =>
    withRun(world, ({ id: run }) => {
      const name = nameOf(world.random)
      return `${one.name} ${one.ask({ type: 'join', run, name })} ${run} ${name}`
    }),
  )
}

function send(world: World): Result {
  return withOwn(world, (one, run, participant) => {
    const { random } = world
    const bytes = payload(random, 36_000)
    const cuts = random.chance(0.2) && bytes.length > 8 ? [1, 3, random.int(2, bytes.length + 1)] : undefined
    const ref = one.ask({ type: 'send', run, participant, bytes: bytes.toString('base64'), ...(cuts && { cuts }) })
    return `${one.name} ${ref} ${run} ${participant} ${bytes.length} bytes ${cuts?.join() ?? ''}`
  })
}

function close(world: World): Result {
  return withOwn(world, (one, run, participant) => {
    const how = world.random.pick(['half', 'full', 'reset'] as const)
    return `${one.name} ${one.ask({ type: 'close', run, participant, how })} ${run} ${participant} ${how}`
  })
}

function type(world: World): Result {
  return withPage(world, (one) =>
    withRun(world, ({ id: run }) => {
      if (world.random.chance(0.1)) return `${one.name} ${one.ask({ type: 'type-end', run })} ${run} end`
      const bytes = payload(world.random, 20_000).toString('base64')
      return `${one.name} ${one.ask({ type: 'type', run, bytes })} ${run} ${bytes.length}`
    }),
  )
}

function stepper(world: World): Result {
  return withPage(world, (one) =>
    withRun(world, ({ id: run }) => {
      const state = world.random.pick(['running', 'running', 'paused', 'stepping'] as const)
      return `${one.name} ${one.ask({ type: 'set-stepper', run, state })} ${run} ${state}`
    }),
  )
}

function disconnect(world: World): Result {
  return withPage(world, (one) =>
    withParticipant(world, (run, participant) => {
      const how = world.random.pick(['fin', 'rst'] as const)
      return `${one.name} ${one.ask({ type: 'disconnect', run, participant, how })} ${run} ${participant} ${how}`
    }),
  )
}

function again(world: World): Result {
  return withPage(world, (one) => {
    const known = [...one.answered.slice(-20), ...one.waiting]
    if (known.length === 0) return null
    const message = world.random.pick(known)
    one.repeat(message)
    return `${one.name} ${message.ref}`
  })
}

function client(world: World): string | null {
  const listeners = world.listeners(({ transport }) => transport !== 'udp')
  if (world.clients.size >= MOST_CLIENTS || listeners.length === 0) return null
  const listener = world.random.pick(listeners)
  world.client(dial(listener, world.random.chance(0.9)))
  return `${listener.transport} ${listener.path ?? listener.port}`
}

/** @param right by what the listener speaks; else by plain TCP */
function dial({ transport, host, port, path }: Listener, right: boolean) {
  if (path) return connect({ path, allowHalfOpen: true })
  const at = { host: host === '0.0.0.0' ? '127.0.0.1' : host, port, allowHalfOpen: true }
  return transport === 'tls' && right ? connectTls({ ...at, rejectUnauthorized: false }) : connect(at)
}

/** RST, where the socket is one of TCP. */
function reset(socket: ReturnType<typeof dial>): void {
  if (socket.remotePort === undefined || 'encrypted' in socket) socket.destroy()
  else socket.resetAndDestroy()
}

function say(world: World): Result {
  return withClient(world, (one) => {
    const bytes = payload(world.random, world.random.chance(0.05) ? 2_000_000 : 40_000)
    one.write(bytes)
    return `${bytes.length} bytes`
  })
}

function datagram(world: World): string | null {
  const listeners = world.listeners(({ transport, host }) => transport === 'udp' && !host.includes(':'))
  if (listeners.length === 0) return null
  const { port } = world.random.pick(listeners)
  const bytes = payload(world.random, 65_507)
  world.datagrams.send(bytes, port, '127.0.0.1', () => {})
  return `${port} ${bytes.length} bytes`
}

function network({ proxy, random }: World): string {
  const faults = random.pick([
    {},
    {},
    { latencyMs: random.int(1, 80) },
    { slice: random.int(1, 50) },
    { bytesPerSecond: random.int(20_000, 200_000) },
    { resetAfter: random.int(1, 5000) },
    { blackHole: true },
    { halfOpen: true },
  ])
  proxy.set(faults)
  return JSON.stringify(faults)
}

type Result = Promise<string | null> | string | null

function withRun(world: World, act: (run: Run) => Result): Result {
  return world.live.length === 0 ? null : act(world.random.pick(world.live))
}

function withPage(world: World, act: (page: FuzzPage) => Result): Result {
  const open = world.pages.filter((page) => page.open)
  return open.length === 0 ? null : act(world.random.pick(open))
}

/** A page and a participant of its own; now and then one that is not. */
function withOwn(world: World, act: (page: FuzzPage, run: string, participant: number) => Result): Result {
  return withPage(world, (page) => {
    if (world.random.chance(0.05)) return withParticipant(world, (run, participant) => act(page, run, participant))
    const own = [...page.mine.values()]
    if (own.length === 0) return null
    const { run, participant } = world.random.pick(own)
    return act(page, run, participant)
  })
}

function withParticipant(world: World, act: (run: string, participant: number) => Result): Result {
  return withRun(world, ({ id }) => {
    const known = [...(world.participants.get(id) ?? [])]
    return act(id, known.length > 0 ? world.random.pick(known) : world.random.int(1, 4))
  })
}

function withClient(world: World, act: (socket: ReturnType<typeof dial>) => unknown): Result {
  const clients = [...world.clients]
  if (clients.length === 0) return null
  const done = act(world.random.pick(clients))
  return typeof done === 'string' ? done : ''
}

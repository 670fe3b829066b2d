/**
 * What may happen next to a lab, with how likely it is. A step does nothing where its like cannot be done now. Counterpart:
 * `world.ts`, what there is; `inputs.ts`, what is said.
 */
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Listener } from '#shared/protocol/model.ts'
import { withClient, withOwn, withPage, withParticipant, withRun, type Result } from './choices.ts'
import { beShown, access, follow, forget, hand, notice, show, step, voices, wall } from './class-steps.ts'
import { malformed, nameOf, payload } from './inputs.ts'
import { closeListener, disconnectByRest, files, look, openListener, start, stop, upload, wrong } from './rest-steps.ts'
import { freeze, freezeAll, stopAll, takeHome } from './teacher-steps.ts'
import type { World } from './world.ts'

export interface Step {
  readonly name: string
  readonly weight: number
  readonly act: (world: World) => Result
}

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
  { name: 'name', weight: 2, act: name },
  { name: 'again', weight: 3, act: again },
  { name: 'malformed', weight: 3, act: (world) => withPage(world, (one) => malformed(world.random, one)) },
  { name: 'wall', weight: 2, act: wall },
  { name: 'show', weight: 1, act: show },
  { name: 'be shown', weight: 1, act: beShown },
  { name: 'hand', weight: 1, act: hand },
  { name: 'voices', weight: 1, act: voices },
  { name: 'follow', weight: 1, act: follow },
  { name: 'notice', weight: 1, act: notice },
  { name: 'step', weight: 1, act: step },
  { name: 'access', weight: 0.3, act: access },
  { name: 'forget', weight: 0.5, act: forget },
  { name: 'freeze', weight: 2, act: freeze },
  { name: 'take home', weight: 1, act: takeHome },
  { name: 'client', weight: 10, act: client },
  { name: 'say', weight: 20, act: say },
  { name: 'FIN', weight: 3, act: (world) => withClient(world, (one) => one.end()) },
  { name: 'RST', weight: 3, act: (world) => withClient(world, reset) },
  { name: 'read no more', weight: 2, act: (world) => withClient(world, (one) => one.pause()) },
  { name: 'read again', weight: 2, act: (world) => withClient(world, (one) => one.resume()) },
  { name: 'datagram', weight: 4, act: datagram },
  { name: 'network', weight: 2, act: network },
]

/** These are for a lab in which nobody is measured: they stop and freeze everybody. */
export const STEPS_OF_ALL: readonly Step[] = [
  { name: 'freeze all', weight: 2, act: freezeAll },
  { name: 'stop all', weight: 1, act: stopAll },
]

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

function name(world: World): Result {
  return withPage(world, (one) =>
    withParticipant(world, (run, participant) => {
      const name = world.random.pick(['bob', 'Zoé', '', ':51512', '\u202e', 'programme'])
      return `${one.name} ${one.ask({ type: 'name', run, participant, name })} ${run} ${participant} ${name}`
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

/** RST, where the socket is one of TCP. */
function reset(socket: Socket): void {
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

/** @param right by what the listener speaks; else by plain TCP */
function dial({ transport, host, port, path }: Listener, right: boolean) {
  if (path) return connect({ path, allowHalfOpen: true })
  const at = { host: host === '0.0.0.0' ? '127.0.0.1' : host, port, allowHalfOpen: true }
  return transport === 'tls' && right ? connectTls({ ...at, rejectUnauthorized: false }) : connect(at)
}

/**
 * The Fastify app from its parts; it does not listen. Counterparts: `cli/lab-parts.ts`, which builds the parts;
 * `gateway/`, which answers. Invariant: every request, upgrades included, passes the Host and Origin checks first.
 */
import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import helmet from '@fastify/helmet'
import fastifyStatic from '@fastify/static'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import websocket from '@fastify/websocket'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import type { Clock } from '../../core/clock.ts'
import { own } from '../../core/own.ts'
import { LabError, toLabError } from '../../core/errors.ts'
import { boundAnswers, type AnswerOptions } from './answers.ts'
import { StateBroadcast } from '../ws/state-broadcast.ts'
import { fileRoutes, type FileRouteOptions } from './files.ts'
import { unmapped } from '#shared/net/address.ts'
import { isKnownHost, isKnownOrigin, knownHosts } from './hosts.ts'
import { HttpInput } from './input.ts'
import { SocketTableBroadcast } from '../ws/socket-table-broadcast.ts'
import { disconnectRoutes } from './disconnect.ts'
import { listenerRoutes } from './listeners.ts'
import { openApiInfo, runRoutes } from './runs.ts'
import { WEBSOCKETS } from '../ws/input.ts'
import { Sessions } from '../ws/server.ts'
import { Turns } from '../turns/turns.ts'
import type { SocketSampler } from '../../runtime/lab/reader.ts'
import type { Commands } from '../../commands/execute.ts'
import type { LabReader } from '../../runtime/lab/reader.ts'
import type { LabInfo } from '#shared/protocol/messages.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its body may take longer than any other. */
    longBody?: boolean
  }
}

export interface AppParts {
  readonly clock: Clock
  /** To look at; what is to change goes through `commands`. */
  readonly lab: LabReader
  readonly commands: Commands
  /** Looks at the system's socket tables. */
  readonly sampler: SocketSampler
  readonly info: () => LabInfo
  /** The certificate of the lab's authority, as PEM. Rejects with `tls-failed`. */
  readonly authority: () => Promise<string>
  /** Host that the app will listen on: decides by which names it may be called. */
  readonly host: string
  /** Folder of the built page. */
  readonly page: string
  /** Where its log goes, a line at a time. */
  readonly log: { write(line: string): void }
  /** How much of answers may be under way; its own limits by default. */
  readonly answers?: AnswerOptions
}

// Without all three, a request whose headers or body drip in holds a descriptor for minutes.
// Node's own time for requests would end an upload that takes its time: `boundBodies` has the exception.
const TIMEOUTS = {
  headersTimeout: 10_000,
  connectionsCheckingInterval: 2000,
  requestTimeout: 0,
  keepAliveTimeout: 72_000,
}
const BODY_TIMEOUT_MS = 15_000
const UPGRADE_TIMEOUT_MS = 5000

const CSP = {
  'default-src': ["'self'"],
  'connect-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
}
/** The API's documentation page styles itself inline; the lab's own page does not. */
const DOCS_CSP = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"

export async function buildApp({
  clock,
  lab,
  commands,
  sampler,
  info,
  authority,
  host,
  page,
  log,
  answers,
}: AppParts): Promise<FastifyInstance> {
  const turns = new Turns()
  const input = new HttpInput(turns)
  const app = Fastify({
    logger: { level: 'warn', stream: log },
    bodyLimit: 65_536,
    serverFactory: (handler) => input.server(TIMEOUTS, handler),
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true },
    // A property that the API does not know is a mistake to be told of, not to be dropped.
    ajv: { customOptions: { removeAdditional: false } },
  }).withTypeProvider<TypeBoxTypeProvider>()

  own(app.server) // accept(2) failing once, for want of a descriptor for one, ends nothing
  boundAnswers(app, answers)
  const letTakeTime = boundBodies(app)
  guard(app, host)
  const uninspected = boundUpgrades(app)
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const shown = error.validation || (error.statusCode ?? 500) < 500 ? badRequest(error) : toLabError(error)
    // Of who has gone, what was being done for them was given up: that is no failure.
    const gone = request.asker.signal?.aborted && error.name === 'AbortError'
    if (shown.code === 'internal' && !gone) request.log.error(error)
    return reply.code(shown === error ? shown.status : (error.statusCode ?? shown.status)).send(shown.body())
  })

  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: CSP },
    // Both would break a lab that a class reaches over plain HTTP.
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  })
  await app.register(swagger, openApiInfo)
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: DOCS_CSP, logLevel: 'error' })
  await app.register(websocket, {
    // Of the server that it is given only `upgrade` events are listened to.
    options: { ...WEBSOCKETS, server: input.upgrades as Server },
    // Broken frames are the peer's affair: ws has answered with their close code by now.
    errorHandler: (_error, socket) => socket.terminate(),
  })

  const feed = new StateBroadcast(lab)
  const failed = (error: unknown): void => app.log.error(error)
  sampler.onFailed = failed
  const kernel = new SocketTableBroadcast(sampler)
  const sessions = new Sessions({ lab, commands, feed, kernel, turns, info, failed }, clock)
  app.addHook('preClose', async () => {
    sessions.close()
    feed.close()
    kernel.close()
  })
  await app.register(
    async (api) => {
      api.get('/openapi.json', { schema: { hide: true } }, () => app.swagger())
      api.get('/ws', { schema: { hide: true }, websocket: true, config: { answer: 0 } }, (socket, request) => {
        uninspected.inspected(request.raw.socket)
        sessions.accept(socket, request.raw.socket, unmapped(request.ip))
      })
      await api.register(runRoutes, { lab, commands, info })
      await api.register(listenerRoutes, { commands, authority })
      await api.register(disconnectRoutes, { commands })
      await api.register(fileRoutes, { lab, commands, letTakeTime })
    },
    { prefix: '/api' },
  )

  await app.register(fastifyStatic, { root: page, wildcard: false, index: false, maxAge: '365d', immutable: true })
  const sendPage = { maxAge: 0, immutable: false }
  app.get('/', { schema: { hide: true } }, (_, reply) => reply.sendFile('index.html', sendPage))
  app.get('/coach', { schema: { hide: true } }, (_, reply) => reply.sendFile('index.html', sendPage))
  app.get('/runs/*', { schema: { hide: true } }, (_, reply) => reply.sendFile('index.html', sendPage))
  return app
}

/** Host and Origin of every request; `onRequest` runs for upgrades as well, which plain routes can answer too. */
function guard(app: FastifyInstance, host: string): void {
  const hosts = knownHosts(host)
  const shown = (header: string | undefined) => (header ?? '(none)').slice(0, 100)
  app.addHook('onRequest', async (request) => {
    const { port } = app.server.address() as AddressInfo
    const { host: name, origin } = request.headers
    if (!isKnownHost(name, hosts, port)) throw new LabError('forbidden-host', { host: shown(name) })
    if (!isKnownOrigin(origin, hosts, port)) throw new LabError('forbidden-origin', { origin: shown(origin) })
  })
}

/**
 * A body that drips in holds a descriptor for 15 s, and no longer, whatever is answered to it. Gives what lets the route of a
 * file take its time, once it knows that the file is wanted.
 */
function boundBodies(app: FastifyInstance): FileRouteOptions['letTakeTime'] {
  const timers = new WeakMap<IncomingMessage, NodeJS.Timeout>()
  const bound = (raw: IncomingMessage): void => {
    const { socket } = raw
    const timer = setTimeout(() => {
      if (raw.complete || socket.destroyed) return
      socket.write('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n')
      socket.destroySoon()
    }, BODY_TIMEOUT_MS)
    timers.set(raw, timer.unref())
  }
  const free = (raw: IncomingMessage): void => clearTimeout(timers.get(raw))
  app.addHook('onRequest', async ({ raw }) => {
    if (raw.headers['transfer-encoding'] === undefined && (raw.headers['content-length'] ?? '0') === '0') return
    bound(raw)
    raw.once('end', () => free(raw))
  })
  return (raw, may) => (may ? free(raw) : bound(raw))
}

/** An upgrade that no route answers would keep its descriptor for ever: each has 5 s to become a WebSocket. */
function boundUpgrades(app: FastifyInstance): { inspected(socket: Socket): void } {
  const timers = new WeakMap<Socket, NodeJS.Timeout>()
  app.server.prependListener('upgrade', (_: IncomingMessage, socket: Socket) => {
    own(socket) // Node has let go of it by now
    const timer = setTimeout(() => socket.destroy(), UPGRADE_TIMEOUT_MS)
    timers.set(socket, timer)
    socket.once('close', () => clearTimeout(timer))
  })
  return { inspected: (socket) => clearTimeout(timers.get(socket)) }
}

const badRequest = (error: FastifyError): LabError =>
  error instanceof LabError ? error : new LabError('bad-request', { detail: error.message })

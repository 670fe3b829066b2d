/**
 * Builds the Fastify app from its parts; it does not listen. Counterparts: `cli/lab-parts.ts`, which builds the parts;
 * `gateway/`, which answers. Invariant: every request, upgrades included, passes the Host and Origin checks first.
 */
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import helmet from '@fastify/helmet'
import fastifyStatic from '@fastify/static'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import websocket from '@fastify/websocket'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify'
import { ADMISSION_LIMITS, type AdmissionLimits } from '../../admission/limits.ts'
import type { Descriptors } from '../../admission/descriptors.ts'
import type { Clock } from '../../core/clock.ts'
import { own } from '../../core/own.ts'
import { LabError, toLabError } from '../../core/errors.ts'
import { apiRoutes, openApiInfo } from './api.ts'
import { boundAnswers, type AnswerOptions } from './answers.ts'
import { checkBodies } from './bodies.ts'
import { StateBroadcast } from '../ws/state-broadcast.ts'
import { isKnownHost, isKnownOrigin, knownHostsOf } from './hosts.ts'
import { ConnectionPlaces } from './connection-places.ts'
import { HttpInput } from './input.ts'
import { SocketTableBroadcast } from '../ws/socket-table-broadcast.ts'
import { boundBodies, boundUpgrades, TIMEOUTS } from './time-outs.ts'
import { NO_ROLES, type Roles } from './roles.ts'
import { knowPages } from './who.ts'
import { WEBSOCKETS } from '../ws/input.ts'
import { Sessions } from '../ws/server.ts'
import { Turns } from '../turns/turns.ts'
import type { SocketSampler } from '../../runtime/lab/reader.ts'
import type { Commands } from '../../commands/execute.ts'
import type { LabReader } from '../../runtime/lab/reader.ts'
import type { LabInfo } from '#shared/protocol/messages.ts'

export interface AppParts {
  readonly clock: Clock
  /** Read-only; changes go through `commands`. */
  readonly lab: LabReader
  readonly commands: Commands
  /** Looks at the system's socket tables. */
  readonly sampler: SocketSampler
  readonly info: () => LabInfo
  /** The certificate of the lab's authority, as PEM. Rejects with `tls-failed`. */
  readonly authority: () => Promise<string>
  /** Host that the app will listen on: decides which names it answers to. */
  readonly host: string
  /** Folder of the built page. */
  readonly page: string
  /** Gets its log, line by line. */
  readonly log: { write(line: string): void }
  /** Limits of answers under way; the defaults of `answer-room.ts` where absent. */
  readonly answers?: AnswerOptions
  /** Times of Node's own that are not the usual ones; for tests. */
  readonly timeOuts?: Partial<typeof TIMEOUTS>
  /** Of the process: each connection takes some. */
  readonly descriptors: Descriptors
  /** Who is what; all are everybody where absent. */
  readonly roles?: Roles
  /** How many pages are let in; the defaults where absent. */
  readonly limits?: AdmissionLimits
}

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
  timeOuts,
  limits = ADMISSION_LIMITS,
  roles = NO_ROLES,
  descriptors,
}: AppParts): Promise<FastifyInstance> {
  const turns = new Turns()
  const input = new HttpInput(turns, new ConnectionPlaces(descriptors, (line) => app.log.warn(line)))
  const app = Fastify({
    logger: { level: 'warn', stream: log },
    bodyLimit: 65_536,
    serverFactory: (handler) => input.server({ ...TIMEOUTS, ...timeOuts }, handler),
    routerOptions: { ignoreTrailingSlash: true },
    // An unknown property is a mistake to report, not to drop.
    ajv: { customOptions: { removeAdditional: false } },
  }).withTypeProvider<TypeBoxTypeProvider>()

  own(app.server) // accept(2) failing once, for want of a descriptor for one, ends nothing
  boundAnswers(app, clock, answers)
  checkBodies(app)
  const letTakeTime = boundBodies(app, clock)
  guard(app, knownHostsOf(host, clock))
  const upgrades = boundUpgrades(app, clock)
  tellErrors(app)

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
    // The plugin listens only to `upgrade` events of this server.
    options: { ...WEBSOCKETS, server: input.upgrades as Server },
    // Broken frames are the peer's fault: ws has answered with their close code by now.
    errorHandler: (_error, socket) => socket.terminate(),
    // The plugin's own would close every page without a reason before ours could.
    preClose: (done) => done(),
  })

  const states = new StateBroadcast(lab)
  const failed = (error: unknown): void => app.log.error(error)
  sampler.onFailed = failed
  const kernel = new SocketTableBroadcast(sampler)
  const sessions = new Sessions({ lab, commands, states, kernel, turns, info, failed }, clock, limits)
  app.addHook('preClose', async () => {
    await states.last()
    await sessions.close()
    states.close()
    kernel.close()
    input.close()
  })
  knowPages(app, (session) => sessions.whoOf(session), roles)
  await app.register(apiRoutes, {
    prefix: '/api',
    ...{ lab, commands, info, authority, sessions, letTakeTime, upgrades, roles, clock },
  })

  const kept = { maxAge: '365d', immutable: true, preCompressed: true, setHeaders: forFiles }
  await app.register(fastifyStatic, { root: page, wildcard: false, index: false, ...kept })
  const sendPage = { maxAge: 0, immutable: false }
  for (const path of ['/', '/coach', '/runs/*'])
    app.get(path, { schema: { hide: true } }, (_, reply) => reply.sendFile('index.html', sendPage))
  return app
}

/** Of no use but to documents, and a third of a kilobyte for each script. */
const DOCUMENT_HEADERS = [
  'content-security-policy',
  'x-dns-prefetch-control',
  'x-download-options',
  'x-frame-options',
  'x-permitted-cross-domain-policies',
  'x-xss-protection',
]
const forFiles = (reply: FastifyReply, path: string): void => {
  if (/\.(js|css|woff2)(\.(br|gz))?$/.test(path)) for (const name of DOCUMENT_HEADERS) reply.removeHeader(name)
}

/** Every failure is answered with its code; the log has those that the lab did not foresee. */
function tellErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const shown = error.validation || (error.statusCode ?? 500) < 500 ? badRequest(error) : toLabError(error)
    // Work for somebody who has gone was given up: that is no failure.
    const gone = request.asker.signal?.aborted && error.name === 'AbortError'
    if (shown.code === 'internal' && !gone) request.log.error(error)
    return reply.code(shown === error ? shown.status : (error.statusCode ?? shown.status)).send(shown.body())
  })
}

/** Host and Origin of every request; `onRequest` runs for upgrades as well, which plain routes can answer too. */
function guard(app: FastifyInstance, known: () => ReadonlySet<string>): void {
  const shown = (header: string | undefined) => (header ?? '(none)').slice(0, 100)
  app.addHook('onRequest', async (request) => {
    const { port } = app.server.address() as AddressInfo
    const hosts = known()
    const { host: name, origin } = request.headers
    if (!isKnownHost(name, hosts, port)) throw new LabError('forbidden-host', { host: shown(name) })
    if (!isKnownOrigin(origin, hosts, port)) throw new LabError('forbidden-origin', { origin: shown(origin) })
  })
}

const badRequest = (error: FastifyError): LabError =>
  error instanceof LabError ? error : new LabError('bad-request', { detail: error.message })

/**
 * Builds the Fastify app from its parts; it does not listen. Counterparts: `cli/lab-parts.ts`, which builds the parts;
 * `gateway/`, which answers. Invariant: every request, upgrades included, passes the Host and Origin checks first (`guard.ts`).
 */
import type { Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import helmet from '@fastify/helmet'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import websocket from '@fastify/websocket'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyInstance } from 'fastify'
import { ADMISSION_LIMITS, type AdmissionLimits } from '../../admission/limits.ts'
import type { Descriptors } from '../../admission/descriptors.ts'
import type { Clock } from '../../core/clock.ts'
import { own } from '../../core/own.ts'
import { LabError } from '../../core/errors.ts'
import { apiRoutes, openApiInfo } from './api.ts'
import { boundAnswers, type AnswerOptions } from './answers.ts'
import { checkBodies } from './bodies.ts'
import { StateBroadcast } from '../ws/state-broadcast.ts'
import { MAX_BODY, frameworkRefusal, tellErrors } from './told-errors.ts'
import { gatherBodies } from './gather.ts'
import { guardOf } from './guard.ts'
import { knowMethods } from './methods.ts'
import { sendPages } from './pages.ts'
import { refuse, refuseConnection } from './refusals.ts'
import { rawClientsAt } from './raw-clients.ts'
import { ConnectionPlaces } from './connection-places.ts'
import { HttpInput } from './input.ts'
import { SocketTableBroadcast } from '../ws/socket-table-broadcast.ts'
import { boundBodies, boundUpgrades } from './time-outs.ts'
import { NO_ROLES, type Roles } from './roles.ts'
import { knowPages } from './who.ts'
import type { PageIdentity } from './page-server.ts'
import { WEBSOCKETS } from '../ws/input.ts'
import { Sessions } from '../ws/server.ts'
import { Turns } from '../turns/turns.ts'
import { Hands } from '../wall/hands.ts'
import { Follow } from '../wall/follow.ts'
import { Notice } from '../wall/notice.ts'
import { Screen } from '../wall/screen.ts'
import { Wall } from '../wall/wall.ts'
import type { SocketSampler } from '../../runtime/lab/reader.ts'
import type { Commands } from '../../commands/execute.ts'
import type { LabReader } from '../../runtime/lab/reader.ts'
import { unmapped } from '#shared/net/address.ts'
import type { Kept } from '#shared/protocol/kept.ts'
import type { LabInfo } from '#shared/protocol/messages.ts'

export interface AppParts {
  readonly clock: Clock
  /** Read-only; changes go through `commands`. */
  readonly lab: LabReader
  readonly commands: Commands
  /** Looks at the system's socket tables. */
  readonly sampler: SocketSampler
  readonly info: () => LabInfo
  /** What is kept of runs that have ended. */
  readonly kept: () => Promise<Kept>
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
  /** Addresses by which others reach the lab beside its own. */
  readonly publics?: readonly URL[]
  /** What the port shows over TLS; plain HTTP where absent. */
  readonly identity?: PageIdentity | null
  /** Addresses of proxies, whose X-Forwarded-For and -Proto count; nobody's where absent. */
  readonly isProxy?: (address: string) => boolean
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
const SECURITY = {
  contentSecurityPolicy: { useDefaults: false, directives: CSP },
  // Both would break a lab that a class reaches over plain HTTP.
  strictTransportSecurity: false,
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
} as const
/** The API's documentation page styles itself inline; the lab's own page does not. */
const DOCS_CSP = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"

/** The app with all its routes, not listening yet. Rejects where a plugin cannot be registered. */
export async function buildApp({
  clock,
  lab,
  commands,
  sampler,
  info,
  authority,
  kept,
  host,
  page,
  log,
  answers,
  publics = [],
  identity = null,
  isProxy = () => false,
  limits = ADMISSION_LIMITS,
  roles = NO_ROLES,
  descriptors,
}: AppParts): Promise<FastifyInstance> {
  const turns = new Turns()
  const port = (): number => (app.server.address() as AddressInfo).port
  const input = new HttpInput({
    turns,
    clock,
    places: new ConnectionPlaces(descriptors, (line) => app.log.warn(line), isProxy),
    guard: guardOf({ host, port, publics, secure: identity !== null, isProxy, clock }),
    identity,
    prefixes: publics.map(({ pathname }) => pathname.replace(/\/$/, '')).filter((prefix) => prefix !== ''),
    malformed: (detail) => malformed(detail, rawClientsAt(lab)),
  })
  const app = Fastify({
    logger: { level: 'warn', stream: log },
    bodyLimit: MAX_BODY,
    trustProxy: (address: string) => isProxy(unmapped(address)),
    serverFactory: (handler) => input.server({}, handler),
    routerOptions: { ignoreTrailingSlash: true },
    frameworkErrors: (error, request, reply) => refuse(request.raw, reply.raw, frameworkRefusal(error), clock),
    // An unknown property is a mistake to report, not to drop.
    ajv: { customOptions: { removeAdditional: false } },
  }).withTypeProvider<TypeBoxTypeProvider>()

  own(app.server) // accept(2) failing once, for want of a descriptor for one, ends nothing
  boundAnswers(app, clock, answers)
  gatherBodies(app)
  checkBodies(app)
  const letTakeTime = boundBodies(app, clock)
  const upgrades = boundUpgrades(app, clock)
  tellErrors(app, knowMethods(app))

  await app.register(helmet, SECURITY)
  await app.register(swagger, openApiInfo)
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: DOCS_CSP, logLevel: 'error' })
  await takeWebSockets(app, input, clock)

  const states = new StateBroadcast(lab)
  const failed = (error: unknown): void => app.log.error(error)
  sampler.onFailed = failed
  const kernel = new SocketTableBroadcast(sampler)
  const ofClass = classParts(lab, sampler, clock, () => sessions)
  const parts = { lab, commands, states, kernel, turns, ...ofClass, info, failed }
  const sessions: Sessions = new Sessions(parts, clock, limits)
  app.addHook('preClose', async () => {
    await states.last()
    await sessions.close()
    for (const part of [states, kernel, ofClass.wall, input]) part.close()
  })
  knowPages(app, (session) => sessions.whoOf(session), roles)
  await app.register(apiRoutes, {
    prefix: '/api',
    ...{ lab, commands, info, authority, sessions, letTakeTime, upgrades, roles, clock, kept },
  })

  await sendPages(app, page)
  return app
}

/** @param sessions who there is, once it is asked */
function classParts(lab: LabReader, sampler: SocketSampler, clock: Clock, sessions: () => Sessions) {
  const wall = new Wall(lab, sampler, clock, () => sessions().people())
  const screen = new Screen({ find: (number) => wall.showable(number), pages: () => sessions().pages() })
  const hands = new Hands(clock, () => sessions().pages())
  const notice = new Notice(clock, () => sessions().pages())
  const follow = new Follow(() => sessions().pages())
  return { wall, screen, hands, notice, follow, students: () => sessions().students() }
}

async function takeWebSockets(app: FastifyInstance, input: HttpInput, clock: Clock): Promise<void> {
  await app.register(websocket, {
    // The plugin listens only to `upgrade` events of this server.
    options: { ...WEBSOCKETS, server: input.upgrades as Server },
    // Broken frames are the peer's fault: ws has answered with their close code by now.
    errorHandler: (_error, socket) => socket.terminate(),
    // The plugin's own would close every page without a reason before ours could.
    preClose: (done) => done(),
  })
  app.websocketServer.on('wsClientError', (error: Error, socket: Socket) => {
    const refusal = new LabError('bad-request', { detail: error.message })
    refuseConnection(socket, refusal, clock, { 'sec-websocket-version': '13' })
  })
}

const malformed = (detail: string, where: string): LabError =>
  where === '' ? new LabError('malformed-request', { detail }) : new LabError('raw-client-at-page', { detail, where })

/**
 * The only place that builds adapters and ties them: journal, transports, lab, app. Nothing half started is left
 * behind: when a step fails, those before it are undone. Counterpart: `run.ts`, which needs neither disk nor page.
 */
import { existsSync, readFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { Server as TlsServer } from 'node:tls'
import { fileURLToPath } from 'node:url'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { buildApp, type AppParts } from '../gateway/http/app.ts'
import { Descriptors } from '../admission/descriptors.ts'
import { Roles } from '../gateway/http/roles.ts'
import { teacherSecretIn } from './teacher-secret.ts'
import { lockKeeper, wasLocked } from './kept-lock.ts'
import { closeToOthers } from './data-folder.ts'
import { securedPage } from './page-identity.ts'
import type { Config } from './config.ts'
import { DRAIN_MS, Ending } from './ending.ts'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Commands } from '../commands/execute.ts'
import { Access, type AccessReader } from '../commands/access.ts'
import { POLICY } from '../commands/policy.ts'
import { systemClock } from '../core/system-clock.ts'
import { reachableAt, tcpEndpoint } from '../endpoints/tcp.ts'
import { udpEndpoint } from '../endpoints/udp.ts'
import { identityIn } from '../endpoints/authority.ts'
import { tlsEndpoint } from '../endpoints/tls.ts'
import { unixEndpoint } from '../endpoints/unix.ts'
import { BACKLOG } from '#shared/model/constants.ts'
import { NameLookups } from '../endpoints/name-lookups.ts'
import { isOneOf, targetPolicy, type Carrier } from '../endpoints/target-policy.ts'
import { hostPort, type SocketAddress } from '#shared/net/address.ts'
import { LabError } from '../core/errors.ts'
import { DiskFiles } from '../files/store.ts'
import { deleteCopies } from '../journal/sqlite/old-copies.ts'
import { openSqliteJournal } from '../journal/sqlite/journal.ts'
import { connectionLimit } from '../kernel/descriptors.ts'
import { holderOf, labOn } from '../kernel/port-holder.ts'
import { dropsOf, socketTables } from '../kernel/sockets.ts'
import { Keeping } from '../runtime/lab/keeping.ts'
import { Lab } from '../runtime/lab/lab.ts'
import type { LabParts } from '../runtime/lab/parts.ts'
import { SocketSampler } from '../runtime/lab/socket-sampler.ts'
import { portTaken } from '../runtime/listeners/port-taken.ts'
import { DEFAULT_LIMITS } from '../runtime/run/limits.ts'
import { describePrograms } from '#programs/registry.ts'
import { traitsOf } from '#programs/traits.ts'
import type { LabInfo } from '#shared/protocol/messages.ts'
import { isIpv6 } from '#shared/net/address.ts'
import type { Listener, Run } from '#shared/protocol/model.ts'

export interface Started {
  /** URLs of the page: first its own, the most useful one before the others, then those of `--public`. */
  readonly urls: string[]
  readonly run: Run | null
  /** What the teacher's link holds; null where roles are off. */
  readonly teacher: string | null
  readonly access: AccessReader
  /** The file with the certificate of the lab's authority, once a TLS listener has been opened. */
  readonly authority: string
  /** Where a damaged journal was set aside, null when it was whole. */
  readonly setAside: string | null
  /** Runs of the journal that cannot be read any more. */
  readonly damaged: readonly string[]
  /** Where other users of the machine may look at what is kept. */
  readonly open: readonly string[]
  readonly log: FastifyBaseLogger
  /** Resolves when all that was recorded so far is kept. */
  flush(): Promise<void>
  /** Drains: no new connection, every queue sent, the journal committed. Takes 10 s at most. */
  stop(): Promise<void>
}

export const version: string = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version

/** The built page. */
const PAGE = fileURLToPath(new URL('../../dist/web', import.meta.url))
export const pageIsBuilt = (folder = PAGE): boolean => existsSync(join(folder, 'index.html'))

/**
 * Throws LabError or the journal's own error, each with one line that says what to do.
 * @param log where the lab's log goes, a line at a time
 */
export async function start(config: Config, log: AppParts['log']): Promise<Started> {
  const ending = new Ending(systemClock)
  const stop = () => ending.begin()
  try {
    const passedOver = 'passed over a participant that the journal cannot tell any more'
    const { journal, setAside } = await openSqliteJournal({
      folder: config.data,
      // Nobody reads of participants before there is a page.
      damaged: (run, participant) => app.log.warn({ run, participant }, passedOver),
    })
    ending.add('journal', () => journal.close())

    const descriptors = new Descriptors(connectionLimit())
    const { fileQuota: quota, diskReserve: reserve } = DEFAULT_LIMITS
    const files = new DiskFiles({ root: join(config.data, 'files'), quota, reserve }, descriptors)
    ending.add('files', () => files.close())

    let pageAt: SocketAddress | null = null
    const identity = identityIn({ folder: join(config.data, 'tls') })
    const tables = socketTables(BACKLOG)
    const damaged: string[] = []
    const lab = await openLab(config, {
      journal,
      damaged: (run) => damaged.push(run),
      // No run is there before there is a page.
      failed: (error) => app.log.error(error),
      ...{ files, identity, descriptors, tables, pageAt: () => pageAt },
    })
    const keeping = keepingOf(config, { journal, files, lab, log: () => app.log })
    ending.add('files', () => keeping.end())
    const sampler = new SocketSampler(lab, tables)
    ending.add('pages', async () => sampler.close())

    const urls: string[] = []
    const publics = config.publics.map(({ href }) => href)
    // Those that others can use come first.
    const info = labInfo(() => [...publics, ...urls], config)
    const teacher = await teacherOf(config)
    const secured = await securedPage(config, identity)
    const access = await accessOf(teacher, config, (error) => app.log.error(error))
    const app = await buildApp({
      clock: systemClock,
      lab,
      commands: new Commands(lab, POLICY, config.limits, { proxied: publics.length > 0, access }),
      limits: config.limits,
      roles: new Roles(config.newcomers, teacher),
      sampler,
      info,
      kept: () => keeping.figures(),
      authority: async () => (await identity()).authority,
      ...{ host: config.host, publics: config.publics, isProxy: isOneOf(config.proxies) },
      identity: secured?.identity ?? null,
      ...{ page: PAGE, log, descriptors },
    })
    ending.add('pages', () => app.close())
    // Before the pages, which see how the runs end.
    ending.add('runs', () => lab.stopAll(DRAIN_MS))
    urls.push(...(await listen(app, config)))
    keeping.begin()
    if (secured) ending.add('pages', secured.renew(app.server as unknown as TlsServer))
    const { address, port } = app.server.address() as AddressInfo
    pageAt = { host: address, port }

    return {
      urls: [...urls, ...publics],
      run: await firstRun(lab, config),
      teacher: teacher?.secret ?? null,
      authority: join(config.data, 'tls', 'socket-lab-ca.crt'),
      ...{ access, setAside, damaged, open: closeToOthers(config.data) },
      log: app.log,
      flush: () => journal.flush(),
      stop,
    }
  } catch (error) {
    await stop().catch(() => {}) // what failed first is what is told
    throw error
  }
}

/** What pages are told of this process. */
function labInfo(urls: () => string[], { host }: Config): () => LabInfo {
  const boot = randomUUID()
  return () => ({ version, boot, urls: urls(), host, programs: describePrograms() })
}

/** Who may come in; the lock is as it was when the lab ended. @param failed told where it could not be kept */
async function accessOf(
  teacher: Awaited<ReturnType<typeof teacherOf>>,
  { data, pin }: Config,
  failed: (error: unknown) => void,
): Promise<Access> {
  if (teacher === null) return new Access(null)
  const locked = await wasLocked(data)
  const access = new Access({ clock: systemClock, key: teacher.secret, wantsPin: pin, locked })
  const keep = lockKeeper(data, failed)
  let kept = locked
  access.onChange(() => {
    if (access.locked !== kept) void keep((kept = access.locked))
  })
  return access
}

const teacherOf = async ({ newcomers, data, newTeacherLink }: Config) =>
  newcomers === 'everybody' ? null : teacherSecretIn(data, newTeacherLink)

/** What is kept for how long. Deletes nothing before it begins. */
const keepingOf = (
  { keep, data }: Config,
  { lab, log, ...parts }: Pick<LabParts, 'journal' | 'files'> & { lab: Lab; log: () => FastifyBaseLogger },
): Keeping =>
  new Keeping({
    ...{ ...parts, clock: systemClock, limits: keep, afterwards: lab.afterwards, running: () => lab.running },
    copies: (before) => deleteCopies(data, before),
    told: (deleted) => log().warn(deleted, 'deleted what is kept no longer'),
    failed: (error) => log().error(error, 'what is kept no longer could not be deleted'),
  })

/** The run that the lab begins with. */
async function firstRun(lab: Lab, { program, port, listen }: Config): Promise<Run | null> {
  if (program === 'none') return null
  const transport = traitsOf(program).carrier === 'datagram' ? 'udp' : 'tcp'
  return lab.start({ program, listen: [{ transport, port }, ...listen] })
}

/** What the lab is given that others are given too. */
type Common = Pick<LabParts, 'journal' | 'damaged' | 'failed' | 'files' | 'descriptors' | 'tables' | 'pageAt'> & {
  readonly identity: ReturnType<typeof identityIn>
}

/** Whether who sends this to an address reaches the listener: another program may have its port at another address, or for the other carrier. */
const isAt = (one: Listener, address: string, port: number, carrier: Carrier): boolean =>
  one.port === port &&
  one.transport !== 'unix' &&
  (one.transport === 'udp') === (carrier === 'datagram') &&
  (one.host === address ||
    (one.host === '0.0.0.0' && !isIpv6(address)) ||
    (one.host === '::' && (isIpv6(address) || !one.ipv6Only)))

/** The lab on its transports. */
async function openLab(
  { host, ports, allowTargets: allow, webPort: asked, limits, idleRun }: Config,
  { identity, ...common }: Common,
): Promise<Lab> {
  const { descriptors } = common
  const names = new NameLookups()
  const isRun = (address: string, port: number, carrier: Carrier): boolean =>
    lab
      ?.views()
      .some(
        ({ state, listeners }) => state === 'running' && listeners.some((one) => isAt(one, address, port, carrier)),
      ) ?? false
  const webPort = () => common.pageAt()?.port ?? asked
  let lab: Lab | null = null
  return (lab = await Lab.open({
    ...common,
    clock: systemClock,
    limits: { ...DEFAULT_LIMITS, ...limits, idleRunMinutes: idleRun },
    endpoints: {
      tcp: tcpEndpoint({ descriptors }),
      tls: tlsEndpoint({ descriptors, identity }),
      unix: unixEndpoint({ descriptors }),
    },
    datagrams: udpEndpoint({ descriptors }),
    dropsOf,
    socketFolder: tmpdir(),
    endOfTurn: setImmediate,
    host,
    ports,
    bindAddressOf: (name, asker) => names.bindAddressOf(name, asker),
    resolveTarget: targetPolicy({ allow, names, webPort, isRun }),
    holderOf,
    labOn,
  }))
}

async function listen(app: FastifyInstance, { host, webPort, tls }: Config): Promise<string[]> {
  try {
    // Of localhost the app takes both families.
    const address = host === 'localhost' ? host : await new NameLookups().bindAddressOf(host)
    await app.listen({ host: address, port: webPort })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') {
      const inUse = new LabError('port-in-use', { host, port: webPort, holder: '' }, error)
      throw portTaken({ runs: () => [], pageAt: () => null, holderOf, labOn })(inUse, 'tcp', [])
    }
    if (code === 'EACCES') throw new LabError('port-denied', { host, port: webPort }, error)
    throw new LabError('address-unavailable', { host }, error)
  }
  const { address, port } = app.server.address() as AddressInfo
  return reachableAt(address).map((name) => `${tls === null ? 'http' : 'https'}://${hostPort(name, port)}`)
}

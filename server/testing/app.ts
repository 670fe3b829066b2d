/** The whole server of a lab in memory on a free port, and a browser tab's side of the WebSocket, for tests. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AddressInfo, Server } from 'node:net'
import { WebSocket } from 'ws'
import { buildApp } from '../gateway/http/app.ts'
import { Commands } from '../commands/execute.ts'
import type { Access } from '../commands/access.ts'
import { POLICY } from '../commands/policy.ts'
import type { Clock } from '../core/clock.ts'
import { systemClock } from '../core/system-clock.ts'
import type { AnswerOptions } from '../gateway/http/answers.ts'
import type { PageIdentity } from '../gateway/http/page-server.ts'
import type { Roles } from '../gateway/http/roles.ts'
import type { Journal } from '../journal/port.ts'
import { BACKLOG } from '#shared/model/constants.ts'
import { socketTables } from '../kernel/sockets.ts'
import type { SocketTables } from '../kernel/port.ts'
import { DEFAULT_LIMITS, type Limits } from '../runtime/run/limits.ts'
import { describePrograms } from '#programs/registry.ts'
import type { ClientMessage, ServerMessage } from '#shared/protocol/messages.ts'
import { SocketSampler } from '../runtime/lab/socket-sampler.ts'
import { Keeping } from '../runtime/lab/keeping.ts'
import { openLab } from './lab.ts'
import { until } from './raw-client.ts'

export interface AppOptions {
  /** Of the lab and of its sessions. */
  readonly clock?: Clock
  readonly answers?: AnswerOptions
  readonly journal?: Journal
  readonly publics?: readonly URL[]
  readonly roles?: Roles
  /** Of the page's port; plain HTTP where absent. */
  readonly identity?: PageIdentity
  readonly isProxy?: (address: string) => boolean
  readonly host?: string
  readonly access?: Access
}

export async function openApp(
  limits: Partial<Limits> = {},
  tables: SocketTables = socketTables(BACKLOG),
  {
    clock = systemClock,
    answers,
    journal,
    publics,
    roles,
    access,
    identity: shown,
    isProxy,
    host = '127.0.0.1',
  }: AppOptions = {},
) {
  let listening: Server | null = null
  const pageAt = () => {
    const at = listening?.address() as AddressInfo | null | undefined
    return at ? { host: at.address, port: at.port } : null
  }
  const all = { ...DEFAULT_LIMITS, ...limits }
  const { lab, identity, descriptors, close } = await openLab(limits, { clock, pageAt, ...(journal && { journal }) })
  const keeping = new Keeping({
    ...{ clock, limits: { days: 30, bytes: 0 }, afterwards: lab.afterwards, journal: lab.journal },
    ...{ running: () => lab.running, files: { used: async () => 0 }, copies: () => [] },
    ...{ told() {}, failed() {} },
  })
  const sampler = new SocketSampler(lab, tables)
  const page = await mkdtemp(join(tmpdir(), 'socket-lab-page-'))
  await writeFile(join(page, 'index.html'), '<!doctype html><title>Socket Lab</title>')
  await writeFile(join(page, 'part.js'), 'export {}')
  const info = () => ({ version: '0', boot: 'b', urls: [], host: '127.0.0.1', programs: describePrograms() })
  const app = await buildApp({
    clock,
    lab,
    commands: new Commands(lab, POLICY, all, { ...(access && { access }) }),
    limits: all,
    descriptors,
    sampler,
    info,
    kept: () => keeping.figures(),
    authority: async () => (await identity()).authority,
    host,
    page,
    log: process.stderr,
    ...(roles && { roles }),
    ...(answers && { answers }),
    ...(publics && { publics }),
    ...(shown && { identity: shown }),
    ...(isProxy && { isProxy }),
  })
  await app.listen({ host, port: 0 })
  listening = app.server
  const { port } = app.server.address() as AddressInfo
  return {
    lab,
    app,
    port,
    url: `http://127.0.0.1:${port}`,
    tab: (session?: string) => Tab.open(port, session),
    async close() {
      await app.close()
      sampler.close()
      await close()
      await rm(page, { recursive: true })
    },
  }
}

type Of<T extends ServerMessage['type']> = Extract<ServerMessage, { type: T }>

/** One browser tab, by its WebSocket. */
export class Tab {
  readonly socket: WebSocket
  readonly messages: ServerMessage[] = []
  closed: number | null = null
  #ref = 0

  constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', (data: Buffer) => this.messages.push(JSON.parse(data.toString()) as ServerMessage))
    socket.on('close', (code) => (this.closed = code))
    socket.on('error', () => {})
  }

  /**
   * @param lab the lab's own port, where another one leads to it
   * @param localAddress the one it comes from
   * @param turnedAway gets the reason of its close
   * @throws where it is refused
   */
  static async open(
    port: number,
    session?: string,
    lab = port,
    localAddress = '127.0.0.1',
    teacher?: string,
    browser?: string,
    turnedAway: (reason: string) => void = () => {},
  ): Promise<Tab> {
    const headers = { host: `127.0.0.1:${lab}` }
    const tab = new Tab(new WebSocket(`ws://127.0.0.1:${port}/api/ws`, { headers, localAddress }))
    tab.socket.on('close', (_, reason) => turnedAway(reason.toString()))
    await until(
      'an open socket',
      () => tab.socket.readyState,
      (state) => state !== WebSocket.CONNECTING,
    )
    if (tab.socket.readyState === WebSocket.OPEN)
      tab.send({
        type: 'hello',
        protocol: 2,
        ...(session && { session }),
        ...(teacher && { teacher }),
        ...(browser && { browser }),
      })
    await until(
      'a welcome',
      () => [tab.closed, ...tab.messages.map((one) => one.type)],
      ([closed]) => closed !== null || tab.all('welcome').length > 0,
    )
    if (tab.closed !== null) throw new Error(`refused: ${tab.closed}`)
    return tab
  }

  send(message: ClientMessage): void {
    this.socket.send(JSON.stringify(message))
  }

  all<T extends ServerMessage['type']>(type: T): Of<T>[] {
    return this.messages.filter((message): message is Of<T> => message.type === type)
  }

  async receives<T extends ServerMessage['type']>(
    type: T,
    fits: (message: Of<T>) => boolean = () => true,
  ): Promise<Of<T>> {
    await until(
      `a ${type} message`,
      () => this.messages.map((one) => one.type),
      () => this.all(type).some(fits),
    )
    return this.all(type).find(fits)!
  }

  /** Events received so far, in the order of their coming. */
  get events() {
    return this.all('events').flatMap((message) => message.events)
  }

  async join(run: string, name: string): Promise<number> {
    const ref = ++this.#ref
    this.send({ type: 'join', ref, run, name })
    return (await this.receives('joined', (message) => message.ref === ref)).mine.participant
  }

  async say(run: string, participant: number, text: string, ref = ++this.#ref): Promise<void> {
    this.#ref = Math.max(this.#ref, ref)
    this.send({ type: 'send', ref, run, participant, bytes: Buffer.from(text).toString('base64') })
    await this.receives('done', (message) => message.ref === ref)
  }
}

/**
 * A run without connections: its program sends and receives datagrams on real sockets. Counterparts:
 * `runtime/streams/stream-run.ts`, the same for streams; `endpoints/datagram-port.ts`; `peers.ts`.
 * Invariants: one datagram is one event, recorded once recvfrom or sendto has returned; it sends one datagram at a
 * time.
 */
import type { SocketAddress } from '#shared/net/address.ts'
import type { DatagramEndpoint, DatagramSocket } from '../../endpoints/datagram-port.ts'
import { limitParams } from '../../admission/limits.ts'
import { LabError } from '../../core/errors.ts'
import type { RunRecord } from '../../journal/port.ts'
import type { By } from '#shared/protocol/by.ts'
import type { CloseReason } from '#shared/protocol/close-reason.ts'
import type { Participant } from '#shared/protocol/model.ts'
import { DatagramPeers, type DatagramPeer, type Newcomer } from './peers.ts'
import { PROGRAM } from '#shared/model/constants.ts'
import { joinByDatagrams } from './web-participants.ts'
import { DatagramReadGate } from './read-gate.ts'
import { KernelDrops } from './kernel-drops.ts'
import type { DatagramEffect } from '#programs/common/program.ts'
import { Interpreter, type Outer } from '../run/interpreter.ts'
import { RunShell, type ShellParts } from '../run/shell.ts'
import { RateLimit } from './rate-limit.ts'
import type { RunSockets } from '../../kernel/run-sockets.ts'
import type { WebParticipant } from '../run/web-participant.ts'

export interface DatagramRunParts extends ShellParts {
  readonly endpoint: DatagramEndpoint
  /** Datagrams that the kernel has dropped at this socket; null where the system does not tell. */
  readonly dropsOf: (local: SocketAddress) => Promise<number | null>
  /** Who started it; undefined where the lab did. */
  readonly by: By | undefined
  /** Where the program sends to, and whether its socket is connected; null where it listens. */
  readonly target: { readonly address: SocketAddress; readonly connected: boolean } | null
}

/** How long until the next look at a journal that was behind. */
const LOOK_AGAIN_MS = 20

export class DatagramRun extends RunShell {
  /** Always null: the program waits for a datagram from anybody, so nobody is known to be at the other end. */
  readonly waitsFor = null
  readonly transfers = null
  readonly stepperControl = null
  readonly disconnecting = null
  readonly voices = null
  protected readonly interpreter: Interpreter<DatagramEffect>
  readonly #sockets: readonly DatagramSocket[]
  readonly #parts: DatagramRunParts
  readonly #peers: DatagramPeers
  readonly #drops: KernelDrops
  readonly #readGate: DatagramReadGate
  readonly #rateLimit: RateLimit
  /** Sockets of browsers, with a callback that ends each with the run. */
  readonly #web = new Map<DatagramSocket, () => void>()

  constructor(record: RunRecord, sockets: readonly DatagramSocket[], parts: DatagramRunParts) {
    super(record, parts)
    const { clock, limits } = parts
    this.#sockets = sockets
    this.#parts = parts
    this.#readGate = new DatagramReadGate(sockets, () => this.recorder.lastSeq - this.recorder.committed)
    this.#rateLimit = new RateLimit(clock, limits.datagramsPerSecond)
    this.#peers = new DatagramPeers(limits.participants)
    this.interpreter = new Interpreter<DatagramEffect>(record.program, record.options, (effect) =>
      this.#perform(effect),
    )
    const listeners = sockets.map((socket, index) => ({ number: index + 1, ...parts.endpoint.listenerOf(socket) }))
    this.#drops = new KernelDrops(clock, listeners, parts.dropsOf, (listener, count, total) => {
      this.recorder.record('kernel-drops', PROGRAM, { count, total, listener })
      this.turn()
    })
    for (const socket of sockets) {
      socket.handle({
        received: (bytes, from) => this.#received(socket, bytes, from),
        failed: (errno) => this.#failed(errno),
      })
    }
    this.recorder.record('run-started', PROGRAM, {
      program: record.program,
      options: record.options,
      ...(parts.by && { by: parts.by }),
    })
    for (const [index, listener] of record.listeners.entries()) {
      this.recorder.record('listening', PROGRAM, { listener, receiveBuffer: sockets[index]!.receiveBuffer })
    }
    this.recorder.slept()
    this.touch()
  }

  override get deadlock(): null {
    return null
  }
  override set deadlock(_: string | null) {}

  protected get present(): number {
    return this.#peers.size
  }

  participants(): Participant[] {
    return this.#peers.views()
  }

  here(): Participant[] {
    return [...this.#peers].map((one) => one.view())
  }

  sockets(): RunSockets {
    const open = this.record.state === 'stopped' ? [] : this.#sockets
    return {
      listeners: open.map(({ local, receiveBuffer }) => ({ ...local, transport: 'udp', buffer: receiveBuffer })),
      paths: [],
      ends: [...this.#peers].map((one) => one.ends()),
    }
  }

  protected get namesTaken(): string[] {
    return [...this.#peers].flatMap(({ web, given, name }) => (web || given !== null ? [name] : []))
  }

  protected nameable(participant: number): DatagramPeer | undefined {
    return this.#peers.get(participant)
  }

  async join(rawName: string, by?: By): Promise<WebParticipant> {
    const [listener] = this.#sockets
    this.mustTake()
    if (this.#parts.target || !listener) throw new LabError('not-joinable', { run: this.id })
    if (this.#peers.size >= this.#parts.limits.participants && !this.#peers.excess) {
      throw new LabError('too-many-participants', {
        run: this.id,
        ...limitParams('participants', this.#parts.limits),
      })
    }
    return joinByDatagrams(rawName, {
      run: this.id,
      endpoint: this.#parts.endpoint,
      listener: listener.local,
      nameFor: (raw) => this.nameFor(raw),
      opened: (socket, webName, over) => {
        if (!this.running) return null
        this.#web.set(socket, over)
        // Somebody sent from this port before.
        const earlier = this.#peers.heard(socket.local)
        if (earlier) this.#forget(earlier, 'forgotten')
        return this.#meet(
          { remote: socket.local, socket: listener, webName, target: false },
          by && { name: webName, ...by },
        ).id
      },
      left: (socket, id) => {
        this.#web.delete(socket)
        const one = this.#peers.get(id)
        if (one) this.#forget(one, 'finished')
      },
    })
  }

  protected pauseReading(reason: 'trouble' | 'journal-behind' | 'freeze', on: boolean): void {
    this.#readGate.hold(reason, on)
  }

  /** There is nothing to drain: a datagram is out, or it is not. */
  cutOff(): void {}

  protected async windDown(): Promise<void> {
    this.#readGate.hold('stopping', true)
    await this.#drops.close()
    for (const one of [...this.#peers]) this.#forget(one, 'run-stopped')
    for (const over of this.#web.values()) over()
    await Promise.all([...this.#sockets, ...this.#web.keys()].map((socket) => socket.close()))
  }

  #tell(input: Parameters<Interpreter['tell']>[0]): void {
    if (this.interpreter.tell(input)) this.touch()
  }

  #perform(effect: Outer<DatagramEffect>): void {
    switch (effect.type) {
      case 'connect':
        return this.#reach()
      case 'receive':
        return this.#readGate.begin()
      case 'print': {
        const { from, bytes, cut } = effect
        this.recorder.record('datagram', from, { to: 'console', cut }, bytes)
        return
      }
      case 'send':
        return void this.#send(effect.to === null ? undefined : this.#peers.get(effect.to), effect.bytes)
      case 'exit':
        return this.#parts.exited(this.id)
    }
  }

  #reach(): void {
    const { target } = this.#parts
    const [socket] = this.#sockets
    if (!target || !socket) return
    const one = this.#meet({ remote: target.address, socket, webName: null, target: true })
    this.#tell({ type: 'reached', who: one.id })
  }

  /** Adds somebody new, known by the address alone. @param by whose page brought it in */
  #meet(newcomer: Newcomer, by?: By): DatagramPeer {
    const { excess } = this.#peers
    if (excess) this.#forget(excess, 'forgotten')
    const one = this.#peers.add(newcomer)
    const { id, name, web, address, target } = one
    const detail = {
      name,
      via: 'udp',
      web,
      address,
      accepted: true,
      ...(target && { outgoing: true }),
      ...(by && { by }),
    } as const
    one.joinedSeq = this.recorder.record('connected', id, detail).seq
    this.#parts.journal.saveParticipant(this.id, one.view())
    this.touch()
    this.turn()
    return one
  }

  #forget(one: DatagramPeer, reason: CloseReason): void {
    one.leftSeq = this.recorder.record('closed', one.id, { reason, unsent: 0 }).seq
    this.#peers.remove(one)
    this.#parts.journal.saveParticipant(this.id, one.view())
    this.#tell({ type: 'gone', who: one.id })
    this.touch()
    this.turn()
  }

  #received(socket: DatagramSocket, bytes: Uint8Array, from: SocketAddress): void {
    this.#readGate.came(bytes.length)
    const one = this.#peers.heard(from) ?? this.#meet({ remote: from, socket, webName: null, target: false })
    one.sent.bytes += bytes.length
    one.sent.lines++
    this.#tell({ type: 'datagram', who: one.id, bytes })
    this.#drops.look()
    this.touch()
    this.turn()
  }

  async #send(to: DatagramPeer | undefined, bytes: Uint8Array): Promise<void> {
    const connected = this.#parts.target?.connected === true
    const errno = to ? await to.socket.send(bytes, connected ? null : to.remote) : null
    if (!this.running) return
    this.recorder.record('datagram', PROGRAM, { to: to ? [to.id] : [], cut: 0, ...(errno && { errno }) }, bytes)
    if (to && errno === null) {
      to.received.bytes += bytes.length
      to.received.lines++
    }
    this.#rateLimit.after(() => {
      this.#tell({ type: 'datagram-sent' })
      this.turn()
    })
    this.touch()
    this.turn()
  }

  /** ICMP answered a datagram: nobody listens there. The program of the sheet goes on. */
  #failed(errno: string): void {
    if (!this.running || !this.#parts.target) return
    const { host, port } = this.#parts.target.address
    this.recorder.record('unreached', PROGRAM, { host, port, errno, via: 'udp' })
    this.turn()
  }

  protected turnOver(): void {
    this.recorder.slept()
    // The journal takes its time: another look at once would keep a processor busy.
    if (this.#readGate.turnOver()) this.#parts.clock.after(LOOK_AGAIN_MS, this.turn)
  }
}

/**
 * A started scenario without connections: its program sends and receives datagrams on real sockets. Counterparts: `runtime/streams/stream-run.ts`, the
 * same for streams; `endpoints/datagram-port.ts`; `peers.ts`.
 * Invariants: one datagram is one event, recorded when recvfrom or sendto has returned; one datagram is on its way out at a time.
 */
import type { Clock } from '../../core/clock.ts'
import type { DatagramEndpoint, DatagramSocket, Place } from '../../endpoints/datagram-port.ts'
import { LabError } from '../../core/errors.ts'
import type { Journal, RunRecord } from '../../journal/port.ts'
import type { ErrorCode } from '#shared/errors/codes.ts'
import type { CloseReason } from '#shared/protocol/events.ts'
import { PROGRAM } from '#shared/model/constants.ts'
import type { Participant, Run as RunView } from '#shared/protocol/model.ts'
import type { LiveState } from '#shared/protocol/program.ts'
import { Correspondents, type Correspondent, type Newcomer } from './peers.ts'
import { joinByDatagrams } from './web-participants.ts'
import { DatagramReading } from './read-gate.ts'
import { Drops } from './kernel-drops.ts'
import type { Limits } from '../run/limits.ts'
import { Program, type OuterEffect } from '../run/interpreter.ts'
import { Recorder } from '../run/recorder.ts'
import { SendRate } from './rate-limit.ts'
import type { RunSockets } from '../../kernel/run-sockets.ts'
import type { WebParticipant } from '../run/web-participant.ts'

export interface DatagramRunParts {
  readonly clock: Clock
  readonly journal: Journal
  readonly limits: Limits
  readonly endpoint: DatagramEndpoint
  readonly endOfTurn: (callback: () => void) => void
  readonly changed: (run: DatagramRun) => void
  readonly exited: (run: DatagramRun) => void
  /** Datagrams that the kernel has dropped of those for this socket; null where it does not tell. */
  readonly dropsOf: (local: Place) => Promise<number | null>
  /** Where the program sends to, and whether its socket is connected; null where it listens. */
  readonly target: { readonly place: Place; readonly connected: boolean } | null
}

/** How long until a journal that was behind is looked at again. */
const LOOK_AGAIN_MS = 20

export class DatagramRun {
  readonly id: string
  readonly recorder: Recorder
  readonly waitsFor = null
  readonly transfers = null
  readonly pacing = null
  readonly disconnecting = null
  readonly #record: RunRecord
  readonly #sockets: readonly DatagramSocket[]
  readonly #parts: DatagramRunParts
  readonly #people: Correspondents
  readonly #program: Program
  readonly #drops: Drops
  readonly #reading: DatagramReading
  readonly #rate: SendRate
  /** Sockets of browsers, with what tells them that the run is over. */
  readonly #web = new Map<DatagramSocket, () => void>()
  #turnOpen = false
  #trouble: ErrorCode | null = null
  #stopped: Promise<void> | null = null

  constructor(record: RunRecord, sockets: readonly DatagramSocket[], parts: DatagramRunParts) {
    const { clock, journal, limits } = parts
    this.id = record.id
    this.#record = record
    this.#sockets = sockets
    this.#parts = parts
    this.recorder = new Recorder(clock, journal, this.id)
    this.#reading = new DatagramReading(sockets, () => this.recorder.lastSeq - this.recorder.committed)
    this.#rate = new SendRate(clock, limits.datagramsPerSecond)
    this.#people = new Correspondents(limits.participants)
    this.#program = new Program(
      record.scenario,
      record.options,
      (effect) => this.#perform(effect),
      () => false,
    )
    const doors = sockets.map((socket, index) => ({ number: index + 1, ...parts.endpoint.doorOf(socket) }))
    this.#drops = new Drops(clock, doors, parts.dropsOf, (door, count, total) => {
      this.recorder.record('dropped', PROGRAM, { count, total, door })
      this.#turn()
    })
    for (const socket of sockets) {
      socket.handle({
        received: (bytes, from) => this.#received(socket, bytes, from),
        failed: (errno) => this.#failed(errno),
      })
    }
    this.recorder.record('run-started', PROGRAM, { scenario: record.scenario, options: record.options })
    for (const [index, door] of record.doors.entries()) {
      this.recorder.record('listening', PROGRAM, { door, receiveBuffer: sockets[index]!.receiveBuffer })
    }
    this.recorder.slept()
    this.#touch()
  }

  begin(): void {
    this.#tell({ type: 'started' })
  }

  live(): LiveState {
    const { processes, keyboard } = this.#program
    return { processes, keyboard, deadlock: null, select: null }
  }

  type(bytes: Uint8Array | null): void {
    if (!this.#running) throw new LabError('run-not-running', { run: this.id })
    if (!this.#program.type(bytes)) throw new LabError('overloaded')
    this.#touch()
    this.#turn()
  }

  /** A datagram that is waited for says nothing of who will send it: nobody is known to be at the other end. */
  get deadlock(): null {
    return null
  }
  set deadlock(_: string | null) {}

  view(): RunView {
    const { committed } = this.recorder
    return { ...this.#record, lastSeq: committed, present: this.#people.size, trouble: this.#trouble }
  }

  participants(): Participant[] {
    return this.#people.views()
  }

  sockets(): RunSockets {
    const open = this.#record.state === 'stopped' ? [] : this.#sockets
    return {
      doors: open.map(({ local, receiveBuffer }) => ({ ...local, transport: 'udp', buffer: receiveBuffer })),
      paths: [],
      ends: [...this.#people].map((one) => one.ends()),
    }
  }

  async join(rawName: string): Promise<WebParticipant> {
    const [door] = this.#sockets
    if (!this.#running) throw new LabError('run-not-running', { run: this.id })
    if (this.#parts.target || !door) throw new LabError('not-joinable', { run: this.id })
    if (this.#people.size >= this.#parts.limits.participants && !this.#people.excess) {
      throw new LabError('too-many-participants', { run: this.id })
    }
    return joinByDatagrams(rawName, {
      run: this.id,
      endpoint: this.#parts.endpoint,
      door: door.local,
      names: () => [...this.#people].map(({ name }) => name),
      opened: (socket, webName, over) => {
        if (!this.#running) return null
        this.#web.set(socket, over)
        // Somebody sent from this port before.
        const earlier = this.#people.heard(socket.local)
        if (earlier) this.#forget(earlier, 'forgotten')
        return this.#meet({ place: socket.local, socket: door, webName, target: false }).id
      },
      left: (socket, id) => {
        this.#web.delete(socket)
        const one = this.#people.get(id)
        if (one) this.#forget(one, 'finished')
      },
    })
  }

  setTrouble(code: ErrorCode | null): void {
    if (this.#trouble === code || this.#trouble === 'journal-full') return
    this.#trouble = code
    if (code !== null) this.recorder.record('trouble', PROGRAM, { code })
    this.#reading.hold('trouble', code !== null)
    this.#touch()
  }

  set journalBehind(behind: boolean) {
    this.#reading.hold('journal-behind', behind)
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  async #stop(): Promise<void> {
    this.#program.end()
    this.#setState('stopping')
    this.#reading.hold('stopping', true)
    await this.#drops.close()
    for (const one of [...this.#people]) this.#forget(one, 'run-stopped')
    for (const over of this.#web.values()) over()
    await Promise.all([...this.#sockets, ...this.#web.keys()].map((socket) => socket.close()))
    this.recorder.record('run-stopped', PROGRAM, {})
    this.#record.stoppedAt = this.#parts.clock.now()
    this.#setState('stopped')
    if (this.#trouble === null) await this.#parts.journal.flush()
  }

  get #running(): boolean {
    return this.#record.state === 'running'
  }

  #setState(state: RunRecord['state']): void {
    this.#record.state = state
    this.#parts.journal.updateRun(this.id, { state, stoppedAt: this.#record.stoppedAt })
    this.#touch()
  }

  #tell(input: Parameters<Program['tell']>[0]): void {
    if (this.#program.tell(input)) this.#touch()
  }

  #perform(effect: OuterEffect): void {
    switch (effect.type) {
      case 'connect':
        return this.#reach()
      case 'receive':
        return this.#reading.begin()
      case 'print': {
        const { from, bytes, cut } = effect
        const { seq } = this.recorder.record('datagram', from, { to: 'console', cut }, bytes)
        if (seq >= this.#parts.limits.events) this.setTrouble('journal-full')
        return
      }
      case 'send':
        return void this.#send(effect.to === null ? undefined : this.#people.get(effect.to), effect.bytes)
      case 'exit':
        return this.#parts.exited(this)
      default:
        return // of connections: `runtime/streams/effects.ts`
    }
  }

  #reach(): void {
    const { target } = this.#parts
    const [socket] = this.#sockets
    if (!target || !socket) return
    const one = this.#meet({ place: target.place, socket, webName: null, target: true })
    this.#tell({ type: 'reached', who: one.id })
  }

  /** Somebody new: an address is all that is known. */
  #meet(newcomer: Newcomer): Correspondent {
    const { excess } = this.#people
    if (excess) this.#forget(excess, 'forgotten')
    const one = this.#people.add(newcomer)
    const { id, name, web, address, target } = one
    const detail = { name, via: 'udp', web, address, accepted: true, ...(target && { outgoing: true }) } as const
    one.joinedSeq = this.recorder.record('connected', id, detail).seq
    this.#parts.journal.saveParticipant(this.id, one.view())
    this.#touch()
    this.#turn()
    return one
  }

  #forget(one: Correspondent, reason: CloseReason): void {
    one.leftSeq = this.recorder.record('closed', one.id, { reason, unsent: 0 }).seq
    this.#people.remove(one)
    this.#parts.journal.saveParticipant(this.id, one.view())
    this.#tell({ type: 'gone', who: one.id })
    this.#touch()
    this.#turn()
  }

  #received(socket: DatagramSocket, bytes: Uint8Array, from: Place): void {
    this.#reading.came(bytes.length)
    const one = this.#people.heard(from) ?? this.#meet({ place: from, socket, webName: null, target: false })
    one.said.bytes += bytes.length
    one.said.lines++
    this.#tell({ type: 'datagram', who: one.id, bytes })
    this.#drops.look()
    this.#touch()
    this.#turn()
  }

  async #send(to: Correspondent | undefined, bytes: Uint8Array): Promise<void> {
    const connected = this.#parts.target?.connected === true
    const errno = to ? await to.socket.send(bytes, connected ? null : to.place) : null
    if (!this.#running) return
    this.recorder.record('datagram', PROGRAM, { to: to ? [to.id] : [], cut: 0, ...(errno && { errno }) }, bytes)
    if (to && errno === null) {
      to.heard.bytes += bytes.length
      to.heard.lines++
    }
    this.#rate.after(() => {
      this.#tell({ type: 'datagram-sent' })
      this.#turn()
    })
    this.#touch()
    this.#turn()
  }

  /** An answer of ICMP to what was sent: nobody listens there. The program of the sheet goes on. */
  #failed(errno: string): void {
    if (!this.#running || !this.#parts.target) return
    const { host, port } = this.#parts.target.place
    this.recorder.record('unreached', PROGRAM, { host, port, errno, via: 'udp' })
    this.#turn()
  }

  #turn(): void {
    if (this.#turnOpen) return
    this.#turnOpen = true
    this.#parts.endOfTurn(() => {
      this.#turnOpen = false
      this.recorder.slept()
      // The journal has its own pace: to look again at once would keep a processor busy.
      if (this.#reading.turnOver()) this.#parts.clock.after(LOOK_AGAIN_MS, () => this.#turn())
    })
  }

  #touch(): void {
    this.#parts.changed(this)
  }
}

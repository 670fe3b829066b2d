/**
 * One started scenario on real connections: turns what the connections tell into inputs, does the effects, records
 * everything. The only place where the pure core meets IO. Counterparts: `scenarios/`, `endpoints/port.ts`.
 * Invariant: an effect is done at once and in order; bytes leave in the order of the events that record them.
 */
import type { Clock } from '../core/clock.ts'
import type { Released } from '../core/line-framer.ts'
import type { Connection, Listener } from '../endpoints/port.ts'
import type { Detail, Journal, RunRecord } from '../journal/port.ts'
import type { Input } from '../scenarios/scenario.ts'
import { LabError, toLabError } from '../errors.ts'
import { PROGRAM, type CloseReason, type EventOf } from '../wire/events.ts'
import type { ErrorCode } from '../wire/error-codes.ts'
import type { Listing, LiveState } from '../wire/program.ts'
import type { Participant, Run as RunView } from '../wire/model.ts'
import { Arrivals, type Expected } from './arrivals.ts'
import { Delivery } from './delivery.ts'
import { Flow } from './flow.ts'
import type { Limits } from './limits.ts'
import type { Member } from './member.ts'
import { Members } from './members.ts'
import { Program, type OuterEffect } from './program.ts'
import { Recorder } from './recorder.ts'
import type { RunSockets } from './sockets.ts'

export interface RunParts {
  readonly clock: Clock
  readonly journal: Journal
  readonly limits: Limits
  /** Asks for `callback` at the end of this turn of the event loop, when all ready sockets have been read. */
  readonly endOfTurn: (callback: () => void) => void
  /** Connects to the target of the options. */
  readonly connect: () => Promise<Connection>
  /** The run's view, its participants or what its program does have changed. */
  readonly changed: (run: Run) => void
  /** The program has ended by itself: the run is to be stopped. */
  readonly exited: (run: Run) => void
}

/** Bytes of one participant that are read in one turn of the event loop. */
const MOST_A_TURN = 262_144

export class Run {
  readonly id: string
  readonly recorder: Recorder
  readonly arrivals: Arrivals
  readonly #record: RunRecord
  readonly #parts: RunParts
  readonly #program: Program
  readonly #members: Members
  readonly #flow: Flow
  readonly #delivery: Delivery
  readonly #listeners: Listener[]
  #turnOpen = false
  /** Whose arrival the program is being told of, when it accepts at once. */
  #arriving: Member | null = null
  #trouble: ErrorCode | null = null
  #stopped: Promise<void> | null = null

  constructor(record: RunRecord, listeners: Listener[], parts: RunParts) {
    this.id = record.id
    this.#record = record
    this.#listeners = listeners
    this.#parts = parts
    const inSendall = (): boolean => this.#flow.blocksSending
    this.#program = new Program(record.scenario, record.options, (effect) => this.#do(effect), inSendall)
    this.#members = new Members(parts.limits, record.options.maxLine)
    this.recorder = new Recorder(parts.clock, parts.journal, this.id)
    this.arrivals = new Arrivals((connection, expected) => this.#arrived(connection, expected))
    this.#flow = new Flow(parts.clock, parts.limits.slowConsumerMs, {
      heldUp: (member) => this.recorder.record('held-up', member.id, {}),
      released: (member) => this.recorder.record('released', member.id, {}),
      tooSlow: (member) => this.#drop(member, 'slow-consumer'),
      changed: () => this.#flowChanged(),
    })
    this.#delivery = new Delivery(this.#members, this.#flow)
    this.recorder.record('run-started', PROGRAM, { scenario: record.scenario, options: record.options })
    for (const { door } of listeners) this.recorder.record('listening', PROGRAM, { door })
    // What comes next is the first wake-up of the program, and none of this.
    this.recorder.slept()
    this.#touch()
  }

  /** Lets the program run. */
  begin(): void {
    this.#tell({ type: 'started' })
  }

  get joinable(): boolean {
    return this.#listeners.length > 0 && this.#running
  }

  get program(): Listing {
    return this.#program.listing
  }

  /** What the program does now. */
  live(): LiveState {
    const { processes, keyboard } = this.#program
    return { processes, keyboard, deadlock: this.#deadlock }
  }

  /** Types on the program's keyboard; null is end of file. Throws `no-keyboard`, `run-not-running`, `overloaded`. */
  type(bytes: Uint8Array | null): void {
    if (!this.#running) throw new LabError('run-not-running', { run: this.id })
    if (!this.#program.hasKeyboard) throw new LabError('no-keyboard', { run: this.id })
    if (!this.#program.type(bytes)) throw new LabError('overloaded')
    this.#touch()
    this.#turn()
  }

  /** Who is at the other end of the connection that all processes wait for, when they wait for nothing else. */
  get waitsFor(): Connection | null {
    if (this.#trouble !== null || this.#journalBehind) return null
    const [main, ...others] = this.#program.processes
    if (others.length > 0 || main?.waits?.call !== 'recv' || main.waits.who === undefined) return null
    return this.#members.get(main.waits.who)?.connection ?? null
  }

  /** Says that this program and that of another run wait for one another; null that they no longer do. */
  set deadlock(other: string | null) {
    if (other === this.#deadlock) return
    this.#deadlock = other
    if (other !== null) this.recorder.record('deadlock', PROGRAM, { run: other })
    this.#touch()
    this.#turn()
  }
  #deadlock: string | null = null

  view(): RunView {
    return {
      ...this.#record,
      lastSeq: this.recorder.committed,
      present: this.#members.size,
      trouble: this.#trouble,
    }
  }

  /** Those who are here, then the newest of those who left, by number. */
  participants(): Participant[] {
    return this.#members.views()
  }

  /** By what to find its sockets in the system's tables. Once it has stopped its doors may be somebody else's. */
  sockets(): RunSockets {
    const doors = this.#record.state === 'stopped' ? [] : this.#listeners.map(({ door }) => door)
    return { doors, ends: this.#members.ends() }
  }

  hasName(taken: (name: string) => boolean): boolean {
    return this.arrivals.names.some(taken) || [...this.#members].some((member) => taken(member.name))
  }

  /** Stops or lets go on all reading, because the journal cannot take more (`code`) or can again (null). */
  setTrouble(code: ErrorCode | null): void {
    if (this.#trouble === code || this.#trouble === 'journal-full') return
    this.#trouble = code
    if (code !== null) this.recorder.record('trouble', PROGRAM, { code })
    this.#adjustReading()
    this.#touch()
  }

  /** The journal is behind: read nothing until it has caught up. Said to nobody: it lasts milliseconds. */
  set journalBehind(behind: boolean) {
    this.#journalBehind = behind
    this.#adjustReading()
  }
  #journalBehind = false

  refused(address: string, reason: EventOf<'refused'>['reason']): void {
    this.recorder.record('refused', PROGRAM, { address, reason })
    this.#turn()
  }

  /** Ends the program as its end would: listeners first, then every connection after what is queued for it. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  async #stop(): Promise<void> {
    this.#program.end()
    this.#setState('stopping')
    const closing = this.#listeners.map((listener) => listener.close())
    this.#delivery.flush()
    for (const member of this.#members) {
      member.ending ??= 'run-stopped'
      member.wanted = member.reading = false
      // What the program never accepted is reset by the kernel when the listening socket closes.
      if (member.state === 'waiting') member.connection.reset()
      else member.connection.close()
    }
    const cancel = this.#parts.clock.after(this.#parts.limits.drainMs, () => {
      for (const member of this.#members) member.connection.reset()
    })
    await this.#members.emptied()
    cancel()
    await Promise.all(closing)
    this.recorder.record('run-stopped', PROGRAM, {})
    this.#record.stoppedAt = this.#parts.clock.now()
    this.#setState('stopped')
    // A journal in trouble keeps trying for as long as the lab lives: a stop does not wait for that.
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

  #arrived(connection: Connection, expected: Expected | null): void {
    const reason = this.#running ? this.#members.refusal(connection, expected !== null) : 'run-full'
    if (reason) {
      this.refused(`${connection.remote.host}:${connection.remote.port}`, reason)
      turnAway(connection)
      return expected?.refused()
    }
    const member = this.#admit(connection, expected?.name ?? null, false)
    const { name, web, address } = member
    const accepted = this.#program.acceptsAtOnce(member.id)
    this.#joined(member, { name, via: connection.via, web, address, accepted })
    this.#arriving = accepted ? member : null
    this.#tell({ type: 'arrived', who: member.id })
    this.#arriving = null
    expected?.admitted(member.id)
    this.#touch()
    this.#turn()
  }

  #admit(connection: Connection, webName: string | null, outgoing: boolean): Member {
    const member = this.#members.admit(connection, webName, outgoing)
    connection.handle({
      read: (chunk) => this.#read(member, chunk),
      ended: () => this.#ended(member),
      closed: (errno, unsent) => this.#closed(member, errno, unsent),
      room: () => this.#flow.cleared(member),
      readerDied: (how) => this.#childDied(member, how),
    })
    return member
  }

  #joined(member: Member, detail: Detail<'connected'>): void {
    member.joinedSeq = this.recorder.record('connected', member.id, detail).seq
    this.#parts.journal.saveParticipant(this.id, member.view())
  }

  #read(member: Member, chunk: Uint8Array): void {
    member.readThisTurn += chunk.length
    // Node would go on reading a flooding socket up to 2 MiB in one turn, and everybody else would wait.
    if (member.readThisTurn >= MOST_A_TURN) member.reading = false
    const released = member.framer.push(chunk)
    if (released) this.#lines(member, released)
    if (member.framer.discardedInARow > this.#parts.limits.discarded) this.#drop(member, 'line-too-long')
    this.#turn()
  }

  #lines(member: Member, lines: Released): void {
    member.said(lines.bytes.length, lines.lines)
    this.#tell({ type: 'lines', who: member.id, lines })
  }

  #ended(member: Member): void {
    const rest = member.framer.end()
    if (rest) this.#lines(member, rest)
    if (member.state === 'closed') return
    member.state = 'ended'
    this.recorder.record('ended', member.id, {})
    this.#tell({ type: 'ended', who: member.id })
    this.#touch()
    this.#turn()
  }

  #closed(member: Member, errno: string | null, unsent: number): void {
    const rest = member.framer.end()
    // A line that an RST cut short reached the lab and nobody else: the journal keeps it.
    if (rest) this.#recordLines(member.id, rest, [])
    const reason = member.ending ?? reasonOf(errno)
    member.stopTimer?.()
    this.#delivery.flush()
    const lost = unsent + member.lost
    const event = this.recorder.record('closed', member.id, { reason, unsent: lost, ...(errno && { errno }) })
    member.state = 'closed'
    member.leftSeq = event.seq
    this.#members.remove(member)
    this.#parts.journal.saveParticipant(this.id, member.view())
    this.#tell({ type: 'gone', who: member.id })
    // Only now: a program that was blocked sending to it must not go on to its keyboard before it knows.
    this.#flow.cleared(member)
    this.#touch()
    this.#turn()
  }

  #tell(input: Input): void {
    if (this.#program.tell(input)) this.#touch()
  }

  #do(effect: OuterEffect): void {
    switch (effect.type) {
      case 'deliver':
        return this.#deliver(effect)
      case 'connect':
        return void this.#connect()
      case 'exit':
        return this.#parts.exited(this)
      default: {
        const member = this.#members.get(effect.who)
        if (member) this.#doTo(member, effect)
      }
    }
  }

  #doTo(member: Member, effect: Extract<OuterEffect, { who: number }>): void {
    switch (effect.type) {
      case 'accept':
        this.#delivery.flush()
        member.state = 'open'
        // Accepted in the very step of its arrival: `connected` says so already.
        if (member !== this.#arriving) this.recorder.record('accepted', member.id, {})
        return
      case 'read':
      case 'hold':
        member.wanted = effect.type === 'read'
        member.reading = this.#mayRead(member)
        return
      case 'fork':
        return void this.#fork(member)
      case 'finish':
        this.#delivery.flush()
        return member.connection.finish()
      case 'close':
        this.#delivery.flush()
        member.ending ??= effect.why
        member.stopTimer?.()
        // A peer that reads nothing would keep its place, and what is queued for it, for ever.
        member.stopTimer = this.#parts.clock.after(this.#parts.limits.drainMs, () => member.connection.reset())
        return member.connection.close()
      case 'timer':
        member.stopTimer?.()
        member.stopTimer = this.#parts.clock.after(effect.ms, () => {
          this.#tell({ type: 'timer', who: member.id })
          this.#turn()
        })
    }
  }

  #deliver({ from, lines, to }: Extract<OuterEffect, { type: 'deliver' }>): void {
    this.#recordLines(from, lines, to)
    if (to === 'others') this.#delivery.toOthers(from, lines)
    else if (to !== 'console') this.#delivery.to(to, lines)
  }

  async #fork(member: Member): Promise<void> {
    try {
      const child = await member.connection.readInChild()
      // The run may have been stopped meanwhile: the child ends with the connection, and nothing is recorded any more.
      if (!this.#running) return
      member.wanted = true
      member.reading = this.#mayRead(member)
      this.recorder.record('forked', member.id, { child, parent: process.pid })
      this.#tell({ type: 'forked', who: member.id, child, parent: process.pid })
    } catch (error) {
      this.#childDied(member, error instanceof Error ? error.message : String(error))
    }
    this.#turn()
  }

  #childDied(member: Member, how: string): void {
    if (!this.#running) return
    this.recorder.record('child-died', member.id, { how })
    this.#tell({ type: 'child-died', who: member.id })
    this.#turn()
  }

  async #connect(): Promise<void> {
    try {
      this.#reached(await this.#parts.connect())
    } catch (thrown) {
      if (!this.#running) return
      const { host = '', port = 0 } = this.#record.options.target ?? {}
      const errno = String(toLabError(thrown).params['errno'] ?? toLabError(thrown).code)
      this.recorder.record('unreached', PROGRAM, { host, port, errno })
      this.#tell({ type: 'unreached' })
    }
    this.#turn()
  }

  #reached(connection: Connection): void {
    if (!this.#running) return turnAway(connection)
    const member = this.#admit(connection, null, true)
    member.state = 'open'
    const { name, web, address } = member
    const detail = { name, via: connection.via, web, address, accepted: true, outgoing: true }
    this.#joined(member, detail)
    this.#tell({ type: 'reached', who: member.id })
    this.#touch()
  }

  #recordLines(from: number, released: Released, to: EventOf<'lines'>['to']): void {
    const { bytes, lines, reads, carried, held, discarded, unfinished } = released
    const detail = { to, lines, reads: reads as number[], carried, held, discarded, unfinished }
    const entry = this.recorder.record('lines', from, detail, bytes)
    if (entry.seq >= this.#parts.limits.events) this.setTrouble('journal-full')
  }

  /** Ends a participant at once; the others lose nothing, since only its own queue goes. */
  #drop(member: Member, reason: CloseReason): void {
    member.ending = reason
    member.connection.reset()
  }

  /** Sees to it that this turn of the event loop ends with a flush, once. */
  #turn(): void {
    if (this.#turnOpen) return
    this.#turnOpen = true
    this.#parts.endOfTurn(() => {
      this.#turnOpen = false
      this.#delivery.flush()
      for (const member of this.#members) {
        if (member.readThisTurn >= MOST_A_TURN) member.reading = this.#mayRead(member)
        member.readThisTurn = 0
      }
      this.recorder.slept()
    })
  }

  #mayRead(member: Member): boolean {
    if (member.readThisTurn >= MOST_A_TURN && this.#turnOpen) return false
    return member.wanted && this.#trouble === null && !this.#journalBehind && !this.#flow.holds(member)
  }

  #adjustReading(): void {
    for (const member of this.#members) member.reading = this.#mayRead(member)
  }

  #flowChanged(): void {
    this.#adjustReading()
    this.#program.sent()
    this.#touch()
    this.#turn()
  }

  #touch(): void {
    this.#parts.changed(this)
  }
}

/** ECONNRESET: the peer sent RST; EPIPE: it had, and we wrote. */
function reasonOf(errno: string | null): CloseReason {
  if (errno === null) return 'finished'
  return errno === 'ECONNRESET' || errno === 'EPIPE' ? 'reset' : 'failed'
}

/** RST to a connection that the run does not take, and no more thought about it. */
function turnAway(connection: Connection): void {
  connection.handle({ read() {}, ended() {}, closed() {}, room() {}, readerDied() {} })
  connection.reset()
}

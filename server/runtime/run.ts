/**
 * One started scenario on real connections: turns what the connections tell into inputs, does the effects, records
 * everything. The only place where the pure core meets IO. Counterparts: `scenarios/`, `endpoints/port.ts`.
 * Invariant: an effect is done at once and in order; bytes leave in the order of the events that record them.
 */
import type { Clock } from '../core/clock.ts'
import type { Released } from '../core/line-framer.ts'
import type { Connection, Listener } from '../endpoints/port.ts'
import type { Journal, RunRecord } from '../journal/port.ts'
import { scenarioOf } from '../scenarios/registry.ts'
import type { Effect, Input, Scenario } from '../scenarios/scenario.ts'
import { PROGRAM, type CloseReason, type EventOf } from '../wire/events.ts'
import type { ErrorCode } from '../wire/error-codes.ts'
import type { Participant, Run as RunView } from '../wire/model.ts'
import { Arrivals, type Expected } from './arrivals.ts'
import { Flow } from './flow.ts'
import type { Limits } from './limits.ts'
import { Member } from './member.ts'
import { FLUSH_AT, Outbox } from './outbox.ts'
import { Recorder } from './recorder.ts'

export interface RunParts {
  readonly clock: Clock
  readonly journal: Journal
  readonly limits: Limits
  /** Asks for `callback` at the end of this turn of the event loop, when all ready sockets have been read. */
  readonly endOfTurn: (callback: () => void) => void
  /** The run's view or its participants have changed. */
  readonly changed: (run: Run) => void
}

/** Participants that left and are still told to a new viewer; older ones are read from the journal. */
const KEEP_GONE = 100

export class Run {
  readonly id: string
  readonly recorder: Recorder
  readonly arrivals: Arrivals
  readonly #record: RunRecord
  readonly #parts: RunParts
  readonly #scenario: Scenario<unknown>
  readonly #members = new Map<number, Member>()
  readonly #gone: Participant[] = []
  readonly #outbox = new Outbox()
  readonly #flow: Flow
  readonly #listeners: Listener[]
  #state: unknown
  #lastId = 0
  #turnOpen = false
  #trouble: ErrorCode | null = null
  #stopped: Promise<void> | null = null
  #emptied: (() => void) | null = null

  constructor(record: RunRecord, listeners: Listener[], parts: RunParts) {
    this.id = record.id
    this.#record = record
    this.#listeners = listeners
    this.#parts = parts
    this.#scenario = scenarioOf(record.scenario)
    this.#state = this.#scenario.initial()
    this.recorder = new Recorder(parts.clock, parts.journal, this.id)
    this.arrivals = new Arrivals((connection, expected) => this.#arrived(connection, expected))
    this.#flow = new Flow(parts.clock, parts.limits.slowConsumerMs, {
      heldUp: (member) => this.recorder.record('held-up', member.id, {}),
      released: (member) => this.recorder.record('released', member.id, {}),
      tooSlow: (member) => this.#drop(member, 'slow-consumer'),
      changed: () => this.#adjustReading(),
    })
    this.recorder.record('run-started', PROGRAM, { scenario: record.scenario, options: record.options })
    for (const { door } of listeners) this.recorder.record('listening', PROGRAM, { door })
    this.#touch()
  }

  get joinable(): boolean {
    return this.#scenario.joinable && this.#record.state === 'running'
  }

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
    return [...this.#gone, ...[...this.#members.values()].map((member) => member.view())].sort((a, b) => a.id - b.id)
  }

  hasName(taken: (name: string) => boolean): boolean {
    return [...this.#members.values()].some((member) => taken(member.name))
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
    this.#setState('stopping')
    const closing = this.#listeners.map((listener) => listener.close())
    this.#flush()
    for (const member of this.#members.values()) {
      member.ending ??= 'run-stopped'
      member.wanted = member.reading = false
      // What the program never accepted is reset by the kernel when the listening socket closes.
      if (member.state === 'waiting') member.connection.reset()
      else member.connection.close()
    }
    const cancel = this.#parts.clock.after(this.#parts.limits.drainMs, () => {
      for (const member of this.#members.values()) member.connection.reset()
    })
    if (this.#members.size > 0) await new Promise<void>((done) => (this.#emptied = done))
    cancel()
    await Promise.all(closing)
    this.recorder.record('run-stopped', PROGRAM, {})
    this.#record.stoppedAt = this.#parts.clock.now()
    this.#setState('stopped')
    await this.#parts.journal.flush()
  }

  #setState(state: RunRecord['state']): void {
    this.#record.state = state
    this.#parts.journal.updateRun(this.id, { state, stoppedAt: this.#record.stoppedAt })
    this.#touch()
  }

  #arrived(connection: Connection, expected: Expected | null): void {
    const reason = this.#record.state === 'running' ? this.#noRoomFor(connection) : 'run-full'
    if (reason) {
      this.refused(`${connection.remote.host}:${connection.remote.port}`, reason)
      connection.handle({ read() {}, ended() {}, closed() {}, room() {} })
      connection.reset()
      expected?.refused()
      return
    }
    const member = new Member(++this.#lastId, connection, expected?.name ?? null, this.#record.options.maxLine)
    this.#members.set(member.id, member)
    connection.handle({
      read: (chunk) => this.#read(member, chunk),
      ended: () => this.#ended(member),
      closed: (errno, unsent) => this.#closed(member, errno, unsent),
      room: () => this.#flow.cleared(member),
    })
    const { name, web, address } = member
    const step = this.#scenario.step(this.#state, { type: 'arrived', who: member.id })
    const accepted = step.effects.some((effect) => effect.type === 'accept' && effect.who === member.id)
    const event = this.recorder.record('connected', member.id, { name, via: connection.via, web, address, accepted })
    member.joinedSeq = event.seq
    this.#parts.journal.saveParticipant(this.id, member.view())
    this.#state = step.state
    for (const effect of step.effects) this.#do(effect, effect.type === 'accept' && effect.who === member.id)
    expected?.admitted(member.id)
    this.#touch()
    this.#turn()
  }

  #noRoomFor(connection: Connection): EventOf<'refused'>['reason'] | null {
    const { participants, perAddress } = this.#parts.limits
    if (this.#members.size >= participants) return 'run-full'
    const { host } = connection.remote
    if (host === '::1' || host.startsWith('127.')) return null
    let same = 0
    for (const member of this.#members.values()) if (member.connection.remote.host === host) same++
    return same >= perAddress ? 'address-full' : null
  }

  #read(member: Member, chunk: Uint8Array): void {
    const released = member.framer.push(chunk)
    if (released) this.#lines(member, released)
    if (member.framer.discardedInARow > this.#parts.limits.discarded) this.#drop(member, 'line-too-long')
    this.#turn()
  }

  #lines(member: Member, lines: Released): void {
    member.said(lines.bytes.length, lines.lines)
    this.#input({ type: 'lines', who: member.id, lines })
  }

  #ended(member: Member): void {
    const rest = member.framer.end()
    if (rest) this.#lines(member, rest)
    if (member.state === 'closed') return
    member.state = 'ended'
    this.recorder.record('ended', member.id, {})
    this.#input({ type: 'ended', who: member.id })
    this.#touch()
    this.#turn()
  }

  #closed(member: Member, errno: string | null, unsent: number): void {
    const rest = member.framer.end()
    // A line that an RST cut short reached the lab and nobody else: the journal keeps it.
    if (rest) this.#recordLines(member.id, rest, [])
    const reason = member.ending ?? reasonOf(errno)
    member.stopTimer?.()
    this.#flush()
    const lost = unsent + member.lost
    const event = this.recorder.record('closed', member.id, { reason, unsent: lost, ...(errno && { errno }) })
    member.state = 'closed'
    member.leftSeq = event.seq
    this.#members.delete(member.id)
    this.#flow.cleared(member)
    const view = member.view()
    this.#gone.push(view)
    if (this.#gone.length > KEEP_GONE) this.#gone.shift()
    this.#parts.journal.saveParticipant(this.id, view)
    this.#input({ type: 'gone', who: member.id })
    if (this.#members.size === 0) this.#emptied?.()
    this.#touch()
    this.#turn()
  }

  #input(input: Input): void {
    // Once the program has ended it takes no more steps; what still comes in is only counted out.
    if (this.#record.state !== 'running') return
    const step = this.#scenario.step(this.#state, input)
    this.#state = step.state
    for (const effect of step.effects) this.#do(effect, false)
  }

  #do(effect: Effect, recorded: boolean): void {
    if (effect.type === 'deliver') {
      const { from, lines, to } = effect
      this.#recordLines(from, lines, to)
      if (to === 'others') this.#outbox.add(from, lines.bytes, lines.lines)
      if (this.#outbox.bytes >= FLUSH_AT) this.#flush()
      return
    }
    const member = this.#members.get(effect.who)
    if (!member) return
    switch (effect.type) {
      case 'accept':
        this.#flush()
        member.state = 'open'
        if (!recorded) this.recorder.record('accepted', member.id, {})
        return
      case 'read':
        member.wanted = true
        member.reading = this.#mayRead(member)
        return
      case 'close':
        this.#flush()
        member.ending ??= effect.why
        member.connection.close()
        return
      case 'timer':
        member.stopTimer?.()
        member.stopTimer = this.#parts.clock.after(effect.ms, () => {
          this.#input({ type: 'timer', who: member.id })
          this.#turn()
        })
    }
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

  #flush(): void {
    if (this.#outbox.bytes === 0) return
    const present = [...this.#members.values()].filter((member) => member.present)
    this.#outbox.flush(present)
    for (const member of present) this.#flow.wrote(member)
  }

  /** Sees to it that this turn of the event loop ends with a flush, once. */
  #turn(): void {
    if (this.#turnOpen) return
    this.#turnOpen = true
    this.#parts.endOfTurn(() => {
      this.#turnOpen = false
      this.#flush()
      this.recorder.slept()
    })
  }

  #mayRead(member: Member): boolean {
    return member.wanted && this.#trouble === null && !this.#journalBehind && !this.#flow.holds(member)
  }

  #adjustReading(): void {
    for (const member of this.#members.values()) member.reading = this.#mayRead(member)
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

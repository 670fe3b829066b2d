/**
 * What the connections of a run tell: somebody came, bytes were read, an end, a loss. Recorded, and told to the program.
 * Counterparts: `endpoints/port.ts`, whose handlers these are; `effects.ts`, the way back.
 * Invariant: what is told to the program was recorded before, and in the same order.
 */
import type { Released } from '../../core/line-framer.ts'
import type { Connection } from '../../endpoints/port.ts'
import type { Detail } from '../../journal/port.ts'
import type { Input } from '#programs/common/program.ts'
import type { CloseReason, EventOf } from '#shared/protocol/events.ts'
import { PROGRAM } from '#shared/model/constants.ts'
import type { Expected } from './pending-joins.ts'
import { type Member, addressOf } from './peer.ts'
import { PartialLines } from './partial-lines.ts'
import { turnAway } from '../listeners/early-connections.ts'
import { drop, type RunContext } from './context.ts'

export class Intake {
  readonly #run: RunContext
  readonly #partial: PartialLines
  /** Whose arrival the program is being told of, when it accepts at once. */
  #arriving: Member | null = null

  constructor(run: RunContext) {
    this.#run = run
    this.#partial = new PartialLines(run)
  }

  /** The program is accepting this very connection in the step of its arrival: `connected` says so already. */
  isArriving(member: Member): boolean {
    return member === this.#arriving
  }

  /** A connection was established through a door of the run. */
  arrived(connection: Connection, expected: Expected | null): void {
    const { members, program } = this.#run
    // Before its first select, the program is woken by nobody.
    const pace = program.inSelect ? this.#run.pace : null
    const reason = this.#run.running ? members.refusal(connection, expected !== null) : 'run-full'
    if (reason) {
      this.refused(addressOf(connection), reason)
      turnAway(connection)
      return expected?.refused()
    }
    const member = this.#admit(connection, expected?.name ?? null, false)
    const { name, web, address } = member
    const accepted = (pace?.admits ?? true) && program.acceptsAtOnce(member.id)
    const door = connection.door === null ? {} : { door: connection.door }
    this.#joined(member, { name, via: connection.via, ...door, web, address, accepted })
    const tell = () => {
      this.#arriving = accepted ? member : null
      this.tell({ type: 'arrived', who: member.id })
      this.#arriving = null
    }
    if (pace) pace.newcomer(tell)
    else tell()
    expected?.admitted(member)
    this.#run.touch()
    this.#run.turn()
  }

  /** The program's own `connect` returned. */
  reached(connection: Connection): void {
    if (!this.#run.running) return turnAway(connection)
    const member = this.#admit(connection, null, true)
    member.state = 'open'
    const { name, web, address } = member
    this.#joined(member, { name, via: connection.via, web, address, accepted: true, outgoing: true })
    this.tell({ type: 'reached', who: member.id })
    this.#run.touch()
  }

  refused(address: string, reason: EventOf<'refused'>['reason'], errno?: string): void {
    if (!this.#run.running) return
    this.#run.recorder.record('refused', PROGRAM, { address, reason, ...(errno && { errno }) })
    this.#run.turn()
  }

  childDied(member: Member, how: string): void {
    if (!this.#run.running || member.leaving) return
    this.#run.recorder.record('child-died', member.id, { how })
    this.tell({ type: 'child-died', who: member.id })
    this.#run.turn()
  }

  /** The timer that the program started for this participant fired. A program that is held is told when it goes on. */
  timedOut(member: Member): void {
    const { pace } = this.#run
    const tell = () => {
      this.tell({ type: 'timer', who: member.id })
      this.#run.turn()
    }
    if (pace) pace.due(tell)
    else tell()
  }

  tell(input: Input): void {
    if (this.#run.program.tell(input)) this.#run.touch()
  }

  #admit(connection: Connection, webName: string | null, outgoing: boolean): Member {
    const member = this.#run.members.admit(connection, webName, outgoing)
    connection.handle({
      read: (chunk) => this.#read(member, chunk),
      ended: () => this.#ended(member),
      closed: (errno, unsent) => this.#closed(member, errno, unsent),
      room: () => {
        this.#run.flow.cleared(member)
        member.outgoing?.room()
      },
      readerDied: (how) => this.childDied(member, how),
    })
    return member
  }

  #joined(member: Member, detail: Detail<'connected'>): void {
    const { recorder, journal, record } = this.#run
    member.joinedSeq = recorder.record('connected', member.id, detail).seq
    journal.saveParticipant(record.id, member.view())
  }

  #read(member: Member, chunk: Uint8Array): void {
    const { reading, pace, limits } = this.#run
    // Taken now: the bytes of a file go to another thread, and are gone from here.
    const { length } = chunk
    reading.spend(member, length)
    // The program knows it no more.
    if (member.leaving) return this.#run.turn()
    member.stirred = true
    pace?.ready(member.id)
    if (member.opening !== null) this.#look(member, chunk)
    if (member.incoming) {
      this.#run.transfers.receiving.read(member, member.incoming, chunk)
    } else {
      const released = member.framer.push(chunk, Math.round(this.#run.recorder.now))
      if (released) this.#lines(member, released)
      else this.#partial.read(member)
      if (member.framer.discardedInARow > limits.discarded) drop(member, 'line-too-long')
      this.#run.turn()
    }
    member.received += length
    member.onRead?.()
  }

  /** Whether the first two bytes are those of a TLS handshake (RFC 8446, 5.1: type 22, major version 3). They stay as they are. */
  #look(member: Member, chunk: Uint8Array): void {
    const first = member.opening! >= 0 ? member.opening! : chunk[0]!
    const second = member.opening! >= 0 ? chunk[0] : chunk[1]
    member.opening = second === undefined ? first : null
    if (first !== 0x16 || second !== 0x03) return
    this.#run.recorder.record('tls-on-plain-door', member.id, {})
  }

  #lines(member: Member, lines: Released): void {
    member.said(lines.bytes.length, lines.lines)
    this.#run.pace?.passes()
    this.tell({ type: 'lines', who: member.id, lines })
  }

  #ended(member: Member): void {
    // FIN in both directions: it is over. A queue that it does not read has its time still.
    if (member.leaving) return member.connection.close()
    this.#run.pace?.ready(member.id)
    this.#run.pace?.ends()
    const rest = member.framer.end()
    if (rest) this.#lines(member, rest)
    if (member.state === 'closed') return
    member.state = 'ended'
    this.#run.recorder.record('ended', member.id, {})
    this.tell({ type: 'ended', who: member.id })
    this.#run.touch()
    this.#run.turn()
  }

  #closed(member: Member, errno: string | null, unsent: number): void {
    const { recorder, members, delivery, journal, record, flow, pace, transfers } = this.#run
    // An RST makes its socket ready too: recv tells of it.
    if (errno !== null && member.reading && member.ending === null) pace?.ready(member.id)
    const rest = member.framer.end()
    // A line that an RST cut short reached the lab and nobody else: the journal keeps it.
    if (rest) this.#run.recordLines(member.id, rest, [])
    const reason = member.ending ?? reasonOf(errno)
    const orderly = member.state === 'ended' && errno === null && unsent === 0
    member.stopTimer?.()
    member.partialTimer?.()
    delivery.flush()
    const lost = unsent + member.lost
    const detail = { reason, unsent: lost, ...(errno && { errno }), ...member.leaving }
    const event = recorder.record('closed', member.id, detail)
    member.state = 'closed'
    transfers.gone(member, orderly)
    member.leftSeq = event.seq
    members.remove(member)
    journal.saveParticipant(record.id, member.view())
    if (!member.leaving) this.tell({ type: 'gone', who: member.id })
    // Only now: a program that was blocked sending to it must not go on to its keyboard before it knows.
    flow.cleared(member)
    this.#run.touch()
    this.#run.turn()
  }
}

/** ECONNRESET: the peer sent RST; EPIPE: it had, and we wrote. */
function reasonOf(errno: string | null): CloseReason {
  if (errno === null) return 'finished'
  return errno === 'ECONNRESET' || errno === 'EPIPE' ? 'reset' : 'failed'
}

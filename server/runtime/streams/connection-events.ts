/**
 * Handles the events of a run's connections (a newcomer, a read, an end, a loss): records each and gives it to the
 * program. Counterparts: `endpoints/port.ts`, whose handlers these are; `effects.ts`, the way back.
 * Invariant: every event is recorded before the program gets it, in the same order.
 */
import { limitParams } from '../../admission/limits.ts'
import { LabError } from '../../core/errors.ts'
import { free } from '../../core/free.ts'
import { Ticket } from '../../admission/places.ts'
import type { Released } from '../../core/line-framer.ts'
import { LOW_WATER, type Connection, type Refusal } from '../../endpoints/port.ts'
import type { Detail } from '../../journal/port.ts'
import type { Input } from '#programs/common/program.ts'
import type { CloseReason } from '#shared/protocol/close-reason.ts'
import { PROGRAM } from '#shared/model/constants.ts'
import type { Expected } from './pending-joins.ts'
import { type Peer, addressOf } from './peer.ts'
import type { Newcomer } from './peer-places.ts'
import { OPENING_MOST, openingOf } from './opening.ts'
import { PartialLines } from './partial-lines.ts'
import { turnAway } from '../listeners/early-connections.ts'
import { Refusals } from './refusals.ts'
import { homeOf, SlowReturners } from './slow-returners.ts'
import { drop, type StreamContext } from './context.ts'

export class ConnectionEvents {
  readonly #run: StreamContext
  readonly #partial: PartialLines
  readonly #slow: SlowReturners
  readonly #refusals: Refusals
  /** The newcomer that the program is just learning of, for a program that accepts at once. */
  #arriving: Peer | null = null

  constructor(run: StreamContext) {
    this.#run = run
    this.#partial = new PartialLines(run)
    this.#slow = new SlowReturners(run.clock)
    this.#refusals = new Refusals(run.clock, (detail) => {
      if (run.recorder.full) return
      run.recorder.record('refused', PROGRAM, detail)
      run.turn()
    })
  }

  /** The program accepts this connection in the step of its arrival: `connected` already says so. */
  isArriving(peer: Peer): boolean {
    return peer === this.#arriving
  }

  /** A connection was established through a listener of the run. */
  arrived(connection: Connection, expected: Expected | null): void {
    const place = this.#placeFor({ connection, web: expected })
    if (!(place instanceof Ticket)) {
      this.#refused({ address: addressOf(connection), ...place })
      turnAway(connection)
      const { refusal, limits, record } = this.#run
      const full = { run: record.id, ...limitParams('participants', limits) }
      return expected?.refused(refusal ?? new LabError('too-many-participants', full))
    }
    const { interpreter } = this.#run
    // Before its first select nobody wakes the program.
    const stepper = interpreter.inSelect ? this.#run.stepper : null
    const peer = this.#admit(connection, expected?.name ?? null, place)
    const { name, web, address } = peer
    const accepted = (stepper?.admits ?? true) && interpreter.acceptsAtOnce(peer.id)
    const listener = connection.listener === null ? {} : { listener: connection.listener }
    this.#joined(peer, {
      name,
      via: connection.via,
      ...listener,
      web,
      address,
      accepted,
      ...(expected?.by && { by: expected.by }),
    })
    const tell = () => {
      this.#arriving = accepted ? peer : null
      this.tell({ type: 'arrived', who: peer.id })
      this.#arriving = null
    }
    if (stepper) stepper.newcomer(tell)
    else tell()
    expected?.admitted(peer)
    this.#run.touch()
    this.#run.turn()
  }

  /** The program's own `connect` returned. */
  reached(connection: Connection): void {
    if (!this.#run.running) return turnAway(connection)
    const peer = this.#admit(connection, null, null)
    peer.state = 'open'
    const { name, web, address } = peer
    this.#joined(peer, { name, via: connection.via, web, address, accepted: true, outgoing: true })
    this.tell({ type: 'reached', who: peer.id })
    this.#run.touch()
  }

  refused(address: string, reason: Refusal, errno?: string): void {
    this.#refused({ address, reason, ...(errno && { errno }) })
  }

  #refused(detail: Detail<'refused'>): void {
    // A run that can record no more has said so, and each newcomer would make it longer.
    if (!this.#run.accepting) return
    this.#refusals.add(detail)
  }

  /** Nobody is let in any more: what is not told of who was refused is told now. */
  close(): void {
    this.#refusals.close()
  }

  childDied(peer: Peer, how: string): void {
    if (!this.#run.running || peer.leaving || peer.state === 'closed') return
    this.#run.recorder.record('child-died', peer.id, { how })
    this.tell({ type: 'child-died', who: peer.id })
    this.#run.turn()
  }

  /** The timer that the program started for this participant fired. A paused program learns of it when it resumes. */
  timedOut(peer: Peer): void {
    const { stepper } = this.#run
    const tell = () => {
      this.tell({ type: 'timer', who: peer.id })
      this.#run.turn()
    }
    if (stepper) stepper.due(tell)
    else tell()
  }

  tell(input: Input): void {
    if (this.#run.interpreter.tell(input)) this.#run.touch()
  }

  /** A place in the run, or why there is none. Who is too slow, and comes again too soon, takes nobody's. */
  #placeFor(newcomer: Newcomer): Ticket | Omit<Detail<'refused'>, 'address'> {
    const { accepting, places, peers, keptOut } = this.#run
    if (!accepting) return { reason: 'run-full' }
    if (!newcomer.web && keptOut.any && keptOut.hasAddress(homeOf(newcomer.connection))) return { reason: 'kept-out' }
    const wait = newcomer.web ? 0 : this.#slow.waitOf(newcomer.connection, peers)
    if (wait > 0) return { reason: 'too-soon', wait }
    let place = places.take(newcomer)
    const replaced = place instanceof Ticket ? undefined : places.whoMakesRoom(newcomer)
    if (replaced) {
      this.#replace(replaced)
      place = places.take(newcomer)
    }
    return place instanceof Ticket ? place : { reason: place }
  }

  /** Ends the connection of somebody who sent FIN, at once: it is recorded before whoever comes instead. */
  #replace(peer: Peer): void {
    const { queued } = peer.connection
    peer.ending = 'half-closed-replaced'
    // FIN would say that the file is whole.
    if (peer.outgoing) peer.reset()
    else peer.connection.abandon()
    this.#closed(peer, null, queued)
  }

  #admit(connection: Connection, webName: string | null, place: Ticket | null): Peer {
    const peer = this.#run.peers.admit(connection, webName, place)
    this.#run.voices.arrived(peer)
    connection.handle({
      read: (chunk) => this.#read(peer, chunk),
      ended: () => this.#ended(peer),
      closed: (errno, unsent) => this.#closed(peer, errno, unsent),
      took: () => {
        this.#run.backpressure.took(peer)
        if (connection.queued < LOW_WATER) peer.outgoing?.room()
      },
      readerDied: (how) => this.childDied(peer, how),
    })
    return peer
  }

  #joined(peer: Peer, detail: Detail<'connected'>): void {
    const { recorder, journal, record } = this.#run
    peer.joinedSeq = recorder.record('connected', peer.id, detail).seq
    journal.saveParticipant(record.id, peer.view())
  }

  #read(peer: Peer, chunk: Uint8Array): void {
    const { readGate, stepper, limits } = this.#run
    // Counted now: the bytes of a file move to another thread.
    const { length } = chunk
    readGate.spend(peer, length)
    // The program no longer knows it.
    if (peer.leaving) {
      free(chunk)
      return this.#run.turn()
    }
    peer.stirred = true
    stepper?.ready(peer.id)
    if (peer.opening !== null) this.#look(peer, chunk)
    if (peer.incoming) {
      this.#run.transfers.incoming.read(peer, peer.incoming, chunk)
    } else {
      const released = peer.framer.push(chunk, Math.round(this.#run.recorder.now))
      if (released) this.#lines(peer, released)
      else {
        this.#partial.read(peer)
        free(chunk) // the framer keeps a copy of what it needs
      }
      if (peer.framer.discardedInARow > limits.discarded) drop(peer, 'line-too-long')
      this.#run.turn()
    }
    peer.bytesRead += length
    peer.onRead?.()
  }

  /** Tells of a protocol that its listener does not speak. Consumes nothing. */
  #look(peer: Peer, chunk: Uint8Array): void {
    const begun = peer.opening!
    const more = chunk.subarray(0, OPENING_MOST)
    // Of a read that decides at once nothing is copied: what each newcomer leaves to the collector stays resident for long.
    const bytes = begun.length === 0 ? more : Buffer.concat([begun, more])
    const opening = openingOf(bytes)
    peer.opening = opening === 'undecided' ? new Uint8Array(bytes) : null
    if (opening === 'tls') this.#run.recorder.record('tls-on-plain-listener', peer.id, {})
    else if (opening !== null && opening !== 'undecided')
      this.#run.recorder.record('http-on-raw-listener', peer.id, opening)
  }

  #lines(peer: Peer, lines: Released): void {
    peer.countSent(lines.bytes.length, lines.lines)
    this.#run.stepper?.passes()
    this.tell({ type: 'lines', who: peer.id, lines })
  }

  #ended(peer: Peer): void {
    // FIN in both directions: it is over. A queue that the peer does not read still has its time.
    if (peer.leaving) return peer.connection.close()
    this.#run.stepper?.ready(peer.id)
    this.#run.stepper?.ends()
    const rest = peer.framer.end()
    if (rest) this.#lines(peer, rest)
    if (peer.state === 'closed') return
    peer.state = 'ended'
    this.#run.places.ended(peer)
    this.#run.recorder.record('ended', peer.id, {})
    this.tell({ type: 'ended', who: peer.id })
    this.#run.touch()
    this.#run.turn()
  }

  #closed(peer: Peer, errno: string | null, unsent: number): void {
    const { recorder, peers, places, fanOut, journal, record, backpressure, stepper, transfers } = this.#run
    // It has made room for somebody.
    if (peer.leftSeq !== null) return
    // An RST makes the socket ready too: recv reports it.
    if (errno !== null && peer.reading && peer.ending === null) stepper?.ready(peer.id)
    const rest = peer.framer.end()
    // A line that an RST cut short reached nobody but the lab: the journal keeps it.
    if (rest) this.#run.recordLines(peer.id, rest, [])
    const reason = peer.ending ?? reasonOf(errno)
    if (reason === 'slow-consumer' && !peer.web) this.#slow.closed(peer.connection)
    const orderly = peer.state === 'ended' && errno === null && unsent === 0
    peer.stopTimer?.()
    peer.partialTimer?.()
    fanOut.flush()
    backpressure.left(peer)
    const lost = unsent + peer.lost
    const finSent = peer.finSent && { finSent: true as const }
    const reset = peer.connection.wasReset && { reset: true as const }
    const detail = { reason, unsent: lost, ...finSent, ...reset, ...(errno && { errno }), ...peer.leaving }
    const event = recorder.record('closed', peer.id, detail)
    peer.state = 'closed'
    transfers.gone(peer, orderly)
    peer.leftSeq = event.seq
    peers.remove(peer)
    places.left(peer)
    journal.saveParticipant(record.id, peer.view())
    if (!peer.leaving) this.tell({ type: 'gone', who: peer.id })
    // Only now: a program that was blocked sending to it must not go on to its keyboard before it knows.
    backpressure.gone(peer)
    this.#run.touch()
    this.#run.turn()
  }
}

/** ECONNRESET: the peer sent RST; EPIPE: the lab wrote after that. */
function reasonOf(errno: string | null): CloseReason {
  if (errno === null) return 'finished'
  return errno === 'ECONNRESET' || errno === 'EPIPE' ? 'reset' : 'failed'
}

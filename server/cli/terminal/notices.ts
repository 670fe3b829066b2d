/**
 * What the events of a run are in words, for the standard error of a terminal: one line an event that a student should
 * know of, and how the program ended. Counterparts: `console.ts`, which prints; `text/<lang>/run.ts`, the words.
 */
import type { Detail, Entry } from '../../journal/port.ts'
import { hostPort } from '#shared/net/address.ts'
import { keyboardTo, socatAddress } from '#shared/net/socat.ts'
import type { EventKind } from '#shared/protocol/events.ts'
import { PROGRAM } from '#shared/model/constants.ts'
import type { ProcessWaits } from '#shared/state/waits.ts'
import type { RunTexts } from './text/fr/run.ts'

/** An entry whose kind tells its detail. */
type Told = { [K in EventKind]: { kind: K; participant: number; bytes: Uint8Array; detail: Detail<K> } }[EventKind]

export class Notices {
  readonly #texts: RunTexts
  readonly #verbose: boolean
  readonly #authority: string
  readonly #late: boolean
  /** Addresses of those who are connected. */
  readonly #names = new Map<number, string>()
  /** To whom the program connected. */
  #peer = 0
  #blocked = ''

  /**
   * @param authority file with the certificate that TLS listeners are verified with
   * @param late whether the program answers late (`shared/model/traits.ts`)
   */
  constructor(texts: RunTexts, verbose: boolean, authority: string, late: boolean) {
    this.#texts = texts
    this.#verbose = verbose
    this.#authority = authority
    this.#late = late
  }

  /** What is to be said of an event, one string a line. */
  of(entry: Entry): string[] {
    const told = entry as Told
    const texts = this.#texts
    const who = this.#names.get(told.participant) ?? ''
    switch (told.kind) {
      case 'listening':
        return listening(texts, told.detail.listener, this.#authority, this.#late)
      case 'connected': {
        const { address, accepted, outgoing, via } = told.detail
        this.#names.set(told.participant, address)
        if (outgoing) this.#peer = told.participant
        if (via === 'udp') return [outgoing ? texts.sendsTo(address) : texts.firstDatagram(address)]
        return [outgoing ? texts.reached(address) : accepted ? texts.connected(address) : texts.waiting(address)]
      }
      case 'accepted':
        return [texts.accepted(who)]
      case 'ended':
        return this.#verbose ? [texts.ended(who)] : []
      case 'closed':
        this.#names.delete(told.participant)
        return closed(texts, who, this.#peer === told.participant, told.detail)
      case 'lines':
        return this.#lines(who, told.participant, told.detail)
      case 'datagram':
        return this.#datagram(who, told.bytes.length, told.participant, told.detail)
      case 'kernel-drops':
        return [texts.dropped(told.detail.count, told.detail.total)]
      case 'refused':
        return [refused(texts, told.detail)]
      case 'unreached':
        return [unreached(texts, hostPort(told.detail.host, told.detail.port), told.detail.errno)]
      case 'forked':
        return [texts.forked(told.detail.parent, told.detail.child)]
      case 'child-died':
        return [texts.childDied(told.detail.how)]
      case 'blocked':
        return [told.detail.senders ? texts.paused(this.#namesOf(told.detail.senders), who) : texts.blocked(who)]
      case 'unblocked':
        return [told.detail.senders ? texts.resumed(this.#namesOf(told.detail.senders), who) : texts.unblocked(who)]
      default:
        return []
    }
  }

  /** Which calls the processes are blocked in, when that has changed since it was last told. */
  blocked(processes: () => readonly ProcessWaits[]): string[] {
    if (!this.#verbose) return []
    // Not told again for each byte that comes: the first number is enough.
    let gist = ''
    const all = processes()
    const lines = all.flatMap(({ process: { id, waits }, lasting: partial }) => {
      if (!waits) return []
      const whom = waits.who === undefined ? '' : (this.#names.get(waits.who) ?? '')
      const call = whom === '' ? this.#texts.calls[waits.call] : `${waits.call}(${whom})`
      gist += `${id} ${call} ${partial?.partialSince ?? ''};`
      const what = partial ? this.#texts.partialHeld(call, partial.partialBytes) : call
      return [this.#texts.blockedIn(all.length > 1 ? `${id}: ` : '', what)]
    })
    if (gist === this.#blocked) return []
    this.#blocked = gist
    return lines
  }

  #datagram(who: string, size: number, from: number, { to, cut, errno }: Detail<'datagram'>): string[] {
    const texts = this.#texts
    if (errno) return [because(texts, texts.notSent(size, errno), errno)]
    if (from === PROGRAM && to.length === 0) return [texts.toNobody]
    const heard = from !== PROGRAM && this.#verbose ? [texts.datagram(who, size)] : []
    return cut > 0 ? [...heard, texts.datagramCut(who, cut)] : heard
  }

  /** The program's own keyboard has no address. */
  #namesOf(ids: readonly number[]): string {
    return ids.map((id) => this.#names.get(id) ?? this.#texts.calls.keyboard).join(', ')
  }

  #lines(who: string, from: number, { discarded, to }: Detail<'lines'>): string[] {
    const cutShort = from !== PROGRAM && Array.isArray(to) && to.length === 0
    return [
      ...(discarded > 0 ? [this.#texts.discarded(discarded)] : []),
      ...(cutShort ? [this.#texts.cutShort(who)] : []),
    ]
  }
}

/** Whether the event means that the connection of a program with one peer failed. */
export function failed(entry: Entry): boolean {
  const told = entry as Told
  if (told.kind === 'unreached') return true
  if (told.kind !== 'closed') return false
  const { reason, unsent } = told.detail
  // As with socat's -T, a time-out that was asked for is no failure.
  return unsent > 0 || !['finished', 'run-stopped', 'idle-timeout'].includes(reason)
}

/** `where could not be reached (ERRNO): usual cause`. */
export const unreached = (texts: RunTexts, where: string, errno: string): string =>
  because(texts, texts.unreached(where, errno), errno)

function listening(
  texts: RunTexts,
  listener: Detail<'listening'>['listener'],
  authority: string,
  late: boolean,
): string[] {
  const places =
    listener.path === undefined ? listener.reachable.map((host) => hostPort(host, listener.port)) : [listener.path]
  return [
    ...places.map((place) => texts.listening(place)),
    texts.try(keyboardTo(socatAddress(listener, listener.reachable[0], authority), late)),
  ]
}

function refused(texts: RunTexts, { address, wait, count }: Detail<'refused'>): string {
  const who = count ? texts.several(count, address) : address
  return wait === undefined ? texts.refused(who) : texts.tooSoon(who, wait)
}

function closed(
  texts: RunTexts,
  who: string,
  outgoing: boolean,
  { reason, unsent, errno = '' }: Detail<'closed'>,
): string[] {
  const lost = unsent > 0 ? [texts.unsent(unsent)] : []
  switch (reason) {
    case 'finished':
      return [outgoing ? texts.closed(who) : texts.left(who), ...lost]
    case 'reset':
    case 'failed':
      return [because(texts, texts.cut(who, errno), errno), ...lost]
    case 'slow-consumer':
      return [texts.slow(who), ...lost]
    case 'line-too-long':
      return [texts.tooLong(who), ...lost]
    case 'not-stored':
    case 'not-sent':
    case 'half-closed-too-long':
      return [texts.halfClosed(who), ...lost]
    case 'no-process':
      return [texts.noProcess(who), ...lost]
    case 'half-closed-replaced':
      return [texts.madeRoom(who), ...lost]
    case 'idle-timeout':
      return [texts.idleTimeout(who), ...lost]
    case 'disconnected':
      return [texts.closed(who), ...lost]
    case 'forgotten':
      return [texts.forgotten(who)]
    case 'run-stopped':
      return lost.map((line) => `${who}${texts.colon}${line}`)
  }
}

function because(texts: RunTexts, what: string, errno: string): string {
  const cause = texts.causes[errno]
  return cause === undefined ? what : `${what}${texts.colon}${cause}`
}

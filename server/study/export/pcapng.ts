/**
 * A run as a capture that Wireshark and tshark read: the bytes, their order, their times, FIN and RST are the journal's; headers,
 * acknowledgements and the cuts between segments are made up, as its first comment says. Over TLS and unix sockets too the bytes are
 * those that the program read and wrote. Counterparts: `../capture/`, packets and blocks.
 * Invariant: what "follow stream" shows of a connection are the bytes that the journal has of it, in both directions.
 */
import type { SocketAddress } from '#shared/net/address.ts'
import { PROGRAM } from '#shared/model/constants.ts'
import type { Listener, Participant } from '#shared/protocol/model.ts'
import type { StoredEntry } from '../../journal/port.ts'
import { interfaceBlock, packetBlock, sectionHeader } from '../capture/blocks.ts'
import { Connection } from '../capture/connection.ts'
import { udpPacket } from '../capture/packets.ts'
import { addressesOf } from '../capture/addresses.ts'
import { isOf, type StoredOf } from '../recorded/entry.ts'
import { Present } from '../recorded/present.ts'
import type { ExportRequest, Format } from './format.ts'

const WORDS = {
  fr: 'Octets, ordre, heures, FIN et RST viennent du journal du labo. En-têtes, acquittements et coupes entre segments sont reconstitués\u202f: rien ici n’a été capturé sur un réseau.',
  en: 'Bytes, order, times, FIN and RST come from the lab’s journal. Headers, acknowledgements and the cuts between segments are made up: nothing here was captured on a network.',
} as const
const UNSENT = {
  fr: (bytes: number) => `${bytes}\u00a0octets qui lui étaient destinés n’ont jamais été pris`,
  en: (bytes: number) => `${bytes} bytes meant for it were never taken`,
} as const

async function* write({ recorded: { run, people, events }, names, lang }: ExportRequest): AsyncGenerator<Uint8Array> {
  yield sectionHeader('Socket Lab', WORDS[lang])
  yield interfaceBlock(`${run.program} ${run.id}`)
  const wire = new Wire(run.listeners, people, names.addressOf)
  for await (const entry of events()) {
    const packets = wire.take(entry)
    const at = run.startedAt * 1000 + entry.t
    const unsent = isOf(entry, 'closed') ? entry.detail.unsent : 0
    for (const [i, packet] of packets.entries()) {
      const last = i === packets.length - 1 && unsent > 0
      yield packetBlock(at, packet, last ? UNSENT[lang](unsent) : '')
    }
  }
}

/** Turns events into packets. Holds what it must know of those who are connected. */
class Wire {
  readonly #listeners: Listener[]
  readonly #people: ReadonlyMap<number, Participant>
  readonly #addressOf: (id: number) => string | null
  readonly #present = new Present()
  readonly #connections = new Map<number, Connection>()
  /** Of lines that have begun: so much of the next one has been sent. */
  readonly #begun = new Map<number, Uint8Array[]>()

  constructor(
    listeners: readonly Listener[],
    people: ReadonlyMap<number, Participant>,
    addressOf: (id: number) => string | null,
  ) {
    this.#listeners = [...listeners]
    this.#people = people
    this.#addressOf = addressOf
  }

  take(entry: StoredEntry): Buffer[] {
    const packets = this.#packets(entry)
    this.#present.take(entry)
    return packets
  }

  #packets(entry: StoredEntry): Buffer[] {
    const { participant: id } = entry
    if (isOf(entry, 'listening')) this.#listeners.push(entry.detail.listener)
    if (isOf(entry, 'datagram')) return entry.detail.errno === undefined ? this.#datagrams(entry) : []
    if (isOf(entry, 'connected')) return this.#opened(entry)
    if (isOf(entry, 'lines')) return this.#lines(entry)
    if (isOf(entry, 'partial-line')) this.#begun.set(id, [...(this.#begun.get(id) ?? []), entry.bytes])
    const connection = this.#connections.get(id)
    if (!connection) return []
    if (isOf(entry, 'ended')) return [...this.#rest(id, connection), ...connection.fin('peer')]
    if (isOf(entry, 'half-closed')) return connection.fin('program')
    return isOf(entry, 'closed') ? this.#closed(entry, connection) : []
  }

  #opened({ participant: id, detail }: StoredOf<'connected'>): Buffer[] {
    if (detail.via === 'udp') return []
    const connection = new Connection(this.#addresses(id))
    this.#connections.set(id, connection)
    return connection.opened(detail.outgoing ? 'program' : 'peer')
  }

  #closed({ participant: id, detail }: StoredOf<'closed'>, connection: Connection): Buffer[] {
    this.#connections.delete(id)
    const rest = this.#rest(id, connection)
    if (detail.reset) return [...rest, ...connection.rst('program')]
    return [...rest, ...(detail.reason === 'reset' ? connection.rst('peer') : connection.fin('program'))]
  }

  /** From whoever said it to the program, and from the program to whoever heard it. */
  #lines(entry: StoredEntry): Buffer[] {
    const { participant: id, bytes } = entry
    const spoken = id === PROGRAM ? [] : (this.#connections.get(id)?.bytes('peer', bytes) ?? [])
    if (id !== PROGRAM) this.#begun.delete(id)
    const heard = this.#present
      .receiversOf(entry)
      .flatMap((to) => this.#connections.get(to)?.bytes('program', bytes) ?? [])
    return [...spoken, ...heard]
  }

  /** Of a line that has no end, when there will be no more of it. */
  #rest(id: number, connection: Connection): Buffer[] {
    const begun = this.#begun.get(id) ?? []
    this.#begun.delete(id)
    return begun.flatMap((bytes) => connection.bytes('peer', bytes))
  }

  #datagrams(entry: StoredEntry): Buffer[] {
    const { participant: id, bytes } = entry
    const addresses = (who: number): Record<'peer' | 'program', SocketAddress> => this.#addresses(who)
    const said = id === PROGRAM ? [] : [udpPacket(addresses(id).peer, addresses(id).program, bytes)]
    const heard = this.#present
      .receiversOf(entry)
      .map((to) => udpPacket(addresses(to).program, addresses(to).peer, bytes))
    return [...said, ...heard]
  }

  #addresses = (id: number): Record<'peer' | 'program', SocketAddress> => {
    const listener = this.#people.get(id)?.listener
    return addressesOf({ id, ...(listener !== undefined && { listener }) }, this.#addressOf(id), this.#listeners)
  }
}

export const pcapng: Format = { type: 'application/vnd.tcpdump.pcap', ending: 'pcapng', write }

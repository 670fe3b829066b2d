/** A lab on real sockets with a journal in memory, for integration tests. */
import type { SocketAddress } from '#shared/net/address.ts'
import { Descriptors } from '../admission/descriptors.ts'
import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { identityIn } from '../endpoints/authority.ts'
import { tlsEndpoint } from '../endpoints/tls.ts'
import { unixEndpoint } from '../endpoints/unix.ts'
import { NameLookups } from '../endpoints/name-lookups.ts'
import { targetPolicy } from '../endpoints/target-policy.ts'
import { tcpEndpoint } from '../endpoints/tcp.ts'
import { udpEndpoint } from '../endpoints/udp.ts'
import { traitsOf } from '#programs/traits.ts'
import { systemClock } from '../core/system-clock.ts'
import { dropsOf, socketTables } from '../kernel/sockets.ts'
import { DiskFiles } from '../files/store.ts'
import { LAB, type Journal } from '../journal/port.ts'
import { MemoryJournal } from '../journal/memory.ts'
import { toEvent } from '../journal/encode.ts'
import { Lab } from '../runtime/lab/lab.ts'
import { DEFAULT_LIMITS, type Limits } from '../runtime/run/limits.ts'
import { BACKLOG } from '#shared/model/constants.ts'
import type { EventKind, EventOf, LabEvent } from '#shared/protocol/events.ts'
import type { Family, Run, ProgramId } from '#shared/protocol/model.ts'
import type { Clock } from '../core/clock.ts'
import { RawClient, until } from './raw-client.ts'

export interface TestRun {
  readonly lab: Lab
  readonly run: Run
  readonly port: number
  client(options?: { reading?: boolean }): Promise<RawClient>
  /** All committed events. */
  events(): Promise<LabEvent[]>
  /** Waits for the first event of a kind that fits. */
  event<K extends EventKind>(kind: K, fits?: (event: EventOf<K>) => boolean): Promise<EventOf<K>>
  /** Waits until the participants are as described. */
  participants(fits: (states: string[]) => boolean): Promise<string[]>
}

export interface LabOptions {
  readonly clock?: Clock
  /** Where the page listens, once it does. */
  readonly pageAt?: () => SocketAddress | null
  readonly journal?: Journal
  /** Host of listeners that name none. */
  readonly host?: string
  readonly names?: NameLookups
  readonly descriptors?: Descriptors
}

/** Opens a lab; `close` stops its runs. */
export async function openLab(
  limits: Partial<Limits> = {},
  {
    clock = systemClock,
    pageAt = () => null,
    journal = new MemoryJournal(),
    host = '127.0.0.1',
    names = new NameLookups(),
    descriptors = new Descriptors(2000),
  }: LabOptions = {},
) {
  const identity = identityIn({ folder: join(tmpdir(), `socket-lab-test-tls-${process.pid}`) })
  const tcp = tcpEndpoint({ descriptors })
  const folder = join(tmpdir(), `socket-lab-files-${randomUUID()}`)
  const all = { ...DEFAULT_LIMITS, drainMs: 500, ...limits }
  const files = new DiskFiles({ root: folder, quota: all.fileQuota, reserve: all.diskReserve }, descriptors)
  const lab = await Lab.open({
    descriptors,
    clock,
    journal,
    limits: all,
    files,
    endpoints: {
      tcp,
      tls: tlsEndpoint({ descriptors, identity }),
      unix: unixEndpoint({ descriptors }),
    },
    datagrams: udpEndpoint({ descriptors }),
    dropsOf,
    socketFolder: tmpdir(),
    endOfTurn: setImmediate,
    host,
    bindAddressOf: (name, asker) => names.bindAddressOf(name, asker),
    resolveTarget: targetPolicy({ allow: [], webPort: () => 0, names, isRun: () => false }),
    holderOf: () => '',
    labOn: () => null,
    pageAt,
    tables: socketTables(BACKLOG),
  })
  const close = async () => {
    await lab.stopAll()
    await files.close()
    await rm(folder, { recursive: true, force: true })
  }
  return { lab, journal, identity, descriptors, folder, close }
}

/** Starts a run of a lab, on a free port where none is named. */
export async function startRun(
  lab: Lab,
  program: ProgramId,
  options: object = {},
  { family, port: asked = 0 }: { family?: Family; port?: number } = {},
): Promise<TestRun> {
  const transport = traitsOf(program).carrier === 'datagram' ? 'udp' : 'tcp'
  const run = await lab.start({ program, options, listen: [{ transport, port: asked, ...(family && { family }) }] })
  const port = run.listeners[0]?.port ?? 0
  const seen: LabEvent[] = []
  const events = async () => {
    for (;;) {
      const after = seen.length
      const page = await lab.journal.read({ run: run.id, after, limit: 1000 }, LAB)
      // Somebody else may have been looking meanwhile.
      for (const entry of page.entries) if (entry.seq === seen.length + 1) seen.push(toEvent(entry))
      if (seen.length >= page.lastSeq) return [...seen]
    }
  }
  const find = <K extends EventKind>(all: LabEvent[], kind: K, fits: (event: EventOf<K>) => boolean) =>
    all.find((event): event is EventOf<K> => event.kind === kind && fits(event as EventOf<K>))
  return {
    lab,
    run,
    port,
    events,
    client: (options) => RawClient.connect(port, options),
    async event(kind, fits = () => true) {
      const all = await until(`a ${kind} event`, events, (some) => find(some, kind, fits) !== undefined)
      return find(all, kind, fits)!
    },
    participants: (fits) =>
      until(
        'participants',
        () =>
          lab
            .live(run.id)
            ?.participants()
            .map((participant) => participant.state) ?? [],
        fits,
      ),
  }
}

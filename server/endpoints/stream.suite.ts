/**
 * The duties of a transport as tests: every adapter of `port.ts` passes them. Both ends are the adapter's own, over
 * real sockets.
 */
import { existsSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../testing/raw-client.ts'
import { abruptSuite } from './abrupt.suite.ts'
import {
  HARD_LIMIT,
  HIGH_WATER,
  LOW_WATER,
  type BindAddress,
  type BoundListener,
  type Connection,
  type Endpoint,
  type OpenListener,
} from './port.ts'

/** One end of a connection, with what it was told. */
class End {
  readonly connection: Connection
  heard = Buffer.alloc(0)
  readonly told: string[] = []
  rooms = 0

  constructor(connection: Connection) {
    this.connection = connection
    connection.handle({
      read: (chunk) => {
        if (this.told.at(-1) !== 'read') this.told.push('read')
        this.heard = Buffer.concat([this.heard, chunk])
      },
      ended: () => this.told.push('ended'),
      closed: (errno, unsent) =>
        this.told.push(`closed ${errno ?? 'cleanly'} ${unsent > 0 ? 'with unsent bytes' : ''}`.trim()),
      room: () => this.rooms++,
      readerDied: (how) => this.told.push(`reader died: ${how}`),
    })
  }

  get closed(): boolean {
    return this.told.some((word) => word.startsWith('closed'))
  }
}

/** What a transport cannot do, or does in its own way. */
export interface Traits {
  /** Bytes that `n` bytes take in the kernel's queue; null where its tables do not tell. */
  readonly inKernel?: ((n: number) => number) | null
  /** A child process can share a connection. */
  readonly shared?: boolean
  /** Both ends have an address, and the peer is told of a reset. */
  readonly addressed?: boolean
}

export function streamSuite(
  name: string,
  endpoint: Endpoint,
  address: BindAddress,
  { inKernel = (n) => n, shared = true, addressed = true }: Traits = {},
): void {
  describe(`${name} keeps the duties of a transport`, () => {
    let listener: OpenListener
    let server: End
    let client: End

    beforeEach(async () => {
      const accepted = Promise.withResolvers<Connection>()
      listener = await endpoint.listen(address, { connected: accepted.resolve, dropped() {} })
      const dialled = await dial(endpoint, listener.bound)
      ;[client, server] = [new End(dialled), new End(await accepted.promise)]
    })
    afterEach(async () => {
      const closing = listener.close()
      for (const end of [client, server]) end.connection.reset()
      await closing
    })

    it.runIf(addressed)('tells both ends the same addresses', () => {
      expect(server.connection.remote).toEqual(client.connection.local)
      expect(client.connection.remote.port).toBe(listener.bound.port)
    })

    it('reads nothing before resume and nothing after pause', async () => {
      client.connection.send(Buffer.from('early'))
      server.connection.send(Buffer.from('probe'))
      client.connection.resume()
      await until(
        'the probe',
        () => client.heard.length,
        (size) => size === 5,
      )
      expect(server.told).toEqual([])
      server.connection.resume()
      await until(
        'what came early',
        () => server.heard.toString(),
        (text) => text === 'early',
      )
      server.connection.pause()
      client.connection.send(Buffer.from(' late'))
      server.connection.send(Buffer.from('probe'))
      await until(
        'the second probe',
        () => client.heard.length,
        (size) => size === 10,
      )
      expect(server.heard.toString()).toBe('early')
    })

    it.skipIf(!existsSync('/proc/net/tcp') || inKernel === null)(
      'leaves what it does not read in the kernel, where its tables show it',
      async () => {
        for (const [reader, writer] of [
          [server, client],
          [client, server],
        ] as const) {
          const size = inKernel ?? ((n: number) => n)
          const before = receiveQueue(reader.connection) ?? 0
          writer.connection.send(Buffer.from('12345'))
          await until(
            'the receive queue',
            () => receiveQueue(reader.connection),
            (bytes) => bytes === before + size(5),
          )
          reader.connection.resume()
          await until(
            'an empty queue',
            () => receiveQueue(reader.connection),
            (bytes) => bytes === 0,
          )
          reader.connection.pause()
          writer.connection.send(Buffer.from('678'))
          await until(
            'the receive queue again',
            () => receiveQueue(reader.connection),
            (bytes) => bytes === size(3),
          )
          expect(reader.heard.toString()).toBe('12345')
          reader.connection.resume()
          reader.connection.pause()
          reader.connection.resume()
          await until(
            'the rest',
            () => reader.heard.toString(),
            (text) => text === '12345678',
          )
          reader.connection.pause()
        }
      },
    )

    it('keeps the order of what is sent, however much', async () => {
      const pieces = Array.from({ length: 200 }, (_, i) => Buffer.alloc(3000, i))
      for (const piece of pieces) expect(client.connection.send(piece)).toBe(true)
      server.connection.resume()
      const all = Buffer.concat(pieces)
      await until(
        'everything',
        () => server.heard.length,
        (size) => size === all.length,
      )
      expect(server.heard.equals(all)).toBe(true)
      await until(
        'an empty queue',
        () => client.connection.queued,
        (queued) => queued === 0,
      )
      expect(client.connection.taken).toBe(all.length)
    })

    it('still sends after the peer has finished', async () => {
      client.connection.resume()
      server.connection.resume()
      client.connection.send(Buffer.from('question'))
      client.connection.finish()
      await until(
        'FIN',
        () => server.told,
        (told) => told.includes('ended'),
      )
      server.connection.send(Buffer.from('answer'))
      await until(
        'the answer',
        () => client.heard.toString(),
        (text) => text === 'answer',
      )
      expect(client.connection.send(Buffer.from('too late'))).toBe(false)
      server.connection.close()
      await until('both ends closed', () => client.closed && server.closed, Boolean)
      expect(server.told).toEqual(['read', 'ended', 'closed cleanly'])
      expect(client.told).toEqual(['read', 'ended', 'closed cleanly'])
    })

    it.runIf(shared)('lets a process of its own read, while this one writes', async () => {
      client.connection.send(Buffer.from('early '))
      const pid = await server.connection.readInChild()
      expect(pid).not.toBe(process.pid)
      // Not told to read yet, it leaves everything in the kernel, as any process does that is not in recv.
      client.connection.send(Buffer.from('late'))
      if (inKernel) {
        await until(
          'bytes in the kernel',
          () => receiveQueue(server.connection),
          (size) => size === inKernel(10),
        )
      }
      expect(server.told).toEqual([])
      server.connection.resume()
      await until(
        'both, by the child',
        () => server.heard.toString(),
        (text) => text === 'early late',
      )
      server.connection.send(Buffer.from('answer'))
      client.connection.resume()
      await until(
        'the answer',
        () => client.heard.toString(),
        (text) => text === 'answer',
      )
      client.connection.finish()
      await until('FIN, seen by the child', () => server.told.includes('ended'), Boolean)
      server.connection.send(Buffer.from(' more'))
      await until(
        'what comes after',
        () => client.heard.toString(),
        (text) => text === 'answer more',
      )
      await until(
        'the end of the child',
        () => isRunning(pid),
        (running) => !running,
      )
      server.connection.close()
      await until('the close', () => client.told.includes('ended'), Boolean)
    })

    it.runIf(shared)('leaves no process behind when it closes first, and says when the process dies', async () => {
      const pid = await server.connection.readInChild()
      server.connection.close()
      await until(
        'the end of the child',
        () => isRunning(pid),
        (running) => !running,
      )
      const other = await client.connection.readInChild()
      process.kill(other, 'SIGKILL')
      await until(
        'a word',
        () => client.told,
        (told) => told.includes('reader died: SIGKILL'),
      )
    })

    it.runIf(shared)(
      'starts several such processes at once, and none for a connection that has gone meanwhile',
      async () => {
        const near: Connection[] = []
        const elsewhere = address.transport === 'unix' ? { ...address, path: `${address.path}-crowd` } : address
        const crowd = await endpoint.listen(elsewhere, { connected: (one) => near.push(one), dropped() {} })
        const far = await Promise.all(
          Array.from({ length: 10 }, async () => new End(await dial(endpoint, crowd.bound))),
        )
        const readers = far.map(({ connection }) => connection.readInChild())
        // The last one still waits for its turn to have a process started.
        far.at(-1)!.connection.reset()
        const told = await Promise.allSettled(readers)
        expect(told.map(({ status }) => status)).toEqual([...Array<string>(9).fill('fulfilled'), 'rejected'])
        const pids = told.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
        expect(new Set(pids).size).toBe(9)
        for (const { connection } of far) connection.reset()
        for (const one of near) one.reset()
        await until(
          'no child',
          () => pids.filter(isRunning),
          (left) => left.length === 0,
        )
        await crowd.close()
      },
    )

    it('sends what is queued before it closes', async () => {
      const lots = Buffer.alloc(600_000, 7)
      server.connection.send(lots)
      server.connection.close()
      client.connection.resume()
      await until(
        'everything and FIN',
        () => client.told.includes('ended') && client.heard.length,
        (size) => size === lots.length,
      )
      client.connection.close()
      await until('the close', () => server.closed, Boolean)
    })

    it.runIf(addressed)('says that the peer reset the connection', async () => {
      server.connection.resume()
      client.connection.reset()
      await until('the close', () => server.closed, Boolean)
      expect(server.told).toEqual(['closed ECONNRESET'])
    })

    it('tells of a full queue and of room again, and of what never left', async () => {
      const piece = Buffer.alloc(65_536, 1)
      let sent = 0
      while (server.connection.queued < HIGH_WATER) {
        server.connection.send(piece)
        sent += piece.length
      }
      expect(server.connection.queued).toBeLessThanOrEqual(HARD_LIMIT)
      client.connection.resume()
      await until(
        'room',
        () => server.rooms,
        (rooms) => rooms === 1,
      )
      expect(server.connection.queued).toBeLessThan(LOW_WATER)
      await until(
        'everything',
        () => client.heard.length,
        (size) => size === sent,
      )
      client.connection.pause()
      while (server.connection.queued < HIGH_WATER) server.connection.send(piece)
      server.connection.reset()
      await until('the close', () => server.closed, Boolean)
      expect(server.told.at(-1)).toContain('with unsent bytes')
    })
  })

  abruptSuite(name, endpoint, address)
}

/** Bytes that the kernel holds for this end (proc(5), the rx_queue of /proc/net/tcp). */
function receiveQueue({ local, remote }: Connection): number | undefined {
  const port = ({ port }: { port: number }) => `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => readFileSync(table, 'utf8').split('\n'))
  const row = rows
    .map((text) => text.trim().split(/\s+/))
    .find(([, from, to]) => from?.endsWith(port(local)) && to?.endsWith(port(remote)))
  return row && parseInt(row[4]!.split(':')[1]!, 16)
}

/** Whether a process exists (POSIX kill with signal 0). */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const dial = (endpoint: Endpoint, listener: BoundListener): Promise<Connection> =>
  endpoint.dial(listener.path ?? listener.host, listener.port)

/**
 * The duties of a transport as tests: every adapter of `port.ts` passes them. Both ends are the adapter's own, over
 * real sockets.
 */
import { existsSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../testing/raw-client.ts'
import { abruptSuite } from './abrupt.suite.ts'
import { connected, disconnected, receiveQueue, type End } from './ends.fixture.ts'
import { HIGH_WATER, type BindAddress, type Endpoint, type OpenListener } from './port.ts'
import { sharedReadingSuite } from './shared-reading.suite.ts'

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
      ;({ listener, server, client } = await connected(endpoint, address))
    })
    afterEach(() => disconnected({ listener, server, client }))

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

    it.each(['finish', 'close'] as const)('is over where it is reset right after its own %s', async (end) => {
      server.connection.resume()
      client.connection.resume()
      client.connection[end]()
      client.connection.reset()
      await until('the close', () => client.closed, Boolean)
      await until('that of the peer', () => server.told.length, Boolean)
    })

    it('tells whenever the kernel has taken what had waited, and what never left', async () => {
      const piece = Buffer.alloc(65_536, 1)
      let sent = 0
      while (server.connection.queued < HIGH_WATER) {
        server.connection.send(piece)
        sent += piece.length
      }
      const full = server.connection.queued
      expect(server.took).toEqual([])
      client.connection.resume()
      await until(
        'an empty queue',
        () => server.took.at(-1),
        (left) => left === 0,
      )
      // Less and less, and never silence until all of it has gone.
      expect(server.took.every((left, i) => left <= (server.took[i - 1] ?? full))).toBe(true)
      expect(server.took.length).toBeGreaterThan(2)
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

  if (shared) sharedReadingSuite(name, endpoint, address, inKernel)
  abruptSuite(name, endpoint, address)
}

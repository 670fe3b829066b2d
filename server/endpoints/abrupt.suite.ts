/**
 * The duties of a transport towards peers that end at the worst moment; every adapter of `port.ts` passes them as a part of
 * `stream.suite.ts`. The peers are raw sockets, which know no manners. Invariant: whatever fails is told to whoever has the
 * connection, or to nobody: it is never an error that nobody handles.
 */
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { LabError } from '../core/errors.ts'
import { until } from '../testing/raw-client.ts'
import { unhandledDuring } from '../testing/unhandled.ts'
import type { BindAddress, BoundListener, Connection, Endpoint } from './port.ts'

/** Turns of the event loop after which a peer goes: from within the same one to after a handshake of TLS. */
const MOMENTS = Array.from({ length: 12 }, (_, turn) => turn)
/** Peers that go at the same moment. */
const AT_ONCE = 5

/** @param address where to listen; a unix socket with a path of its own */
export function abruptSuite(name: string, endpoint: Endpoint, address: BindAddress): void {
  /** A stranger, of whom the transport knows nothing. */
  const stranger = (listener: BoundListener): Socket =>
    (listener.path === undefined ? connect(listener.port, listener.host) : connect(listener.path)).on('error', () => {})
  /** Makes the first bytes of what the transport expects. */
  const begin = (socket: Socket): void => {
    if (address.transport !== 'tls') return void socket.write('bon')
    connectTls({ socket, rejectUnauthorized: false }).on('error', () => {})
  }
  const go = (socket: Socket): void => void (address.transport === 'unix' ? socket.destroy() : socket.resetAndDestroy())

  describe(`${name} outlives peers that are gone`, () => {
    it('before it accepts them, and while it does', async () => {
      const told: string[] = []
      const unhandled = await unhandledDuring(async () => {
        const listener = await endpoint.listen(address, {
          connected: (connection) => listenTo(connection, told),
          dropped: (from) => told.push(`dropped ${from}`),
        })
        for (const greets of [false, true]) {
          for (const turns of MOMENTS) {
            const peers = Array.from({ length: AT_ONCE }, () => stranger(listener.bound))
            if (greets) for (const peer of peers) begin(peer)
            await pass(turns)
            for (const peer of peers) go(peer)
            await pass(MOMENTS.length)
          }
        }
        await listener.close()
      })
      expect(unhandled).toEqual([])
      expect(told.filter((word) => word === 'closed').length).toBe(told.filter((word) => word === 'came').length)
    })

    it('between accept and the first look at them: who they were is known all the same', async () => {
      const accepted: Connection[] = []
      const dialled: Connection[] = []
      const told: string[] = []
      const unhandled = await unhandledDuring(async () => {
        const listener = await endpoint.listen(address, { connected: (one) => accepted.push(one), dropped() {} })
        const { host, port, path } = listener.bound
        for (let n = 0; n < AT_ONCE; n++) dialled.push(await endpoint.dial(path ?? host, port))
        await until(
          'all of them',
          () => accepted.length,
          (count) => count === AT_ONCE,
        )
        for (const one of dialled) one.reset()
        await pass(MOMENTS.length)
        for (const one of accepted) {
          listenTo(one, told)
          // Not within the call: whoever handles it has not told yet that it came.
          expect(told.at(-1)).toBe('came')
          one.send(Buffer.from('bonjour'))
          one.close()
        }
        await listener.close()
      })
      expect(unhandled).toEqual([])
      const [came, went] = [accepted.map(({ remote }) => remote), dialled.map(({ local }) => local)]
      // A unix socket has no address of its own.
      if (address.transport !== 'unix') expect(came.sort(byPort)).toEqual(went.sort(byPort))
      expect(told.filter((word) => word === 'closed').length).toBe(AT_ONCE)
    })

    it('while it dials them, and as soon as it has', async () => {
      const told: string[] = []
      const outcomes: string[] = []
      const unhandled = await unhandledDuring(async () => {
        for (const greets of [false, true]) {
          for (const turns of MOMENTS) {
            const [server, place] = await rawServer(address, (socket) => {
              if (greets) socket.write('bon')
              void pass(turns).then(() => go(socket))
            })
            const dials = Array.from({ length: AT_ONCE }, () => endpoint.dial(place.host, place.port))
            for (const dial of await Promise.allSettled(dials)) {
              if (dial.status === 'fulfilled') listenTo(dial.value, told)
              outcomes.push(dial.status === 'fulfilled' ? 'connected' : codeOf(dial.reason))
              if (dial.status === 'fulfilled') dial.value.close()
            }
            await new Promise((done) => server.close(done))
          }
        }
        await until(
          'the end of each',
          () => told,
          () =>
            told.filter((word) => word === 'closed').length === outcomes.filter((how) => how === 'connected').length,
        )
      })
      expect(unhandled).toEqual([])
      expect(outcomes.filter((how) => how !== 'connected' && how !== 'connection-failed')).toEqual([])
    })

    it('and asks nothing of a connection that is closed', async () => {
      const told: string[] = []
      const unhandled = await unhandledDuring(async () => {
        const accepted = Promise.withResolvers<Connection>()
        const listener = await endpoint.listen(address, { connected: accepted.resolve, dropped() {} })
        const { host, port, path } = listener.bound
        const near = await endpoint.dial(path ?? host, port)
        const far = await accepted.promise
        for (const one of [near, far]) listenTo(one, told)
        near.reset()
        far.reset()
        await until(
          'both ends',
          () => told.filter((word) => word === 'closed').length,
          (count) => count === 2,
        )
        for (const one of [near, far]) {
          one.resume()
          expect(one.send(Buffer.from('too late'))).toBe(false)
          one.pause()
          one.finish()
          one.close()
          one.reset()
          await expect(one.readInChild()).rejects.toThrow()
        }
        await listener.close()
      })
      expect(unhandled).toEqual([])
      expect(told.filter((word) => word === 'closed').length).toBe(2)
    })
  })
}

/** Handles a connection: says that it came, and when it is gone. It is read, so that the end of its peer is seen. */
function listenTo(connection: Connection, told: string[]): void {
  connection.handle({
    read() {},
    ended: () => connection.close(),
    closed: () => void told.push('closed'),
    took() {},
    readerDied() {},
  })
  told.push('came')
  connection.resume()
}

/** A server that speaks no protocol, at a place of the same kind. */
async function rawServer(
  address: BindAddress,
  greet: (socket: Socket) => void,
): Promise<[Server, { host: string; port: number }]> {
  const server = createServer((socket) => greet(socket.on('error', () => {})))
  if (address.transport === 'unix') {
    const path = `${address.path}-raw`
    rmSync(path, { force: true })
    await once(server.listen(path), 'listening')
    return [server, { host: path, port: 0 }]
  }
  await once(server.listen(0, address.host), 'listening')
  const bound = server.address()
  return [server, { host: address.host, port: typeof bound === 'object' && bound ? bound.port : 0 }]
}

async function pass(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate)
}

const byPort = (one: { port: number }, other: { port: number }): number => one.port - other.port
const codeOf = (error: unknown): string => (error instanceof LabError ? error.code : String(error))

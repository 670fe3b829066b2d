/**
 * Connections that end at the worst moment, again and again, against the whole server over real sockets. Nothing of it is
 * unhandled, and the lab goes on. Counterparts: `endpoints/sockets.ts`; the same moments one by one: `endpoints/stream.suite.ts`.
 */
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApp, type Tab } from '../testing/app.ts'
import { until } from '../testing/raw-client.ts'
import { unhandledDuring } from '../testing/unhandled.ts'
import type { ListenAddress } from '#shared/protocol/model.ts'

let server: Awaited<ReturnType<typeof openApp>>

beforeAll(async () => {
  server = await openApp({ drainMs: 100 })
})
afterAll(() => server.close())

/** The lab answers, and a run begins, takes a connection and ends. */
async function stillWorks(): Promise<void> {
  expect((await fetch(`${server.url}/api/health`)).status).toBe(200)
  const { id, listeners } = await server.lab.start({ program: 'relay', listen: [{ transport: 'tcp', port: 0 }] })
  const socket = connect(listeners[0]!.port, '127.0.0.1').on('error', () => {})
  await until(
    'a participant',
    () => server.lab.view(id).present,
    (present) => present === 1,
  )
  socket.destroy()
  await server.lab.stop(id)
}

/** So many turns of the event loop: each round of an attack hits another moment. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate)
}

/** Asks to join several times at once. */
function joins(tab: Tab, run: string, count: number, round: number): void {
  for (let n = 0; n < count; n++) tab.send({ type: 'join', ref: round * 100 + n + 1, run, name: `Ana ${n}` })
}

describe('a run that is stopped while browsers join', () => {
  it.each([
    ['tls', 60],
    ['tcp', 60],
  ] as const)('by its only listener, of %s', async (transport, rounds) => {
    const unhandled = await unhandledDuring(async () => {
      const tab = await server.tab()
      for (let round = 0; round < rounds; round++) {
        const run = await server.lab.start({ program: 'relay', listen: [{ transport, port: 0 }] })
        joins(tab, run.id, 4, round)
        // From within the same turn to after the handshakes.
        await turns(round % 12)
        await server.lab.stop(run.id)
      }
      await until(
        'an answer to each request',
        () => tab.messages.filter(({ type }) => type === 'joined' || type === 'failed').length,
        (answers) => answers === rounds * 4,
      )
      tab.socket.close()
    })
    expect(unhandled).toEqual([])
    await stillWorks()
  })
})

describe('clients that are gone at once', () => {
  const path = join(tmpdir(), `socket-lab-abrupt-${process.pid}`)
  /** How to come, and how to go. */
  type Client = (port: number) => { socket: Socket; leave(): void }
  const raw: Client = (port) => {
    const socket = connect(port, '127.0.0.1').on('error', () => {})
    return { socket, leave: () => void socket.resetAndDestroy() }
  }
  const secured: Client = (port) => {
    const { socket, leave } = raw(port)
    const tls = connectTls({ socket, rejectUnauthorized: false }).on('error', () => {})
    return { socket: tls, leave }
  }
  const local: Client = () => {
    const socket = connect(path).on('error', () => {})
    return { socket, leave: () => void socket.destroy() }
  }

  it.each<[string, ListenAddress, Client]>([
    ['by RST, of tcp', { transport: 'tcp', port: 0 }, raw],
    ['by RST before any handshake, of tls', { transport: 'tls', port: 0 }, raw],
    ['by RST within and after the handshake, of tls', { transport: 'tls', port: 0 }, secured],
    ['by close, of a unix socket', { transport: 'unix', path }, local],
  ])('%s', async (_, address, come) => {
    const unhandled = await unhandledDuring(async () => {
      const run = await server.lab.start({ program: 'relay', listen: [address] })
      for (let round = 0; round < 60; round++) {
        const clients = Array.from({ length: 4 }, () => come(run.listeners[0]!.port))
        await turns(round % 15)
        for (const { socket, leave } of clients) {
          socket.write('bonjour\n')
          leave()
        }
      }
      await server.lab.stop(run.id)
    })
    expect(unhandled).toEqual([])
    await stillWorks()
  })
})

describe('a client program whose peer is gone', () => {
  it.each<[string, (socket: Socket) => void]>([
    ['by RST within accept', (socket) => socket.resetAndDestroy()],
    ['by RST a turn later', (socket) => setImmediate(() => socket.resetAndDestroy())],
    ['by RST after its first line', (socket) => socket.write('bonjour\n', () => socket.resetAndDestroy())],
    ['by close', (socket) => socket.destroy()],
  ])('%s', async (_, leave) => {
    const unhandled = await unhandledDuring(async () => {
      let came = 0
      const peer = createServer((socket) => {
        came++
        leave(socket.on('error', () => {}))
      }).listen(0, '127.0.0.1')
      await once(peer, 'listening')
      const target = { host: '127.0.0.1', port: (peer.address() as AddressInfo).port }
      for (let round = 0; round < 20; round++) {
        const options = round % 2 === 0 ? { target } : { role: 'client', target }
        const run = await server.lab.start({ program: round % 2 === 0 ? 'line-client' : 'duplex-chat', options })
        await until(
          'a connection',
          () => came,
          (count) => count > round,
        )
        await turns(round % 6)
        await server.lab.stop(run.id)
      }
      peer.close()
    })
    expect(unhandled).toEqual([])
    await stillWorks()
  })
})

describe('on the web port', () => {
  it('an upgrade that is reset before anything answers it', async () => {
    const unhandled = await unhandledDuring(async () => {
      for (let round = 0; round < 60; round++) {
        const socket = connect(server.port, '127.0.0.1').on('error', () => {})
        await once(socket, 'connect')
        const path = ['/api/ws', '/api/health', '/nowhere'][round % 3]
        socket.write(
          `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
            'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
        )
        await turns(round % 10)
        socket.resetAndDestroy()
      }
    })
    expect(unhandled).toEqual([])
    await stillWorks()
  })

  it('a server that fails to accept', async () => {
    const failed = Object.assign(new Error('accept EMFILE'), { code: 'EMFILE', syscall: 'accept' })
    // As Node tells it when accept(2) fails for want of a descriptor.
    expect(await unhandledDuring(async () => server.app.server.emit('error', failed))).toEqual([])
    await stillWorks()
  })
})

import { Descriptors } from '../admission/descriptors.ts'
import { connect, createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { until } from '../testing/raw-client.ts'
import type { Connection } from './port.ts'
import { streamSuite } from './stream.suite.ts'
import { reachableAt, tcpEndpoint } from './tcp.ts'

const tcp = tcpEndpoint({ descriptors: new Descriptors(1000) })
const anywhere = { transport: 'tcp' as const, host: '127.0.0.1', port: 0 }

streamSuite('tcp over IPv4', tcp, anywhere)
streamSuite('tcp over IPv6', tcp, { ...anywhere, host: '::1' })

describe('tcp', () => {
  it('names what went wrong when it cannot listen or connect', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const nobody = { connected() {}, dropped() {} }
    await expect(tcp.listen({ ...anywhere, port }, nobody)).rejects.toMatchObject({ code: 'port-in-use' })
    await expect(tcp.listen({ ...anywhere, host: '203.0.113.1' }, nobody)).rejects.toMatchObject({
      code: 'address-unavailable',
    })
    server.close()
    await once(server, 'close')
    await expect(tcp.dial('127.0.0.1', port)).rejects.toMatchObject({
      code: 'connection-failed',
      params: { errno: 'ECONNREFUSED', port },
    })
  })

  it('tells of connections for which there is no descriptor', async () => {
    const dropped: string[] = []
    const accepted: Connection[] = []
    const small = tcpEndpoint({ descriptors: new Descriptors(2) })
    const listener = await small.listen(anywhere, {
      connected: (connection) => accepted.push(connection),
      dropped: (address) => dropped.push(address),
    })
    // One is the listener's.
    const [first, second] = [connect(listener.bound.port), connect(listener.bound.port)].map((socket) =>
      socket.on('error', () => {}),
    )
    await until(
      'a word',
      () => dropped,
      (words) => words.length === 1,
    )
    expect(dropped[0]).toMatch(/^(::ffff:)?127\.0\.0\.1:\d+$|^::1:\d+$/)
    for (const connection of accepted) connection.reset()
    first!.destroy()
    second!.destroy()
    await listener.close()
  })

  it('leads to a wildcard by real addresses, outside ones first', () => {
    expect(reachableAt('127.0.0.1')).toEqual(['127.0.0.1'])
    const all = reachableAt('0.0.0.0')
    expect(all).toContain('127.0.0.1')
    expect(all).not.toContain('0.0.0.0')
    expect(all.every((address) => !address.includes(':'))).toBe(true)
  })
})

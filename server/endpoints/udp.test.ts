/** UDP by the contract, and against the system's own table. */
import { readFileSync } from 'node:fs'
import { platform } from 'node:os'
import { describe, expect, it } from 'vitest'
import { datagramSuite } from './datagram.suite.ts'
import { reachableAt } from './tcp.ts'
import { Descriptors } from '../admission/descriptors.ts'
import { udpEndpoint } from './udp.ts'

const descriptors = new Descriptors(100)
const udp = udpEndpoint({ descriptors })

datagramSuite('udp over IPv4', udp, '127.0.0.1')
datagramSuite('udp over IPv6', udp, '::1')

/** The last column of the socket's row. */
function dropsOf(port: number): number {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')} `
  const row = readFileSync('/proc/net/udp', 'latin1')
    .split('\n')
    .find((line) => line.includes(local))
  return Number(row?.trim().split(/\s+/).at(-1))
}

describe('udp', () => {
  it('answers nobody at port 0, from which a datagram may have come, and goes on', async () => {
    const socket = await udp.bind({ host: '127.0.0.1', port: 0 })
    expect(await socket.send(Buffer.from('x'), { host: '127.0.0.1', port: 0 })).toBe('EINVAL')
    expect(await socket.send(Buffer.from('x'), socket.local)).toBe(null)
    await socket.close()
  })

  it('takes both families on one port, as two sockets', async () => {
    const four = await udp.bind({ host: '0.0.0.0', port: 0 })
    const six = await udp.bind({ host: '::', port: four.local.port })
    expect(udp.listenerOf(six).reachable).not.toContain('127.0.0.1')
    expect(udp.listenerOf(four).reachable).toContain('127.0.0.1')
    expect(reachableAt('::', true).every((address) => address.includes(':'))).toBe(true)
    await Promise.all([four.close(), six.close()])
  })

  it.skipIf(platform() !== 'linux')('has the kernel drop what it does not read, and count it', async () => {
    const receiver = await udp.bind({ host: '127.0.0.1', port: 0 }, 4096)
    const sender = await udp.bind({ host: '127.0.0.1', port: 0 })
    let heard = 0
    receiver.handle({ received: () => void heard++, failed() {} })
    const sent = 100
    for (let i = 0; i < sent; i++) await sender.send(Buffer.alloc(1000), receiver.local)
    const drops = dropsOf(receiver.local.port)
    expect(drops).toBeGreaterThan(0)
    expect(heard).toBe(0)
    receiver.resume()
    while (heard + drops < sent) await new Promise(setImmediate)
    expect(heard + dropsOf(receiver.local.port)).toBe(sent)
    await Promise.all([receiver.close(), sender.close()])
  })
})

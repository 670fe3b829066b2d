/** The duties of a transport of datagrams as tests; every adapter of `datagram-port.ts` passes them. */
import type { SocketAddress } from '#shared/net/address.ts'
import { afterEach, describe, expect, it } from 'vitest'
import { until } from '../testing/raw-client.ts'
import { MAX_DATAGRAM } from '#shared/model/constants.ts'
import type { DatagramEndpoint, DatagramSocket } from './datagram-port.ts'

/** A socket that keeps what it hears. */
interface Ear {
  readonly socket: DatagramSocket
  readonly heard: { bytes: Buffer; from: SocketAddress }[]
  readonly failures: string[]
  /** What it heard, in words: how long each was. */
  sizes(): number[]
}

/** @param host an address of this machine */
export function datagramSuite(name: string, endpoint: DatagramEndpoint, host: string): void {
  const open: DatagramSocket[] = []
  afterEach(() => Promise.all(open.splice(0).map((socket) => socket.close())))

  function ear(socket: DatagramSocket): Ear {
    open.push(socket)
    const heard: Ear['heard'] = []
    const failures: string[] = []
    socket.handle({
      received: (bytes, from) => void heard.push({ bytes: Buffer.from(bytes), from }),
      failed: (errno) => void failures.push(errno),
    })
    return { socket, heard, failures, sizes: () => heard.map(({ bytes }) => bytes.length) }
  }
  const bound = async (receiveBuffer = 0): Promise<Ear> => ear(await endpoint.bind({ host, port: 0 }, receiveBuffer))
  const here = async (one: Ear, count: number): Promise<void> => {
    await until(
      `${count} datagrams`,
      () => one.heard.length,
      (length) => length === count,
    )
  }

  describe(`${name}, as a transport of datagrams`, () => {
    it('keeps every boundary, of the empty one and of the longest too, and tells who sent it', async () => {
      const [receiver, sender] = [await bound(), await bound()]
      receiver.socket.resume()
      const all = [0, 1, 2, 0, 1500, MAX_DATAGRAM, 3].map((size, i) => Buffer.alloc(size, 97 + i))
      for (const bytes of all) {
        expect(await sender.socket.send(bytes, receiver.socket.local)).toBeNull()
        await here(receiver, all.indexOf(bytes) + 1)
      }
      expect(receiver.heard.map(({ bytes }) => bytes)).toEqual(all)
      expect(receiver.heard.every(({ from }) => from.port === sender.socket.local.port)).toBe(true)
      expect(receiver.heard[0]?.from.host).toBe(host)
    })

    it('answers to where a datagram came from', async () => {
      const [receiver, sender] = [await bound(), await bound()]
      receiver.socket.resume()
      sender.socket.resume()
      await sender.socket.send(Buffer.from('question'), receiver.socket.local)
      await here(receiver, 1)
      await receiver.socket.send(Buffer.from('answer'), receiver.heard[0]!.from)
      await here(sender, 1)
      expect(sender.heard[0]).toMatchObject({ bytes: Buffer.from('answer'), from: receiver.socket.local })
    })

    it('leaves in the kernel what comes before resume and after pause, and hands it over then', async () => {
      const [receiver, sender] = [await bound(), await bound()]
      await sender.socket.send(Buffer.from('early'), receiver.socket.local)
      await turns(20)
      expect(receiver.heard).toEqual([])
      receiver.socket.resume()
      await here(receiver, 1)
      receiver.socket.pause()
      for (const text of ['a', 'b', '']) await sender.socket.send(Buffer.from(text), receiver.socket.local)
      await turns(20)
      expect(receiver.heard).toHaveLength(1)
      receiver.socket.resume()
      await here(receiver, 4)
      expect(receiver.heard.map(({ bytes }) => bytes.toString())).toEqual(['early', 'a', 'b', ''])
    })

    it('stops within the turn of the event loop when it is paused by what it hears', async () => {
      const [receiver, sender] = [await bound(), ear(await endpoint.bind({ host, port: 0 }))]
      for (let i = 0; i < 10; i++) await sender.socket.send(Buffer.from([i]), receiver.socket.local)
      let count = 0
      receiver.socket.handle({
        received: () => {
          count++
          receiver.socket.pause()
        },
        failed() {},
      })
      for (let read = 1; read <= 3; read++) {
        receiver.socket.resume()
        await until(
          'one more',
          () => count,
          (seen) => seen >= read,
        )
        await turns(5)
        expect(count).toBe(read)
      }
    })

    it('says by name what cannot be sent', async () => {
      const [receiver, sender] = [await bound(), await bound()]
      expect(await sender.socket.send(Buffer.alloc(65_528), receiver.socket.local)).toBe('EMSGSIZE')
      expect(await sender.socket.send(Buffer.alloc(1), receiver.socket.local)).toBeNull()
      await sender.socket.close()
      expect(await sender.socket.send(Buffer.alloc(1), receiver.socket.local)).toBe('EBADF')
    })

    it('hears nothing of a datagram that nobody took, unless it is connected', async () => {
      const gone = await bound()
      const nobody = gone.socket.local
      await gone.socket.close()
      const [free, connected] = [await bound(), ear(await endpoint.connect(host, nobody))]
      for (const { socket } of [free, connected]) socket.resume()
      expect(await free.socket.send(Buffer.from('x'), nobody)).toBeNull()
      expect(await connected.socket.send(Buffer.from('x'), null)).toBeNull()
      await until(
        'a refusal',
        () => connected.failures,
        (failures) => failures.length === 1,
      )
      expect(connected.failures).toEqual(['ECONNREFUSED'])
      expect(free.failures).toEqual([])
    })

    it('hears its peer alone when it is connected', async () => {
      const [peer, stranger] = [await bound(), await bound()]
      const connected = ear(await endpoint.connect(host, peer.socket.local))
      connected.socket.resume()
      await stranger.socket.send(Buffer.from('stranger'), connected.socket.local)
      await peer.socket.send(Buffer.from('peer'), connected.socket.local)
      await here(connected, 1)
      expect(connected.heard[0]?.bytes.toString()).toBe('peer')
    })

    it('has the receive buffer that was asked for, as far as the kernel gives it', async () => {
      const [usual, small] = [await bound(), await bound(4096)]
      expect(small.socket.receiveBuffer).toBeGreaterThanOrEqual(4096)
      expect(small.socket.receiveBuffer).toBeLessThan(usual.socket.receiveBuffer)
    })

    it('says why it cannot be bound, and frees its port when it is closed', async () => {
      const first = await bound()
      const address = first.socket.local
      await expect(endpoint.bind(address)).rejects.toMatchObject({
        code: 'port-in-use',
        params: { port: address.port },
      })
      await expect(endpoint.bind({ host: '203.0.113.1', port: 0 })).rejects.toMatchObject({
        code: 'address-unavailable',
      })
      await first.socket.close()
      await first.socket.close()
      ear(await endpoint.bind(address))
    })

    it('is a listener by its own address', async () => {
      const { socket } = await bound()
      const { host: at, port } = socket.local
      expect(endpoint.listenerOf(socket)).toEqual({ transport: 'udp', host: at, port, reachable: [at] })
    })
  })
}

/** So many turns of the event loop: whatever was to be read would have been. */
async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise(setImmediate)
}

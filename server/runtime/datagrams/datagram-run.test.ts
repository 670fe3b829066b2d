/** Programs of datagrams on real sockets, with real peers: socat, and sockets of Node. */
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Child } from '../../testing/child.ts'
import { openLab, startRun } from '../../testing/lab.ts'
import { until } from '../../testing/raw-client.ts'
import { portToKeep } from '../../testing/ports.ts'

let opened: Awaited<ReturnType<typeof openLab>>
const sockets: Socket[] = []

beforeEach(async () => {
  opened = await openLab()
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close()
  await opened.close()
})

/** A peer that is not the lab's. */
async function peer(host = '127.0.0.1') {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
  sockets.push(socket)
  const heard: Buffer[] = []
  socket.on('message', (bytes) => heard.push(bytes))
  socket.bind(0, host)
  await once(socket, 'listening')
  const { port } = socket.address()
  const send = (bytes: Buffer, to: number) => new Promise((done) => socket.send(bytes, to, host, done))
  return { port, heard, send, target: { host, port } }
}
const hears = (heard: Buffer[], ...texts: string[]) =>
  until(
    texts.join(),
    () => heard.map(String),
    (all) => JSON.stringify(all) === JSON.stringify(texts),
  )

describe('udp receiver', () => {
  it.each([
    ['v4', '127.0.0.1'],
    ['v6', '::1'],
    ['both', '::1'],
  ] as const)('keeps boundaries, the empty datagram and the longest one (%s)', async (family, host) => {
    const room = await startRun(opened.lab, 'udp-receiver', {}, { family })
    const { send } = await peer(host)
    const all = [Buffer.from('un\n'), Buffer.alloc(0), Buffer.alloc(65_507, 'x'), Buffer.from('deux\ntrois\n')]
    for (const [i, bytes] of all.entries()) {
      await send(bytes, room.port)
      await until('its event', room.events, (events) => events.filter(({ kind }) => kind === 'datagram').length > i)
    }
    const kept = (await room.events()).filter((event) => event.kind === 'datagram')
    expect(kept.map(({ bytes }) => Buffer.from(bytes, 'base64'))).toEqual(all)
    expect(kept.every((event) => event.participant === 1 && event.to === 'console' && event.cut === 0)).toBe(true)
    expect(room.run.listeners.map((listener) => listener.host)).toEqual(
      family === 'both' ? ['127.0.0.1', '::1'] : [host],
    )
  })

  it('answers the last sender, and says plainly that there is none yet', async () => {
    const room = await startRun(opened.lab, 'udp-receiver', { lineEnd: false })
    const type = (text: string) => room.lab.type(room.run.id, Buffer.from(text))
    type('too early\n')
    expect(await room.event('datagram')).toMatchObject({ participant: 0, to: [], text: 'too early' })
    const [first, second] = [await peer(), await peer()]
    await first.send(Buffer.from('a'), room.port)
    await room.event('datagram', ({ text }) => text === 'a')
    await second.send(Buffer.from('b'), room.port)
    await room.event('datagram', ({ text }) => text === 'b')
    type('to b\n')
    await hears(second.heard, 'to b')
    expect(first.heard).toEqual([])
    expect(await room.event('datagram', ({ text }) => text === 'to b')).toMatchObject({ participant: 0, to: [2] })
  })

  it('loses what is beyond the argument of recvfrom, and says how much', async () => {
    const room = await startRun(opened.lab, 'udp-receiver', { maximum: 4 })
    await (await peer()).send(Buffer.from('abcdefg'), room.port)
    expect(await room.event('datagram')).toMatchObject({ text: 'abcd', size: 4, cut: 3 })
  })

  it('has a browser send through a socket of its own, and leave', async () => {
    const room = await startRun(opened.lab, 'udp-receiver')
    const ana = await room.lab.join(room.run.id, 'ana')
    ana.send(Buffer.from('bonjour'))
    expect(await room.event('datagram')).toMatchObject({ participant: ana.id, text: 'bonjour' })
    expect(await room.event('connected')).toMatchObject({ name: 'ana', web: true, via: 'udp' })
    await expect(room.lab.join(room.run.id, 'Ana')).rejects.toMatchObject({ code: 'name-taken' })
    ana.close('full')
    expect(await room.event('closed')).toMatchObject({ participant: ana.id, reason: 'finished' })
  })

  it('tells a browser that the run is over, and refuses to cut its datagrams', async () => {
    const room = await startRun(opened.lab, 'udp-receiver')
    const ana = await room.lab.join(room.run.id, 'ana')
    expect(() => ana.send(Buffer.from('un'), [1])).toThrow(expect.objectContaining({ code: 'bad-message' }))
    let told = 0
    ana.onGone(() => told++)
    await room.lab.stop(room.run.id)
    expect([told, ana.ended]).toEqual([1, true])
    expect(() => ana.send(Buffer.from('deux'))).toThrow(expect.objectContaining({ code: 'not-yours' }))
  })

  it('starts again on both families with the listeners that it had', async () => {
    const listen = (listeners: { host: string; port: number }[]) =>
      opened.lab.start({
        program: 'udp-receiver',
        listen: listeners.map(({ host, port }) => ({ transport: 'udp' as const, host, port })),
      })
    const first = await listen([{ host: '::', port: await portToKeep() }])
    await opened.lab.stop(first.id)
    const again = await listen(first.listeners)
    expect(again.listeners.map(({ host, port }) => [host, port])).toEqual(
      first.listeners.map(({ host, port }) => [host, port]),
    )
  })

  it('forgets the address that has been silent longest when there are too many', async () => {
    await opened.close()
    opened = await openLab({ participants: 3 })
    const room = await startRun(opened.lab, 'udp-receiver')
    const peers = await Promise.all([1, 2, 3, 4].map(() => peer()))
    for (const [i, one] of peers.entries()) {
      await one.send(Buffer.from(String(i)), room.port)
      await room.event('datagram', ({ text }) => text === String(i))
    }
    expect(await room.event('closed')).toMatchObject({ participant: 1, reason: 'forgotten' })
    expect(room.lab.view(room.run.id).present).toBe(3)
  })

  it('tells what the kernel dropped, from its own table', async () => {
    const room = await startRun(opened.lab, 'udp-receiver', { receiveBuffer: 1 })
    const { send } = await peer()
    const sent = 200
    // All in one turn: nothing is read before the last has left.
    await Promise.all(Array.from({ length: sent }, () => send(Buffer.alloc(1000), room.port)))
    await room.event('kernel-drops')
    await room.lab.stop(room.run.id)
    const events = await room.events()
    const dropped = events.filter((event) => event.kind === 'kernel-drops').reduce((sum, { count }) => sum + count, 0)
    expect(dropped).toBeGreaterThan(0)
    expect(events.filter(({ kind }) => kind === 'datagram').length + dropped).toBe(sent)
  })

  it('prints what socat sends', async () => {
    const room = await startRun(opened.lab, 'udp-receiver')
    const socat = new Child('socat', ['STDIO', `UDP-SENDTO:127.0.0.1:${room.port}`])
    socat.type('bonjour\n')
    expect(await room.event('datagram')).toMatchObject({ text: 'bonjour\n' })
    room.lab.type(room.run.id, Buffer.from('salut\n'))
    await socat.prints('salut\n')
  })

  it('takes no stream listener, and a program of streams no datagram one', async () => {
    for (const [program, transport] of [
      ['udp-receiver', 'tcp'],
      ['relay', 'udp'],
    ] as const) {
      const start = opened.lab.start({ program, listen: [{ transport, port: 0 }] })
      await expect(start).rejects.toMatchObject({ code: 'bad-request' })
    }
  })
})

describe('udp sender', () => {
  it('sends each line as a datagram, prints what comes back, and ends with Ctrl+D', async () => {
    const { target, port, heard, send } = await peer()
    const room = await startRun(opened.lab, 'udp-sender', { target })
    room.lab.type(room.run.id, Buffer.from('un\n\ndeux\n'))
    await hears(heard, 'un\n', '\n', 'deux\n')
    expect(await room.event('connected')).toMatchObject({ outgoing: true, address: `127.0.0.1:${port}` })
    const [row] = opened.lab.live(room.run.id)!.sockets().ends
    await send(Buffer.from('merci'), row!.local.port)
    expect(await room.event('datagram', ({ participant }) => participant === 1)).toMatchObject({ text: 'merci' })
    room.lab.type(room.run.id, null)
    await until(
      'the end',
      () => room.lab.view(room.run.id).state,
      (state) => state === 'stopped',
    )
  })

  it('cuts a file into blocks, the last one shorter', async () => {
    const { target, heard } = await peer('::1')
    const room = await startRun(opened.lab, 'udp-sender', { target, cut: 'blocks', size: 1000 })
    const file = Buffer.from(Array.from({ length: 2500 }, (_, i) => i % 251))
    for (let at = 0; at < file.length; at += 700) room.lab.type(room.run.id, file.subarray(at, at + 700))
    room.lab.type(room.run.id, null)
    await until(
      'three blocks',
      () => heard.length,
      (length) => length === 3,
    )
    expect(heard.map(({ length }) => length)).toEqual([1000, 1000, 500])
    expect(Buffer.concat(heard)).toEqual(file)
  })

  it('says what cannot be sent, and when nobody listens where it is connected to', async () => {
    const gone = await peer()
    sockets.pop()!.close()
    const room = await startRun(opened.lab, 'udp-sender', { target: gone.target, connected: true })
    room.lab.type(room.run.id, Buffer.from('x\n'))
    expect(await room.event('unreached')).toMatchObject({ errno: 'ECONNREFUSED', port: gone.port })
    room.lab.type(room.run.id, Buffer.concat([Buffer.alloc(65_507, 'y'), Buffer.from('\n')]))
    expect(await room.event('datagram', ({ size }) => size === 65_508)).toMatchObject({ errno: 'EMSGSIZE' })
  })

  it('keeps to its rate after a burst', async () => {
    await opened.close()
    opened = await openLab({ datagramsPerSecond: 100 })
    const { target, heard } = await peer()
    const room = await startRun(opened.lab, 'udp-sender', { target })
    const began = performance.now()
    room.lab.type(room.run.id, Buffer.from('z\n'.repeat(40)))
    await until(
      'forty',
      () => heard.length,
      (length) => length === 40,
    )
    expect(performance.now() - began).toBeGreaterThan(250)
  })

  it('sends nowhere that the policy forbids', async () => {
    const start = opened.lab.start({ program: 'udp-sender', options: { target: { host: '192.0.2.1', port: 9 } } })
    await expect(start).rejects.toMatchObject({ code: 'target-denied' })
  })
})

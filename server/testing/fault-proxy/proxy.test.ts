/** The faults of the proxy, by literal bytes: of a pretended stream, a raw client, a page's WebSocket and an HTTP answer. */
import { PassThrough } from 'node:stream'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ManualClock, type Clock } from '../../core/clock.ts'
import { systemClock } from '../../core/system-clock.ts'
import { openApp, Tab } from '../app.ts'
import { openLab, startRun } from '../lab.ts'
import { hears, RawClient, until } from '../raw-client.ts'
import { Lane, NO_FAULTS, type Faults } from './lane.ts'
import { FaultProxy } from './proxy.ts'

const turn = () => new Promise<void>((done) => setImmediate(done))

describe('a lane', () => {
  /** A lane between two pretended streams, and each write that came out of it. */
  function lane(faults: Partial<Faults>) {
    const clock = new ManualClock()
    const [from, to] = [new PassThrough(), new PassThrough()]
    const writes: string[] = []
    let resets = 0
    let now: Faults = { ...NO_FAULTS, ...faults }
    to.on('data', (bytes: Buffer) => writes.push(bytes.toString()))
    to.on('end', () => writes.push('FIN'))
    const one = new Lane(from, to, { clock, faults: () => now, reset: () => void resets++ })
    return {
      from,
      clock,
      resets: () => resets,
      set(other: Partial<Faults>) {
        now = { ...NO_FAULTS, ...other }
        one.wake()
      },
      /** All of them, once these have come. */
      writes: (expected: readonly string[]) =>
        until(
          'writes',
          () => writes,
          (all) => all.length >= expected.length,
        ).then(() => expect(writes).toEqual(expected)),
      /** What has been written when there is nothing left to do but wait. */
      async still() {
        for (let n = 0; n < 20; n++) await turn()
        return writes
      },
    }
  }

  it('without faults hands on what it takes', async () => {
    const { from, writes } = lane({})
    from.write('abc')
    from.end('de')
    await writes(['abcde', 'FIN'])
  })

  it('cuts into writes of so many bytes', async () => {
    const { from, writes } = lane({ slice: 2 })
    from.end('abcde')
    await writes(['ab', 'cd', 'e', 'FIN'])
  })

  it('is late by its latency, FIN too', async () => {
    const { from, clock, writes, still } = lane({ latencyMs: 500 })
    from.write('abc')
    expect(await still()).toEqual([])
    clock.advance(400)
    from.end()
    expect(await still()).toEqual([])
    clock.advance(100)
    await writes(['abc'])
    clock.advance(399)
    expect(await still()).toEqual(['abc'])
    clock.advance(1)
    await writes(['abc', 'FIN'])
  })

  it('keeps to its rate, in pieces of a twentieth of a second', async () => {
    const { from, clock, writes, still } = lane({ bytesPerSecond: 60 })
    from.write('abcdefgh')
    await writes(['abc'])
    clock.advance(49)
    expect(await still()).toEqual(['abc'])
    clock.advance(1)
    await writes(['abc', 'def'])
    clock.advance(50)
    await writes(['abc', 'def', 'gh'])
  })

  it('is reset after so many bytes, and hands on no more', async () => {
    const { from, writes, still, resets } = lane({ resetAfter: 4 })
    from.write('abc')
    await writes(['abc'])
    expect(resets()).toBe(0)
    from.write('def')
    await writes(['abc', 'd'])
    await still()
    expect(resets()).toBeGreaterThan(0)
  })

  it('as a black hole hands nothing on, and all of it afterwards', async () => {
    const { from, writes, still, set } = lane({ blackHole: true })
    from.end('abc')
    expect(await still()).toEqual([])
    set({})
    await writes(['abc', 'FIN'])
  })

  it('half open hands on everything but FIN, and that afterwards', async () => {
    const { from, writes, still, set } = lane({ halfOpen: true })
    from.end('abc')
    expect(await still()).toEqual(['abc'])
    set({})
    await writes(['abc', 'FIN'])
  })

  it('holds 64 KiB and leaves the rest with the sender', async () => {
    const { from, still } = lane({ latencyMs: 1 })
    for (let n = 0; n < 40; n++) from.write(Buffer.alloc(8192))
    await still()
    expect(from.readableLength + from.writableLength).toBeGreaterThanOrEqual(40 * 8192 - 65_536)
  })
})

describe('a raw client behind it', () => {
  async function room(clock: Clock = systemClock) {
    const { lab, close } = await openLab()
    const run = await startRun(lab, 'relay')
    const proxy = await FaultProxy.open(run.port, clock)
    onTestFinished(async () => {
      await proxy.close()
      await close()
    })
    const witness = await run.client()
    const client = await RawClient.connect(proxy.port)
    await run.participants((states) => states.length === 2)
    return { run, proxy, witness, client }
  }

  it('is heard byte for byte, in reads of the size of a slice', async () => {
    const { run, proxy, witness, client } = await room()
    proxy.set({ slice: 3 })
    client.say('caf\xc3\xa9\r\n\0\n')
    await hears(witness, 'caf\xc3\xa9\r\n\0\n')
    expect((await run.event('lines')).reads[0]).toBeLessThan(9)
  })

  it('is heard late, hears late, and is not there while it is in a black hole', async () => {
    const clock = new ManualClock()
    const { run, proxy, witness, client } = await room(clock)
    const other = await run.client()
    await run.participants((states) => states.length === 3)
    proxy.set({ latencyMs: 100 })
    client.say('late\n')
    proxy.set({ blackHole: true })
    client.say('lost?\n')
    other.say('direct\n')
    await hears(witness, 'direct\n')
    proxy.set({})
    await until(
      'all of it',
      () => (clock.advance(100), witness.heard),
      (heard) => heard === 'direct\nlate\nlost?\n',
    )
    await hears(client, 'direct\n')
  })

  it('whose FIN is not handed on stays', async () => {
    const { run, proxy, witness, client } = await room()
    proxy.set({ halfOpen: true })
    client.say('last\n')
    client.finish()
    await hears(witness, 'last\n')
    expect((await run.events()).filter(({ kind }) => kind === 'ended')).toEqual([])
    proxy.set({})
    await run.event('ended')
  })

  it('is reset after so many bytes, at both ends, and so is who is reset by the other end', async () => {
    const { run, proxy, witness, client } = await room()
    proxy.set({ resetAfter: 9 })
    client.say('whole\nhalf of it\n')
    await hears(witness, 'whole\n')
    await run.event('closed', ({ reason }) => reason === 'reset')
    await until('the reset', () => client.error, Boolean)
    proxy.set({})
    const next = await RawClient.connect(proxy.port)
    next.say('next\n')
    await hears(witness, 'whole\nnext\n')
    next.reset()
    await run.event('closed', ({ participant, reason }) => participant === 3 && reason === 'reset')
    await until(
      'nobody',
      () => proxy.connections,
      (left) => left === 0,
    )
  })
})

describe('behind it', () => {
  async function server() {
    const app = await openApp()
    const proxy = await FaultProxy.open(app.port)
    onTestFinished(async () => {
      await proxy.close()
      await app.close()
    })
    return { app, proxy }
  }

  it('a page is served in slices, cut, and resumed', async () => {
    const { app, proxy } = await server()
    const run = await startRun(app.lab, 'relay')
    proxy.set({ slice: 7 })
    // The lab answers to its own address only: the name of the port is that of the lab.
    const tab = await Tab.open(proxy.port, undefined, app.port)
    const ana = await tab.join(run.run.id, 'Ana')
    await tab.say(run.run.id, ana, 'bonjour\n')
    await run.event('lines', ({ participant, text }) => participant === ana && text === 'bonjour\n')
    proxy.reset()
    await until(
      'the cut',
      () => tab.closed,
      (code) => code === 1006,
    )
    const { session } = tab.all('welcome')[0]!
    const again = await Tab.open(proxy.port, session, app.port)
    expect(again.all('welcome')[0]).toMatchObject({ resumed: true, mine: [{ participant: ana }] })
  })

  it('an HTTP answer comes whole, or is cut off', async () => {
    const { app, proxy } = await server()
    const ask = () =>
      new Promise<string>((done, failed) => {
        void RawClient.connect(proxy.port).then((client) => {
          client.say(`GET /api/health HTTP/1.1\r\nHost: 127.0.0.1:${app.port}\r\nConnection: close\r\n\r\n`)
          client.socket.on('close', () => (client.error ? failed(new Error(client.error)) : done(client.heard)))
          client.socket.on('end', () => client.finish())
        }, failed)
      })
    proxy.set({ slice: 11 })
    expect(await ask()).toMatch(/^HTTP\/1.1 200 OK\r\n[^]*\r\n\r\n\{"status":"ok",.*\}$/)
    proxy.set({ resetAfter: 100 })
    await expect(ask()).rejects.toThrow('ECONNRESET')
  })
})

/** The idle time-out: with a clock turned by hand, and on real sockets against socat, with -T on either side. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { ManualClock } from '../../core/clock.ts'
import { Child, socketLab } from '../../testing/child.ts'
import { openLab, startRun } from '../../testing/lab.ts'
import { hears, RawClient, until } from '../../testing/raw-client.ts'
import { IdleTimeout } from './idle-timeout.ts'
import type { Peer } from './peer.ts'
import type { StreamContext } from './context.ts'

/** A run of which only that is there which the time-out looks at. */
function watched(seconds: number, count: number) {
  const clock = new ManualClock()
  const closed: string[] = []
  const peers = Array.from({ length: count }, (_, i) => ({
    id: i + 1,
    present: true,
    ending: null,
    wanted: true,
    reading: true,
    stirred: false,
    idleTimeout: null as Peer['idleTimeout'],
    connection: { taken: 0, close: () => closed.push(`${i + 1} at ${clock.micros() / 1000}`), reset() {} },
  }))
  let timers = 0
  const run = {
    clock: {
      ...clock,
      micros: () => clock.micros(),
      after: (ms: number, then: () => void) => (timers++, clock.after(ms, then)),
    },
    record: { options: { idleTimeout: seconds } },
    recorder: {
      get now() {
        return clock.micros()
      },
    },
    peers,
    readGate: { want() {} },
    fanOut: { flush() {} },
    limits: { drainMs: 1e9 },
    running: true,
    touch() {},
    turn: () => idleTimeout.look(),
  }
  const idleTimeout = new IdleTimeout(run as unknown as StreamContext)
  idleTimeout.look()
  return { clock, peers, closed, look: () => idleTimeout.look(), timers: () => timers, run }
}

describe('IdleTimeout', () => {
  it('closes who has not had a byte for so long, counted from when it was accepted or last had one', () => {
    const { clock, peers, closed, look } = watched(10, 2)
    clock.advance(6000)
    peers[1]!.stirred = true
    look()
    expect(peers.map(({ idleTimeout }) => idleTimeout)).toEqual([{ closesAt: 10_000 }, { closesAt: 16_000 }])
    clock.advance(3999)
    expect(closed).toEqual([])
    clock.advance(1)
    expect(closed).toEqual(['1 at 10000'])
    clock.advance(6000)
    expect(closed).toEqual(['1 at 10000', '2 at 16000'])
  })

  it('does not count while the connection waits for accept', () => {
    const { clock, peers, closed, look } = watched(10, 1)
    peers[0]!.present = false
    look()
    clock.advance(60_000)
    expect([peers[0]!.idleTimeout, closed]).toEqual([null, []])
  })

  it('takes a queue that drains as traffic', () => {
    const { clock, peers, closed } = watched(10, 1)
    clock.advance(9000)
    peers[0]!.connection.taken = 1
    clock.advance(9000)
    expect(closed).toEqual([])
  })

  it('stands still while something keeps the program from reading, and goes on with what was left', () => {
    const { clock, peers, closed, look } = watched(10, 1)
    clock.advance(4000)
    peers[0]!.reading = false
    look()
    expect(peers[0]!.idleTimeout).toEqual({ left: 6000 })
    clock.advance(60_000)
    expect(closed).toEqual([])
    peers[0]!.reading = true
    look()
    expect(peers[0]!.idleTimeout).toEqual({ closesAt: 70_000 })
    clock.advance(6000)
    expect(closed).toEqual(['1 at 70000'])
  })

  it('counts for whom the program itself does not read: it is the program that hears nothing', () => {
    const { clock, peers, closed } = watched(10, 1)
    Object.assign(peers[0]!, { wanted: false, reading: false })
    clock.advance(10_000)
    expect(closed).toHaveLength(1)
  })

  it('starts one timer in as many seconds, however much is said', () => {
    const { clock, peers, look, timers } = watched(10, 50)
    for (let n = 0; n < 9000; n++) {
      clock.advance(1)
      peers[n % 50]!.stirred = true
      look()
    }
    expect(timers()).toBe(1)
  })

  it('closes nobody any more once the run is being stopped', () => {
    const { clock, closed, run } = watched(10, 1)
    run.running = false
    clock.advance(60_000)
    expect(closed).toEqual([])
  })
})

describe('a run with a time-out, on real sockets', () => {
  it('closes each of its clients for itself, says why, and goes on', async () => {
    const clock = new ManualClock()
    const { lab, close } = await openLab({}, { clock })
    onTestFinished(close)
    const room = await startRun(lab, 'relay', { idleTimeout: 1 })
    const silent = await room.client()
    await room.event('connected')
    clock.advance(999)
    expect(lab.live(room.run.id)!.participants()[0]!.state).toBe('open')
    clock.advance(1)
    expect(await room.event('closed')).toMatchObject({ participant: 1, reason: 'idle-timeout', unsent: 0 })
    await until('FIN', () => silent.ended, Boolean)
    expect(silent.error).toBeNull()
    const events = await room.events()
    const at = (kind: string) => events.find((event) => event.kind === kind)!.t / 1000
    expect(at('closed') - at('connected')).toBe(1000)
    const [ana, bob] = [await room.client(), await room.client()]
    await room.participants((states) => states.filter((state) => state === 'open').length === 2)
    ana.say('encore\n')
    await hears(bob, 'encore\n')
    for (const peer of [silent, ana, bob]) peer.socket.destroy()
  })

  it('lets who waits for accept wait, and accepts it when the silent one is closed', async () => {
    const clock = new ManualClock()
    const { lab, close } = await openLab({}, { clock })
    onTestFinished(close)
    const room = await startRun(lab, 'line-server', { idleTimeout: 1 })
    const first = await room.client()
    await room.participants((states) => states.includes('open'))
    const second = await room.client()
    await room.event('connected', (event) => event.participant === 2)
    clock.advance(1000)
    await room.event('accepted', (event) => event.participant === 2)
    clock.advance(1000)
    await room.event('closed', (event) => event.participant === 2 && event.reason === 'idle-timeout')
    const ends = (await room.events()).filter(({ kind }) => kind === 'closed' || kind === 'accepted')
    expect(ends.map(({ kind, participant }) => `${kind} ${participant}`)).toEqual([
      'closed 1',
      'accepted 2',
      'closed 2',
    ])
    expect((ends[2]!.t - ends[1]!.t) / 1000).toBe(1000)
    for (const peer of [first, second]) peer.socket.destroy()
  })

  it('has no field and no end where it was not asked for', async () => {
    const { lab, close } = await openLab()
    onTestFinished(close)
    const room = await startRun(lab, 'relay')
    const peer = await room.client()
    await room.participants((states) => states.includes('open'))
    expect(lab.live(room.run.id)!.participants()[0]).not.toHaveProperty('idleTimeout')
    peer.socket.destroy()
  })
})

describe('-T with socat', () => {
  const seconds = (from: number) => (performance.now() - from) / 1000

  it('socat -T 1 leaves a silent lab: FIN, exit code 0, and the lab takes it as an end', async () => {
    const lab = socketLab(['line-server', '--port', '0'])
    const port = await lab.port()
    const socat = new Child('socat', ['-T', '1', 'STDIO', `TCP:127.0.0.1:${port}`])
    await lab.says('is connected\n')
    expect(await socat.exit()).toBe(0)
    await lab.says('has left')
  })

  it('the lab with -T 1 leaves a silent socat, as a server: its next client is served', async () => {
    const lab = socketLab(['line-server', '--port', '0', '-T', '1'])
    const port = await lab.port()
    const socat = new Child('socat', ['STDIO', `TCP:127.0.0.1:${port}`])
    await lab.says('not a byte from or to')
    expect(await socat.exit()).toBe(0)
    const next = await RawClient.connect(port)
    next.say('me voici\n')
    await lab.prints('me voici\n')
    next.socket.destroy()
  })

  it('the lab with --idle-timeout 1 leaves a silent socat, as a client: it ends, with exit code 0 as socat does', async () => {
    const socat = new Child('socat', ['-d', '-d', 'TCP-LISTEN:0,bind=127.0.0.1', 'STDIO'])
    await socat.says('listening on')
    const port = / listening on AF=\d+ \S*:(\d+)$/m.exec(socat.err)![1]!
    const lab = socketLab(['alternating-chat', '--role', 'client', '127.0.0.1', port, '--idle-timeout', '1'])
    await lab.says('connected to')
    const from = performance.now()
    expect(await lab.exit()).toBe(0)
    expect(lab.err).toContain('not a byte from or to')
    expect(seconds(from)).toBeGreaterThan(0.5)
    expect(await socat.exit()).toBe(0)
  })
})

/** A participant is taken out of a run, while the program reads, waits, is paused or blocked; a real socat where it matters. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Child } from '../../testing/child.ts'
import { openLab, startRun } from '../../testing/lab.ts'
import { until } from '../../testing/raw-client.ts'
import { parseFilter } from '#shared/trace/filter.ts'
import { LAB } from '../../journal/port.ts'
import { BY, disconnect, live, opened, sees, socatTo } from './disconnecting.fixture.ts'

let lab: Awaited<ReturnType<typeof openLab>>
beforeEach(async () => {
  lab = await openLab()
})
afterEach(() => lab.close())

/** Its exit code. Its own child may live on for a moment, and hold what it printed to. */
async function over(child: Child): Promise<number> {
  const seen = await until(
    'socat to end',
    () => ({ code: child.process.exitCode, said: child.err }),
    ({ code }) => code !== null,
  )
  return seen.code!
}

describe.each(['fin', 'rst'] as const)('by %s', (how) => {
  it('the server of one client at a time takes the next one, and prints nothing of who is gone', async () => {
    const room = await startRun(lab.lab, 'line-server')
    const first = await room.client()
    await opened(room, 1)
    const second = await room.client()
    second.say('deux\n')
    await room.participants((all) => all.length === 2)
    disconnect(room, 1, how)
    first.say('un\n')
    expect(await room.event('lines')).toMatchObject({ participant: 2, text: 'deux\n' })
    expect(live(room)!.live().processes[0]).toMatchObject({ waits: { call: 'recv', who: 2 } })
    const closed = await room.event('closed', (event) => event.participant === 1)
    expect(closed).toMatchObject({ reason: 'disconnected', ...(how === 'fin' && { finSent: true }) })
    expect((await room.events()).filter(({ kind }) => kind === 'lines').length).toBe(1)
  })

  it('who waits in the backlog goes, and is not accepted afterwards', async () => {
    const room = await startRun(lab.lab, 'line-server')
    const first = await room.client()
    await opened(room, 1)
    const socat = socatTo(`TCP:127.0.0.1:${room.port}`)
    await room.participants((all) => all.length === 2)
    socat.type('attend\n')
    disconnect(room, 2, how)
    await sees(socat, how)
    first.finish()
    await room.event('closed', ({ participant }) => participant === 1)
    expect((await room.events()).filter(({ kind }) => kind === 'accepted')).toEqual([])
    expect(live(room)!.live().processes[0]).toMatchObject({ waits: { call: 'accept' } })
  })

  it('two that repeat what they hear stop, when one of them is disconnected in the middle of it', async () => {
    const room = await startRun(lab.lab, 'relay')
    const echo = () => new Child('socat', ['-d', '-d', `TCP:127.0.0.1:${room.port}`, 'EXEC:cat'])
    const one = echo()
    await opened(room, 1)
    const other = echo()
    await opened(room, 2)
    const third = await room.client()
    await opened(room, 3)
    third.say(`${'écho '.repeat(200)}\n`.repeat(20))
    await until(
      'a storm',
      () => third.size,
      (size) => size > 2_000_000,
    )
    disconnect(room, 1, how)
    await room.event('closed', ({ participant }) => participant === 1)
    const code = await over(one)
    if (how === 'fin') expect(code, one.err).toBe(0)
    else expect(one.err).toContain('Connection reset by peer')
    // What the other still repeats is heard by the third alone, who says nothing: it ends.
    const lines = async () => live(room)!.recorder.lastSeq
    let before = -1
    await until('an end', lines, (now) => {
      const still = now === before
      before = now
      return still && third.size > 0
    })
    disconnect(room, 2, 'rst')
    await room.event('closed', ({ participant }) => participant === 2)
    await over(other)
  })

  it('while select is partialBytes, with bytes that nobody has read', async () => {
    const room = await startRun(lab.lab, 'relay')
    const socat = socatTo(`TCP:127.0.0.1:${room.port}`)
    await opened(room, 1)
    const bob = await room.client()
    await opened(room, 2)
    room.lab.setStepper(room.run.id, 'paused', BY)
    await until(
      'paused',
      () => live(room)!.live().select!.state,
      (state) => state === 'paused',
    )
    socat.type('pas lu\n')
    disconnect(room, 1, how)
    await sees(socat, how)
    await room.event('closed', ({ participant }) => participant === 1)
    expect((await room.events()).filter(({ kind }) => kind === 'lines')).toEqual([])
    expect(live(room)!.live().select!.state).toBe('paused')
    expect(bob.size).toBe(0)
  })

  it('who never reads and holds everybody up: they go on at once', async () => {
    const room = await startRun(lab.lab, 'relay')
    const mute = await room.client({ reading: false })
    await opened(room, 1)
    const [ana, bob] = [await room.client(), await room.client()]
    await opened(room, 3)
    const flood = Buffer.alloc(1_000_000, `${'x'.repeat(99)}\n`)
    for (let i = 0; i < 12; i++) ana.say(flood)
    await until(
      'a room that waits',
      () => live(room)!.participants(),
      (all) => all[0]!.queued > 700_000 && all[1]!.paused,
    )
    disconnect(room, 1, how)
    await until(
      'all of it',
      () => bob.size,
      (size) => size === 12_000_000,
    )
    // An answer of the journal holds 8 MiB at most: only these are asked for.
    const filter = parseFilter('kind:closed')
    const closed = await until(
      'its end',
      async () =>
        (await room.lab.journal.read({ run: room.run.id, after: 0, limit: 10, filter }, LAB)).entries[0]?.detail,
      (detail) => detail !== undefined,
    )
    expect(closed).toMatchObject({ reason: 'disconnected', how, by: BY })
    expect((closed as { unsent: number }).unsent).toBeGreaterThan(500_000)
    mute.socket.resume()
    await until(
      'its end',
      () => mute.closed || mute.ended,
      (over) => over,
    )
    expect(mute.error).toBe(how === 'fin' ? null : 'ECONNRESET')
  })

  it.each([
    ['tls', () => ({ transport: 'tls', port: 0 }) as const],
    ['unix', () => ({ transport: 'unix', path: `disconnect-${process.pid}-${how}` }) as const],
  ])('by a listener of %s', async (kind, address) => {
    const room = await startRun(lab.lab, 'relay')
    const { listeners } = await lab.lab.openListener(room.run.id, address())
    const listener = listeners[1]!
    const to = kind === 'tls' ? `OPENSSL:127.0.0.1:${listener.port},verify=0` : `UNIX-CONNECT:${listener.path}`
    const socat = socatTo(to)
    await opened(room, 1)
    disconnect(room, 1, how)
    const code = await socat.exit()
    // A unix socket knows no RST.
    if (how === 'rst' && kind === 'tls') expect(socat.err).toContain('Connection reset by peer')
    else expect(code, socat.err).toBe(0)
    expect(await room.event('closed')).toMatchObject({ reason: 'disconnected', how })
  })

  it('a browser, which is told', async () => {
    const room = await startRun(lab.lab, 'relay')
    const hugo = await room.lab.join(room.run.id, 'hugo')
    let left = false
    hugo.onGone(() => (left = true))
    disconnect(room, hugo.id, how)
    await until(
      'it to leave',
      () => left,
      (now) => now,
    )
    expect(() => hugo.send(Buffer.from('encore\n'))).toThrow(expect.objectContaining({ code: 'not-yours' }))
    // The name is free at once.
    expect((await room.lab.join(room.run.id, 'hugo')).id).toBe(2)
  })

  it('a file that comes in stays in part, and one that goes out is told as cut', async () => {
    const room = await startRun(lab.lab, 'file-receiver')
    const sender = await room.client()
    sender.say('le début')
    await room.event('transfer')
    await until(
      'some of it',
      () => live(room)!.participants()[0]!.sent.bytes,
      (bytes) => bytes === 8,
    )
    disconnect(room, 1, how)
    const ended = await room.event('transfer', ({ state }) => state !== 'begun' && state !== 'going')
    expect(ended).toMatchObject({ state: 'partial', done: 8 })
  })
})

describe('a peer that ignores the FIN', () => {
  it('is closed after a while, and what it says then is answered by RST', async () => {
    const room = await startRun(lab.lab, 'relay')
    const peer = await room.client()
    await opened(room, 1)
    disconnect(room, 1, 'fin')
    await until(
      'FIN',
      () => peer.ended,
      (ended) => ended,
    )
    peer.say('encore\n')
    await room.event('closed')
    await until(
      'RST',
      () => {
        peer.say('et encore\n')
        return peer.error
      },
      (error) => error !== null,
    )
    expect((await room.events()).filter(({ kind }) => kind === 'lines')).toEqual([])
  })
})

describe('what is refused', () => {
  const refused = (code: string) => expect.objectContaining({ code }) as Error
  it('is told by its code', async () => {
    const room = await startRun(lab.lab, 'relay')
    expect(() => disconnect(room, 1, 'fin')).toThrow(refused('unknown-participant'))
    await room.client()
    await opened(room, 1)
    disconnect(room, 1, 'fin')
    expect(() => disconnect(room, 1, 'rst')).toThrow(refused('unknown-participant'))
    expect(() => lab.lab.disconnect('99', 1, 'fin', BY)).toThrow(refused('unknown-run'))
    const datagrams = await startRun(lab.lab, 'udp-receiver')
    expect(() => disconnect(datagrams, 1, 'fin')).toThrow(refused('no-connection'))
    await lab.lab.stop(room.run.id)
    expect(() => disconnect(room, 1, 'fin')).toThrow(refused('run-not-running'))
  })
})

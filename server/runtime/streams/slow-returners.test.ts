/** Who was closed for taking nothing waits before coming again; whoever shares its address with somebody who reads does not. */
import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../core/clock.ts'
import type { Connection } from '../../endpoints/port.ts'
import { openLab, startRun } from '../../testing/lab.ts'
import { RawClient, until } from '../../testing/raw-client.ts'
import type { Peer } from './peer.ts'
import { SlowReturners } from './slow-returners.ts'

const from = (host: string): Connection =>
  ({ via: 'tcp', remote: { host, port: 1 }, local: { host: '', port: 2 } }) as Connection
const peer = (host: string, more: Partial<Peer> = {}): Peer =>
  ({ connection: from(host), web: false, ending: null, ...more }) as Peer

describe('an address whose connection took nothing', () => {
  it('waits 1 s, then twice as long each time, at most 60 s, and begins anew after ten good minutes', () => {
    const clock = new ManualClock()
    const slow = new SlowReturners(clock)
    const waits = Array.from({ length: 8 }, () => {
      slow.closed(from('10.0.0.1'))
      const wait = slow.waitOf(from('10.0.0.1'), [])
      clock.advance(wait * 1000 - 1)
      expect(slow.waitOf(from('10.0.0.1'), [])).toBe(1)
      clock.advance(1)
      expect(slow.waitOf(from('10.0.0.1'), [])).toBe(0)
      return wait
    })
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
    clock.advance(600_000)
    slow.closed(from('10.0.0.1'))
    expect(slow.waitOf(from('10.0.0.1'), [])).toBe(1)
  })

  it('does not wait beside another participant, a web participant or one that is being closed apart; nor do others', () => {
    const slow = new SlowReturners(new ManualClock())
    slow.closed(from('10.0.0.1'))
    const waitBeside = (...here: Peer[]) => slow.waitOf(from('10.0.0.1'), here)
    expect(waitBeside(peer('10.0.0.1'))).toBe(0)
    expect(waitBeside(peer('10.0.0.2'))).toBe(1)
    expect(waitBeside(peer('10.0.0.1', { web: true }))).toBe(1)
    expect(waitBeside(peer('10.0.0.1', { ending: 'slow-consumer' }))).toBe(1)
    expect(slow.waitOf(from('10.0.0.2'), [])).toBe(0)
  })

  it('is remembered only as long as there are not too many of them', () => {
    const slow = new SlowReturners(new ManualClock())
    for (let n = 0; n <= 1000; n++) slow.closed(from(`10.0.${n >> 8}.${n & 255}`))
    expect([slow.waitOf(from('10.0.0.0'), []), slow.waitOf(from('10.0.0.1'), [])]).toEqual([0, 1])
  })
})

describe('a slow reader that comes again at once', () => {
  it('is refused with the time that it must wait, and admitted after it; web participants come as they like', async () => {
    const { lab, close } = await openLab({ slowConsumerMs: 300 })
    const room = await startRun(lab, 'relay')
    const deaf = await room.client({ reading: false })
    await room.event('connected')
    const ana = await lab.join(room.run.id, 'ana')
    const line = Buffer.from(`${'x'.repeat(8000)}\n`)
    const flood = setInterval(() => {
      try {
        for (let n = 0; n < 50; n++) ana.send(line)
      } catch {
        // She is paused for the one that does not read.
      }
    }, 5)
    await room.event('closed', ({ reason }) => reason === 'slow-consumer')
    clearInterval(flood)
    const again = await room.client().catch(() => null)
    expect(await room.event('refused')).toMatchObject({ reason: 'too-soon', wait: 1 })
    expect((await lab.join(room.run.id, 'bob')).name).toBe('bob')
    const back = await until(
      'its return',
      async () => {
        const one = await RawClient.connect(room.port).catch(() => null)
        const here = lab
          .live(room.run.id)!
          .participants()
          .filter(({ web, state }) => !web && state === 'open')
        return here.length > 0 ? one : null
      },
      (one) => one !== null,
    )
    ana.send(Buffer.from('bonjour\n'))
    await until(
      'the greeting',
      () => back!.heard,
      (heard) => heard.endsWith('bonjour\n'),
    )
    for (const one of [deaf, again, back]) one?.socket.destroy()
    await close()
  })
})

/** What a run makes of time: its own clock, and the wall's. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { ManualClock, type Clock } from '../../core/clock.ts'
import { systemClock } from '../../core/system-clock.ts'
import { openLab, startRun } from '../../testing/lab.ts'
import { until } from '../../testing/raw-client.ts'

describe('time', () => {
  /** A relay by this clock, with somebody who talks and somebody who hears. */
  async function relayBy(clock: Clock) {
    const other = await openLab({}, { clock })
    onTestFinished(() => other.close())
    const room = await startRun(other.lab, 'relay')
    const [ana, bob] = [await room.client(), await room.client()]
    await room.participants((states) => states.length === 2)
    return { room, ana, bob }
  }

  it('who sends FIN and then waits goes on hearing for 30 s', async () => {
    const clock = new ManualClock()
    const { room, ana, bob } = await relayBy(clock)
    ana.finish()
    await room.event('ended')
    clock.advance(29_999)
    bob.say('encore là ?\n')
    await until('the line', () => ana.size, Boolean)
    expect((await room.events()).filter(({ kind }) => kind === 'closed')).toEqual([])
    clock.advance(1)
    expect(await room.event('closed')).toMatchObject({ participant: 1, reason: 'half-closed-too-long' })
  })

  it('that the wall clock is moved by an hour changes neither the order nor the time since the start', async () => {
    let moved = 0
    const { room, ana, bob } = await relayBy({ ...systemClock, now: () => systemClock.now() + moved })
    for (const [n, by] of [0, 3_600_000, -3_600_000].entries()) {
      moved = by
      ana.say(`${n}\n`)
      await until('the line', () => bob.heard.endsWith(`${n}\n`), Boolean)
    }
    await room.event('lines', ({ text }) => text === '2\n')
    const said = (await room.events()).filter(({ kind }) => kind === 'lines')
    expect(said.map(({ text }) => text)).toEqual(['0\n', '1\n', '2\n'])
    expect(said.map(({ t }) => t)).toEqual(said.map(({ t }) => t).sort((a, b) => a - b))
    expect(said[2]!.t - said[0]!.t).toBeLessThan(60_000_000)
    expect(Math.round((said[1]!.time - said[2]!.time) / 3_600_000)).toBe(2)
  })
})

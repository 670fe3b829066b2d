import { describe, expect, it } from 'vitest'
import type { Moment, MomentQuery } from '#shared/protocol/moment.ts'
import { Past } from '../store/past.svelte.ts'
import { Player } from './player.svelte.ts'

const S = 1_000_000
/** A run with events at these seconds, and the lab's answers about it, each of which the test lets come. */
function runOf(...seconds: number[]) {
  const times = seconds.map((one) => one * S)
  const asked: MomentQuery[] = []
  const answers: (() => void)[] = []
  const read = (at: MomentQuery): Promise<Moment> => {
    asked.push(at)
    const seq = at.seq ?? times.filter((one) => one <= (at.t ?? 0)).length
    const t = at.t ?? times[seq - 1] ?? 0
    const none = { processes: null, calls: [], rows: null, more: 0, people: null, frozen: false, unread: [] }
    return new Promise((resolve) => {
      answers.push(() => resolve({ seq, t, next: times.find((one) => one > t) ?? null, ...none }))
    })
  }
  const shown: (number | null)[] = []
  const past = new Past(read, (moment) => shown.push(moment?.seq ?? null))
  const answer = async (): Promise<void> => {
    answers.shift()?.()
    await new Promise((resolve) => setTimeout(resolve))
  }
  return { past, asked, shown, answer, player: new Player(() => past) }
}

describe('the past', () => {
  it('reads one moment at a time, and of those asked for meanwhile only the last', async () => {
    const { past, asked, shown, answer } = runOf(1, 2, 3)
    past.go({ t: 0 })
    for (const t of [1 * S, 2 * S, 3 * S]) past.go({ t })
    expect(asked).toEqual([{ t: 0 }])
    await answer()
    await answer()
    expect(asked).toEqual([{ t: 0 }, { t: 3 * S }])
    expect(shown).toEqual([0, 3])
  })

  it('that is left stays left, whatever answer comes afterwards', async () => {
    const { past, shown, answer } = runOf(1)
    past.go({ t: S })
    past.leave()
    await answer()
    expect(shown).toEqual([null])
    expect(past.moment).toBeNull()
    expect(past.on).toBe(false)
  })

  it('steps on from the event that was asked for, not from the one that is still shown', async () => {
    const { past, asked, answer } = runOf(1, 2, 3, 4)
    past.go({ seq: 1 })
    await answer()
    for (let i = 0; i < 3; i++) past.step(1)
    await answer()
    await answer()
    expect(asked.at(-1)).toEqual({ seq: 4 })
  })
})

describe('the player', () => {
  it('lets time pass at its speed, and asks for a moment only when something has happened', async () => {
    const { player, past, asked, answer } = runOf(1, 2)
    past.go({ t: 0 })
    await answer()
    player.speed = 0.5
    player.play()
    player.frame(0)
    player.frame(1000)
    expect(player.t).toBe(0.5 * S)
    expect(asked).toHaveLength(1)
    player.frame(2100)
    expect(asked.at(-1)).toEqual({ t: 1.05 * S })
    await answer()
    expect(past.seq).toBe(1)
  })

  it('passes over a silence but for its first two seconds, unless it is to be kept', async () => {
    const { player, past, answer } = runOf(1, 60)
    past.go({ t: S })
    await answer()
    player.play()
    player.frame(0)
    player.frame(1900)
    expect(player.t).toBe(2.9 * S)
    player.frame(2100)
    expect(player.t).toBe(60 * S)
    player.cut = false
    past.go({ t: S })
    await answer()
    await answer()
    player.pause()
    await answer()
    past.go({ t: S })
    await answer()
    player.play()
    player.frame(0)
    player.frame(2100)
    expect(player.t).toBe(3.1 * S)
  })

  it('rests where it is told to, though it played', async () => {
    const { player, past, asked, answer } = runOf(1, 2, 3)
    past.go({ t: 0 })
    await answer()
    player.play()
    player.frame(0)
    player.frame(100)
    player.restAt({ seq: 3 })
    expect(player.playing).toBe(false)
    await answer()
    player.frame(5000)
    expect([past.seq, asked.at(-1)]).toEqual([3, { seq: 3 }])
  })

  it('rests at the end, and plays from the beginning when it is asked again', async () => {
    const { player, past, asked, answer } = runOf(1)
    past.go({ t: 0.9 * S })
    await answer()
    player.play()
    player.frame(0)
    player.frame(200)
    await answer()
    player.frame(300)
    expect(player.playing).toBe(false)
    player.play()
    expect(asked.at(-1)).toEqual({ t: 0 })
    player.frame(400)
    expect(player.playing).toBe(true)
    await answer()
    player.frame(500)
    player.frame(600)
    expect(player.t).toBe(0.2 * S)
  })
})

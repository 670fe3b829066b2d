import { describe, expect, it } from 'vitest'
import { sampleEvent } from '../events/sample.ts'
import { layOut } from './lanes.ts'
import { draw, type Drawing } from './paths.ts'
import { planOf } from './plan.ts'

const layout = layOut({ ids: [1, 2, 3, 4], open: new Set(), available: 840, timeWidth: 80, scale: 1 })
const lane = (id: number) => layout.laneOf.get(id)!
const x = (id: number): number => lane(id).x
/** Where the first head points. */
const tip = (drawing: Drawing): number => Number(/^M(\S+)/.exec(drawing.main.tips)![1])
const numbers = (path: string): number[] => [...path.matchAll(/-?\d+(?:\.\d+)?/g)].map(Number)

describe('draw', () => {
  it('points from the sender to the program, whichever side it is on', () => {
    const left = draw(planOf(sampleEvent('lines', 9, 1)), layout, [], 40)
    expect(numbers(left.main.line)[0]).toBe(x(1) + 5)
    expect(tip(left)).toBe(layout.program - 8)
    const right = draw(planOf(sampleEvent('lines', 9, 4)), layout, [], 40)
    expect(numbers(right.main.line)[0]).toBe(x(4) - 5)
    expect(tip(right)).toBe(layout.program + 8)
  })

  it('points from the program to the participant where the program acts', () => {
    expect(tip(draw(planOf(sampleEvent('accepted', 9, 1)), layout, [], 40))).toBe(x(1) + 5)
    expect(tip(draw(planOf(sampleEvent('accepted', 9, 3)), layout, [], 40))).toBe(x(3) - 5)
  })

  it('fans out below the line, once each way, with a head at each receiver', () => {
    const drawing = draw(planOf(sampleEvent('lines', 9, 1)), layout, [lane(2), lane(3), lane(4)], 40)
    expect(drawing.fan.line.match(/M/g)).toHaveLength(2)
    const heads = [...drawing.fan.tips.matchAll(/M(\S+) ([\d.]+)/g)].map(([, at, y]) => [Number(at), Number(y)])
    expect(heads).toEqual([
      [x(2) + 5, 32],
      [x(3) - 5, 32],
      [x(4) - 5, 32],
    ])
    expect(numbers(drawing.main.line)[1]).toBeLessThan(20)
  })

  it('leaves room for words between lane and program, and nowhere else', () => {
    for (const kind of ['lines', 'connected', 'ended', 'closed', 'blocked'] as const) {
      for (const id of [1, 4]) {
        const { label } = draw(planOf(sampleEvent(kind, 9, id)), layout, [], 40)
        const [low, high] = [Math.min(x(id), layout.program), Math.max(x(id), layout.program)]
        expect(label.x).toBeGreaterThan(low)
        expect(label.x + label.width).toBeLessThan(high)
      }
    }
  })

  it('writes what is about the run across the lane of the program', () => {
    const { label, main } = draw(planOf(sampleEvent('listening', 2, 0)), layout, [], 40)
    expect(label.x + label.width / 2).toBe(layout.program)
    expect(main.line).toBe('')
  })

  it('lets words take two lines where they hide no receiver', () => {
    const roomy = (who: number, receivers: number[]): boolean =>
      draw(planOf(sampleEvent('lines', 9, who)), layout, receivers.map(lane), 40).roomy
    expect(roomy(1, [])).toBe(true)
    expect(roomy(1, [3, 4])).toBe(true)
    expect(roomy(1, [2, 3])).toBe(false)
    expect(roomy(2, [1, 3])).toBe(true)
  })
})

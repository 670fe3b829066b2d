import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Turns, type Waiting } from './turns.ts'

interface Question extends Waiting {
  readonly number: number
}

/** Takes all that wait; who they are. */
function drain(turns: Turns<Waiting>): string[] {
  const all: string[] = []
  for (let one = turns.take(); one; one = turns.take()) all.push(`${one.by}${one.line}`)
  return all
}

function waiting(...names: string[]): Turns<Waiting> {
  const turns = new Turns<Waiting>()
  for (const name of names) turns.add({ by: name[0]!, line: name.slice(1) })
  return turns
}

describe('turns', () => {
  it('go round the askers, and round the lines of each', () => {
    expect(drain(waiting('a1', 'a1', 'a1', 'a2', 'b1', 'c1', 'c1'))).toEqual(['a1', 'b1', 'c1', 'a2', 'c1', 'a1', 'a1'])
  })

  it('are not taken by who is served while another comes', () => {
    const turns = waiting('a1', 'a1')
    expect(turns.take()).toMatchObject({ by: 'a' })
    turns.add({ by: 'b', line: '1' })
    expect(drain(turns)).toEqual(['b1', 'a1'])
  })

  it('pass who has gone', () => {
    const turns = waiting('a1', 'b1', 'c1')
    const gone = { by: 'b', line: '2' }
    turns.add(gone)
    expect([turns.size, turns.countOf('b'), turns.remove(gone), turns.remove(gone)]).toEqual([4, 2, true, false])
    expect(drain(turns)).toEqual(['a1', 'b1', 'c1'])
    expect(turns.size).toBe(0)
  })

  it('let one question wait for one of each other asker at most, and each line for one of each other line', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd')
    const step = fc.oneof(
      { weight: 2, arbitrary: fc.record({ do: fc.constant('add' as const), by: name, line: name }) },
      { weight: 1, arbitrary: fc.constant({ do: 'take' as const }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), which: fc.nat() }) },
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const turns = new Turns<Question>()
        const inside: Question[] = []
        let number = 0
        /** What was taken since each asker, or each line of one, began to wait or had its turn. */
        const passedBy = new Map<string, string[]>()
        const lineOf = ({ by, line }: Waiting): string => `${by}/${line}`
        const took = (one: Question): void => {
          inside.splice(inside.indexOf(one), 1)
          for (const [who, passed] of passedBy) {
            const waits = who.includes('/')
              ? inside.some((each) => lineOf(each) === who)
              : inside.some(({ by }) => by === who)
            if (who === one.by || who === lineOf(one) || !waits) passedBy.delete(who)
            else if (!who.includes('/')) passed.push(one.by)
            else if (who.startsWith(`${one.by}/`)) passed.push(one.line)
          }
          for (const each of inside)
            for (const who of [each.by, lineOf(each)]) if (!passedBy.has(who)) passedBy.set(who, [])
          for (const passed of passedBy.values()) expect(new Set(passed).size).toBe(passed.length)
        }
        for (const one of steps) {
          if (one.do === 'add') {
            const question = { by: one.by, line: one.line, number: number++ }
            turns.add(question)
            inside.push(question)
            for (const who of [one.by, lineOf(question)]) if (!passedBy.has(who)) passedBy.set(who, [])
          } else if (one.do === 'take') {
            const taken = turns.take()
            expect(taken === undefined).toBe(inside.length === 0)
            if (taken) took(taken)
          } else if (inside.length > 0) {
            const [gone] = inside.splice(one.which % inside.length, 1)
            expect(turns.remove(gone!)).toBe(true)
            for (const who of [gone!.by, lineOf(gone!)]) {
              if (!inside.some((each) => each.by === who || lineOf(each) === who)) passedBy.delete(who)
            }
          }
          expect(turns.size).toBe(inside.length)
        }
        while (inside.length > 0) took(turns.take()!)
      }),
      { numRuns: 500 },
    )
  })
})

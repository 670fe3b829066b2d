import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Options as RelayKnownOptions } from './options.ts'
import { Dialogue, lines } from '../common/dialogue.ts'
import { program as relayKnown } from './program.ts'

const begin = (strategy: RelayKnownOptions['strategy'], count = 3) =>
  new Dialogue(relayKnown, { maxLine: 100, reuseAddress: true, strategy, count })
const arrive = (program: ReturnType<typeof begin>, ...ids: number[]) =>
  ids.map((who) => program.hear({ type: 'arrived', who }))
const processes = (program: ReturnType<typeof begin>) => relayKnown.processes(program.state)

describe('relay for a known number, read in turn (question 5)', () => {
  it('reads nobody before the last of N has come, then the first one only', () => {
    const program = begin('in-turn')
    expect(arrive(program, 1, 2)).toEqual([['accept 1'], ['accept 2']])
    expect(arrive(program, 3)).toEqual([['accept 3', 'resume 1']])
    expect(processes(program)).toEqual([{ id: 'main', line: 'recv', waits: { call: 'recv', who: 1 } }])
  })

  it('passes a line on, and turns to the next one', () => {
    const program = begin('in-turn')
    arrive(program, 1, 2, 3)
    expect(program.hear({ type: 'lines', who: 1, lines: lines('un\n') })).toEqual([
      'fan-out "un\\n" of 1 to others',
      'pause 1',
      'resume 2',
    ])
    expect(program.hear({ type: 'lines', who: 2, lines: lines('deux\n') })[2]).toBe('resume 3')
    expect(program.hear({ type: 'lines', who: 3, lines: lines('trois\n') })[2]).toBe('resume 1')
  })

  it('never accepts client N+1, and leaves out those who end', () => {
    const program = begin('in-turn')
    arrive(program, 1, 2, 3)
    expect(arrive(program, 4)).toEqual([[]])
    expect(program.hear({ type: 'ended', who: 1 })).toEqual(['close 1 (finished)', 'resume 2'])
    expect(program.hear({ type: 'gone', who: 1 })).toEqual([])
    expect(program.hear({ type: 'gone', who: 3 })).toEqual([])
    expect(program.hear({ type: 'ended', who: 2 })).toEqual(['close 2 (finished)', 'exit'])
    expect(program.state.backlog).toEqual([4])
  })
})

describe('relay read in turn, whose clients leave', () => {
  it('stays at the one that it reads when one before it, or after it, goes', () => {
    for (const gone of [1, 3]) {
      const program = begin('in-turn')
      arrive(program, 1, 2, 3)
      program.hear({ type: 'lines', who: 1, lines: lines('un\n') })
      expect(program.hear({ type: 'gone', who: gone })).toEqual([])
      expect(processes(program)[0]!.waits).toEqual({ call: 'recv', who: 2 })
      const next = program.hear({ type: 'lines', who: 2, lines: lines('deux\n') })
      expect(next.at(-1)).toBe(gone === 1 ? 'resume 3' : 'resume 1')
    }
  })

  it('forgets who leaves the backlog, and has no process after its end', () => {
    const program = begin('in-turn', 1)
    arrive(program, 1, 2, 3)
    program.hear({ type: 'gone', who: 2 })
    expect(program.state.backlog).toEqual([3])
    expect(program.hear({ type: 'gone', who: 1 })).toEqual(['exit'])
    expect(processes(program)).toEqual([])
  })
})

describe('relay with a process for each client (question 5)', () => {
  const fork = (program: ReturnType<typeof begin>, who: number) =>
    program.hear({ type: 'forked', who, child: 100 + who, parent: 7 })

  it('forks a process for each, which reads its own client alone, and ends with the last', () => {
    const program = begin('process-each', 2)
    arrive(program, 1)
    expect(arrive(program, 2)).toEqual([['accept 2', 'fork 1', 'fork 2']])
    expect(processes(program)).toEqual([{ id: 'main', line: 'fork', waits: null }])
    expect(fork(program, 2)).toEqual([])
    expect(processes(program).map(({ pid, line }) => [pid, line])).toEqual([
      [7, 'fork'],
      [102, 'recv'],
    ])
    fork(program, 1)
    expect(processes(program)).toEqual([
      { id: 'main', pid: 7, line: 'wait', waits: { call: 'wait' } },
      { id: 'child-1', pid: 101, line: 'recv', waits: { call: 'recv', who: 1 } },
      { id: 'child-2', pid: 102, line: 'recv', waits: { call: 'recv', who: 2 } },
    ])
    expect(program.hear({ type: 'lines', who: 2, lines: lines('x\n') })).toEqual(['fan-out "x\\n" of 2 to others'])
    // The other process holds the socket as well: nothing is closed before it ends too.
    expect(program.hear({ type: 'ended', who: 1 })).toEqual([])
    expect(program.hear({ type: 'ended', who: 2 })).toEqual(['exit'])
    expect(processes(program)).toEqual([])
  })

  it('goes on without a child that dies: its client is read by nobody, and still hears the others', () => {
    const program = begin('process-each', 3)
    arrive(program, 1, 2, 3)
    for (const who of [1, 2, 3]) fork(program, who)
    expect(program.hear({ type: 'child-died', who: 2 })).toEqual(['pause 2'])
    expect(processes(program).map(({ id }) => id)).toEqual(['main', 'child-1', 'child-3'])
    expect(program.hear({ type: 'gone', who: 2 })).toEqual([])
    program.hear({ type: 'ended', who: 1 })
    expect(program.hear({ type: 'ended', who: 3 })).toEqual(['exit'])
  })

  it('forks for nobody who left while the others were awaited', () => {
    const program = begin('process-each', 2)
    arrive(program, 1)
    expect(program.hear({ type: 'gone', who: 1 })).toEqual([])
    expect(arrive(program, 2)).toEqual([['accept 2', 'fork 2']])
    const nobody = begin('process-each', 2)
    arrive(nobody, 1)
    nobody.hear({ type: 'gone', who: 1 })
    expect(nobody.hear({ type: 'forked', who: 1, child: 101, parent: 7 })).toEqual([])
    expect(nobody.state).toMatchObject({ children: new Map(), parent: undefined })
    expect(processes(nobody)).toEqual([{ id: 'main', line: 'accept', waits: { call: 'accept' } }])
  })
})

describe('relay for an unknown number without select (question 5)', () => {
  it('is stuck in recv while a newcomer waits, and in accept while a client speaks', () => {
    const program = begin('unknown')
    expect(arrive(program, 1)).toEqual([['accept 1', 'resume 1']])
    expect(arrive(program, 2)).toEqual([[]])
    expect(processes(program)[0]!.waits).toEqual({ call: 'recv', who: 1 })
    expect(program.hear({ type: 'lines', who: 1, lines: lines('a\n') })).toEqual([
      'fan-out "a\\n" of 1 to others',
      'pause 1',
      'accept 2',
      'resume 1',
    ])
    program.hear({ type: 'lines', who: 1, lines: lines('b\n') })
    program.hear({ type: 'lines', who: 2, lines: lines('c\n') })
    expect(processes(program)[0]!.waits).toEqual({ call: 'accept' })
    expect(program.state.clients).toEqual([1, 2])
  })
})

describe('every strategy', () => {
  it('delivers each read once, reads only whom it accepted, and accepts in the order of coming, in any interleaving', () => {
    const strategies = fc.constantFrom('in-turn' as const, 'process-each' as const, 'unknown' as const)
    const acts = fc.array(fc.tuple(fc.constantFrom('arrived', 'lines', 'ended', 'gone', 'child-died'), fc.nat(9)), {
      maxLength: 80,
    })
    fc.assert(
      fc.property(strategies, fc.integer({ min: 2, max: 4 }), acts, (strategy, count, all) => {
        const program = begin(strategy, count)
        const accepted: number[] = []
        const reading = new Set<number>()
        const living = new Set<number>()
        let last = 0
        let over = false
        for (const [type, pick] of all) {
          if (over) break
          const of = (set: Iterable<number>) => [...set][pick % Math.max(1, [...set].length)]
          const who = type === 'arrived' ? ++last : of(type === 'gone' ? living : reading)
          if (who === undefined) continue
          if (type === 'arrived') living.add(who)
          if (type === 'gone') living.delete(who)
          if (type !== 'arrived' && type !== 'lines') reading.delete(who)
          const effects = program.does(
            type === 'lines' ? { type, who, lines: lines('x\n') } : { type: type as 'arrived', who },
          )
          const delivered = effects.filter((effect) => effect.type === 'fan-out')
          expect(delivered.map(({ from }) => from)).toEqual(type === 'lines' ? [who] : [])
          for (const effect of effects) {
            if (effect.type === 'accept') accepted.push(effect.who)
            if (effect.type === 'resume') {
              expect(accepted).toContain(effect.who)
              reading.add(effect.who)
            }
            // fork returns, and the child reads.
            if (effect.type === 'fork') {
              program.does({ type: 'forked', who: effect.who, child: 1000 + effect.who, parent: 7 })
              reading.add(effect.who)
            }
            if (effect.type === 'pause') reading.delete(effect.who)
            if (effect.type === 'exit') over = true
          }
          if (strategy !== 'process-each') expect(reading.size).toBeLessThanOrEqual(1)
        }
        expect(accepted).toEqual([...accepted].sort((a, b) => a - b))
        if (strategy !== 'unknown') expect(accepted.length).toBeLessThanOrEqual(count)
      }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Dialogue, lines } from '../common/dialogue.ts'
import { program as lineServer } from './program.ts'

describe('line server (question 1)', () => {
  it('prints the lines of one client while a second one waits, then serves the second', () => {
    const program = new Dialogue(lineServer, { maxLine: 100, reuseAddress: true })
    expect(lineServer.processes(program.state)).toEqual([{ id: 'main', line: 'accept', waits: { call: 'accept' } }])
    expect(program.hear({ type: 'arrived', who: 1 })).toEqual(['accept 1', 'resume 1'])
    expect(lineServer.processes(program.state)).toEqual([
      { id: 'main', line: 'lines', waits: { call: 'recv', who: 1 } },
    ])
    expect(program.hear({ type: 'arrived', who: 2 })).toEqual([])
    expect(program.hear({ type: 'lines', who: 1, lines: lines('un\ndeux\n') })).toEqual([
      'fan-out "un\\ndeux\\n" of 1 to console',
    ])
    // As the loop has it: close, and only then the next accept.
    expect(program.hear({ type: 'ended', who: 1 })).toEqual(['close 1 (finished)'])
    expect(lineServer.processes(program.state)).toEqual([{ id: 'main', line: 'close', waits: null }])
    expect(program.hear({ type: 'gone', who: 1 })).toEqual(['accept 2', 'resume 2'])
    expect(program.state).toEqual({ serving: 2, closing: false, backlog: [] })
  })

  it('goes on with the next one when its client vanishes', () => {
    const program = new Dialogue(lineServer, { maxLine: 100, reuseAddress: true })
    for (const who of [1, 2, 3]) program.hear({ type: 'arrived', who })
    expect(program.hear({ type: 'gone', who: 2 })).toEqual([])
    expect(program.hear({ type: 'gone', who: 1 })).toEqual(['accept 3', 'resume 3'])
    expect(program.hear({ type: 'ended', who: 3 })).toEqual(['close 3 (finished)'])
    expect(program.hear({ type: 'gone', who: 3 })).toEqual([])
    expect(program.state).toEqual({ serving: null, closing: false, backlog: [] })
  })

  it('serves one at a time, in the order of coming, each exactly once, in any interleaving', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('arrived', 'ended', 'gone'), fc.nat(30)), { maxLength: 80 }),
        (acts) => {
          const program = new Dialogue(lineServer, { maxLine: 100, reuseAddress: true })
          let last = 0
          const served: number[] = []
          let waiting: number[] = []
          for (const [type, pick] of acts) {
            const { serving } = program.state
            // Only what can happen: a stranger arrives, the served one ends, the served or a waiting one goes.
            const known = [serving, ...waiting].filter((who) => who !== null)
            const who = type === 'arrived' ? ++last : type === 'ended' ? serving : known[pick % known.length]
            if (who === null || who === undefined) continue
            if (type === 'arrived') waiting.push(who)
            const accepted = program
              .does({ type, who })
              .flatMap((effect) => (effect.type === 'accept' ? [effect.who] : []))
            expect(accepted.length).toBeLessThanOrEqual(1)
            if (type === 'gone') waiting = waiting.filter((other) => other !== who)
            for (const next of accepted) {
              expect(next).toBe(waiting[0])
              waiting = waiting.slice(1)
              served.push(next)
            }
            expect(program.state.backlog).toEqual(waiting)
            expect(program.state.serving === null && waiting.length > 0).toBe(false)
          }
          expect(new Set(served).size).toBe(served.length)
        },
      ),
    )
  })
})

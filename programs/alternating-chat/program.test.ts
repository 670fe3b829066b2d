import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Options as AlternatingChatOptions } from './options.ts'
import { program as alternatingChat } from './program.ts'
import { Dialogue, lines } from '../common/dialogue.ts'
import type { StreamEffect } from '../common/program.ts'

const begin = (options: Partial<AlternatingChatOptions> = {}) =>
  new Dialogue(alternatingChat, { maxLine: 100, role: 'server', begins: 'as-the-sheet', ...options })
const waits = (program: ReturnType<typeof begin>) => alternatingChat.processes(program.state)[0]?.waits

describe('alternating chat (question 3)', () => {
  it('goes through the eight steps as the server', () => {
    const program = begin()
    expect(waits(program)).toEqual({ call: 'accept' })
    expect(program.hear({ type: 'arrived', who: 1 })).toEqual(['accept 1', 'resume 1'])
    expect(waits(program)).toEqual({ call: 'recv', who: 1 })
    expect(program.hear({ type: 'lines', who: 1, lines: lines('bonjour\n') })).toEqual([
      'pause 1',
      'fan-out "bonjour\\n" of 1 to console',
      'ask',
    ])
    expect(waits(program)).toEqual({ call: 'keyboard' })
    expect(program.hear({ type: 'typed', lines: lines('salut\n') })).toEqual([
      'fan-out "salut\\n" of 0 to 1',
      'resume 1',
    ])
  })

  it('goes through the eight steps as the client', () => {
    const program = begin({ role: 'client' })
    expect(program.hear({ type: 'started' })).toEqual(['connect'])
    expect(program.hear({ type: 'reached', who: 1 })).toEqual(['ask'])
    expect(program.hear({ type: 'typed', lines: lines('bonjour\n') })).toEqual([
      'fan-out "bonjour\\n" of 0 to 1',
      'resume 1',
    ])
    expect(program.hear({ type: 'lines', who: 1, lines: lines('salut\n') })).toEqual([
      'pause 1',
      'fan-out "salut\\n" of 1 to console',
      'ask',
    ])
  })

  it('prints one line a turn: a second one of the same read waits in its buffer', () => {
    const program = begin()
    program.hear({ type: 'arrived', who: 1 })
    expect(program.hear({ type: 'lines', who: 1, lines: lines('un\ndeux\n') })[1]).toBe(
      'fan-out "un\\n" of 1 to console',
    )
    expect(program.hear({ type: 'typed', lines: lines('a\n') })).toEqual([
      'fan-out "a\\n" of 0 to 1',
      'pause 1',
      'fan-out "deux\\n" of 1 to console',
      'ask',
    ])
  })

  it('reads on both sides when both are told to: each waits for the other', () => {
    const server = begin()
    const client = begin({ role: 'client', begins: 'reading' })
    server.hear({ type: 'arrived', who: 1 })
    client.hear({ type: 'reached', who: 1 })
    expect([waits(server), waits(client)]).toEqual([
      { call: 'recv', who: 1 },
      { call: 'recv', who: 1 },
    ])
  })

  it('ends with the peer: the program closes and exits', () => {
    const program = begin()
    program.hear({ type: 'arrived', who: 1 })
    expect(program.hear({ type: 'ended', who: 1 })).toEqual(['close 1 (finished)'])
    expect(program.hear({ type: 'gone', who: 1 })).toEqual(['exit'])
  })

  it('notices that the peer has ended only when it reads next', () => {
    const program = begin()
    program.hear({ type: 'arrived', who: 1 })
    program.hear({ type: 'lines', who: 1, lines: lines('adieu\n') })
    expect(program.hear({ type: 'ended', who: 1 })).toEqual([])
    expect(program.hear({ type: 'typed', lines: lines('reste\n') })).toEqual([
      'fan-out "reste\\n" of 0 to 1',
      'close 1 (finished)',
    ])
  })

  it('leaves a second client in the backlog', () => {
    const program = begin()
    program.hear({ type: 'arrived', who: 1 })
    expect(program.hear({ type: 'arrived', who: 2 })).toEqual([])
    expect(program.state.backlog).toEqual([2])
  })

  it('keeps what a read brought out of turn in its buffer, with what is there', () => {
    const program = begin()
    program.hear({ type: 'arrived', who: 1 })
    program.hear({ type: 'lines', who: 1, lines: lines('un\ndeux\n') })
    expect(program.hear({ type: 'lines', who: 1, lines: lines('trois\n') })).toEqual([])
    expect(waits(program)).toEqual({ call: 'keyboard' })
    for (const [typed, printed] of [
      ['a\n', 'deux\n'],
      ['b\n', 'trois\n'],
    ] as const) {
      const effects = program.hear({ type: 'typed', lines: lines(typed) })
      expect(effects).toContain(`fan-out ${JSON.stringify(printed)} of 1 to console`)
    }
    expect(program.hear({ type: 'typed', lines: lines('c\n') })).toEqual(['fan-out "c\\n" of 0 to 1', 'resume 1'])
  })

  it('takes no line of the keyboard out of its turn, nor for nobody', () => {
    const program = begin()
    expect(program.hear({ type: 'typed', lines: lines('tôt\n') })).toEqual([])
    program.hear({ type: 'arrived', who: 1 })
    expect(program.hear({ type: 'typed', lines: lines('tôt\n') })).toEqual([])
  })

  it('ends at Ctrl+D, with or without a peer, and when connect fails', () => {
    const early = begin()
    expect(early.hear({ type: 'started' })).toEqual([])
    expect(early.hear({ type: 'keyboard-ended' })).toEqual([])
    expect(alternatingChat.processes(early.state)).toEqual([])
    const served = begin({ begins: 'writing' })
    served.hear({ type: 'arrived', who: 1 })
    expect(served.hear({ type: 'keyboard-ended' })).toEqual(['close 1 (finished)'])
    expect(alternatingChat.processes(served.state)).toEqual([])
    const refused = begin({ role: 'client' })
    expect(alternatingChat.processes(refused.state)).toEqual([
      { id: 'main', line: 'connect', waits: { call: 'connect' } },
    ])
    expect(refused.hear({ type: 'unreached' })).toEqual(['exit'])
    expect(alternatingChat.processes(refused.state)).toEqual([])
  })

  it('forgets who leaves the backlog, and goes on with its peer', () => {
    const program = begin()
    for (const who of [1, 2, 3]) program.hear({ type: 'arrived', who })
    expect(program.hear({ type: 'gone', who: 2 })).toEqual([])
    expect(program.state.backlog).toEqual([3])
    expect(waits(program)).toEqual({ call: 'recv', who: 1 })
    program.hear({ type: 'gone', who: 1 })
    expect(alternatingChat.processes(program.state)).toEqual([])
  })

  it('never sends two lines in a row, and prints what it reads once and in order, in any interleaving', () => {
    const act = fc.oneof(
      fc.record({ type: fc.constant('lines' as const), count: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ type: fc.constant('typed' as const) }),
    )
    fc.assert(
      fc.property(
        fc.constantFrom('reading' as const, 'writing' as const),
        fc.array(act, { maxLength: 60 }),
        (begins, acts) => {
          const program = begin({ begins })
          const log: StreamEffect[] = [...program.does({ type: 'arrived', who: 1 })]
          let asked = log.some((effect) => effect.type === 'ask')
          let number = 0
          const sent: string[] = []
          for (const one of acts) {
            // The runtime answers a question once, and reads only while the program wants to.
            const reading =
              log.filter((effect) => effect.type === 'resume' || effect.type === 'pause').at(-1)?.type === 'resume'
            if (one.type === 'typed' ? !asked : !reading) continue
            const said = Array.from({ length: one.type === 'lines' ? one.count : 1 }, () => `${++number}\n`)
            if (one.type === 'lines') sent.push(...said)
            const whole = lines(said.join(''))
            const effects = program.does(
              one.type === 'typed' ? { type: 'typed', lines: whole } : { type: 'lines', who: 1, lines: whole },
            )
            asked = effects.some((effect) => effect.type === 'ask')
            log.push(...effects)
          }
          const spoken = log.filter((effect) => effect.type === 'fan-out')
          spoken.forEach(({ from }, i) => expect(from).not.toBe(spoken[i - 1]?.from))
          const printed = spoken
            .filter(({ from }) => from === 1)
            .map((effect) => Buffer.from(effect.lines.bytes).toString())
          expect(printed).toEqual(sent.slice(0, printed.length))
        },
      ),
    )
  })
})

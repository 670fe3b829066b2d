import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Dialogue, lines } from '../common/dialogue.ts'
import { program as duplexChat } from './program.ts'

const begin = (role: 'server' | 'client' = 'server') => new Dialogue(duplexChat, { maxLine: 100, role })

/** A server whose child is there. */
function chatting() {
  const program = begin()
  program.hear({ type: 'arrived', who: 1 })
  program.hear({ type: 'forked', who: 1, child: 12, parent: 11 })
  return program
}

describe('duplex chat (question 4)', () => {
  it('forks once it has a peer: the parent reads the keyboard, the child the socket', () => {
    const program = begin()
    expect(program.hear({ type: 'arrived', who: 1 })).toEqual(['accept 1', 'fork 1'])
    expect(program.hear({ type: 'forked', who: 1, child: 12, parent: 11 })).toEqual(['ask'])
    expect(duplexChat.processes(program.state)).toEqual([
      { id: 'main', pid: 11, line: 'keyboard', waits: { call: 'keyboard' } },
      { id: 'child-1', pid: 12, line: 'recv', waits: { call: 'recv', who: 1 } },
    ])
  })

  it('is the same on the other side', () => {
    const program = begin('client')
    expect(program.hear({ type: 'started' })).toEqual(['connect'])
    expect(program.hear({ type: 'reached', who: 1 })).toEqual(['fork 1'])
  })

  it('sends FIN at Ctrl+D and goes on receiving, until the peer ends too', () => {
    const program = chatting()
    expect(program.hear({ type: 'keyboard-ended' })).toEqual(['finish 1'])
    expect(program.hear({ type: 'lines', who: 1, lines: lines('encore\n') })).toEqual([
      'fan-out "encore\\n" of 1 to console',
    ])
    expect(duplexChat.processes(program.state)[0]).toMatchObject({ line: 'wait' })
    expect(program.hear({ type: 'ended', who: 1 })).toEqual(['close 1 (finished)'])
    expect(program.hear({ type: 'gone', who: 1 })).toEqual(['exit'])
  })

  it('goes on sending when the peer has ended, until Ctrl+D', () => {
    const program = chatting()
    expect(program.hear({ type: 'ended', who: 1 })).toEqual([])
    expect(duplexChat.processes(program.state)).toHaveLength(1)
    expect(program.hear({ type: 'typed', lines: lines('tu es là ?\n') })).toEqual([
      'fan-out "tu es là ?\\n" of 0 to 1',
      'ask',
    ])
    // As its listing does, which shuts down before it ends.
    expect(program.hear({ type: 'keyboard-ended' })).toEqual(['finish 1', 'close 1 (finished)'])
  })

  it('ends cleanly when its child dies', () => {
    const program = chatting()
    expect(program.hear({ type: 'child-died', who: 1 })).toEqual(['close 1 (finished)'])
    expect(duplexChat.processes(program.state)).toEqual([])
  })

  it('stands in one process before the fork, and in none after its end, however that comes', () => {
    const main = (line: string, call: string | null) => [{ id: 'main', line, waits: call && { call } }]
    const server = begin()
    expect(server.hear({ type: 'started' })).toEqual([])
    expect(duplexChat.processes(server.state)).toEqual(main('accept', 'accept'))
    expect(server.hear({ type: 'typed', lines: lines('personne\n') })).toEqual([])
    server.hear({ type: 'arrived', who: 1 })
    expect(duplexChat.processes(server.state)).toEqual(main('fork', null))
    const client = begin('client')
    expect(duplexChat.processes(client.state)).toEqual(main('connect', 'connect'))
    expect(client.hear({ type: 'unreached' })).toEqual(['exit'])
    expect(duplexChat.processes(client.state)).toEqual([])
    const early = begin()
    expect(early.hear({ type: 'keyboard-ended' })).toEqual([])
    expect(duplexChat.processes(early.state)).toEqual([])
    const chat = chatting()
    chat.hear({ type: 'gone', who: 1 })
    expect(duplexChat.processes(chat.state)).toEqual([])
    for (const order of [
      ['keyboard-ended', 'ended'],
      ['ended', 'keyboard-ended'],
    ] as const) {
      const both = chatting()
      for (const type of order) both.hear(type === 'ended' ? { type, who: 1 } : { type })
      expect(duplexChat.processes(both.state), order[0]).toEqual([])
    }
  })

  it('accepts one client only: who comes then waits, and may go again', () => {
    const program = chatting()
    expect(program.hear({ type: 'arrived', who: 2 })).toEqual([])
    expect(program.hear({ type: 'gone', who: 2 })).toEqual([])
    expect(duplexChat.processes(program.state)).toHaveLength(2)
  })

  it('loses, doubles and reorders nothing in either direction, in any interleaving', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 50 }), (acts) => {
        const program = chatting()
        const said = acts.map((typed, n) => ({ from: typed ? 0 : 1, text: `${n}\n` }))
        const delivered = said.flatMap(({ from, text }) =>
          program
            .does(from === 0 ? { type: 'typed', lines: lines(text) } : { type: 'lines', who: 1, lines: lines(text) })
            .flatMap((effect) =>
              effect.type === 'fan-out'
                ? [{ from: effect.from, text: Buffer.from(effect.lines.bytes).toString() }]
                : [],
            ),
        )
        expect(delivered).toEqual(said)
      }),
    )
  })
})

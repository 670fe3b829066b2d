import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Dialogue, lines } from '../common/dialogue.ts'
import { listing } from './listing.ts'
import type { Options } from './options.ts'
import { program as relay } from './program.ts'

const OPTIONS = { maxLine: 100, reuseAddress: true, sending: 'queues' } as const

describe('relay (question 6)', () => {
  it('has the listing of the sheet for a run that was recorded before there was a choice', () => {
    const { sending: _, ...earlier } = OPTIONS
    expect(listing(earlier as Options)).toEqual(listing({ ...OPTIONS, sending: 'sendall' }))
    expect(listing(OPTIONS)).not.toEqual(listing({ ...OPTIONS, sending: 'sendall' }))
  })

  it('accepts whoever comes and passes a line on to all the others', () => {
    const program = new Dialogue(relay, OPTIONS)
    expect(program.hear({ type: 'arrived', who: 1 })).toEqual(['accept 1', 'resume 1'])
    expect(program.hear({ type: 'arrived', who: 2 })).toEqual(['accept 2', 'resume 2'])
    expect(program.hear({ type: 'lines', who: 1, lines: lines('bonjour\n') })).toEqual([
      'fan-out "bonjour\\n" of 1 to others',
    ])
  })

  it('lets who sent FIN go on receiving, for 30 s', () => {
    const program = new Dialogue(relay, OPTIONS)
    program.hear({ type: 'arrived', who: 1 })
    expect(program.hear({ type: 'lines', who: 1, lines: lines('sans fin') })).toEqual([
      'fan-out "sans fin" of 1 to others',
    ])
    expect(program.hear({ type: 'ended', who: 1 })).toEqual(['timer 1 30000'])
    expect(program.hear({ type: 'timer', who: 1 })).toEqual(['close 1 (half-closed-too-long)'])
    expect(program.hear({ type: 'gone', who: 1 })).toEqual([])
  })

  it('delivers each read exactly once, in order, in any interleaving', () => {
    const said = fc.record({
      who: fc.integer({ min: 1, max: 5 }),
      text: fc.string({ unit: 'binary-ascii', maxLength: 20 }),
    })
    fc.assert(
      fc.property(fc.array(said, { maxLength: 60 }), (sayings) => {
        const program = new Dialogue(relay, OPTIONS)
        const delivered = sayings.flatMap(({ who, text }) =>
          program.does({ type: 'lines', who, lines: lines(`${text}\n`) }).map((effect) => {
            if (effect.type !== 'fan-out') throw new Error(effect.type)
            return { who: effect.from, text: Buffer.from(effect.lines.bytes).toString().slice(0, -1) }
          }),
        )
        expect(delivered).toEqual(sayings)
      }),
    )
  })
})

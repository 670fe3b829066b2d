import { describe, expect, it } from 'vitest'
import { Dialogue, lines } from '../common/dialogue.ts'
import { program as lineClient } from './program.ts'

const begin = () => new Dialogue(lineClient, { maxLine: 100, target: { host: 'h', port: 1 } })

describe('line client (question 2)', () => {
  it('connects, then sends each line of the keyboard until Ctrl+D', () => {
    const program = begin()
    expect(program.hear({ type: 'started' })).toEqual(['connect'])
    expect(program.hear({ type: 'reached', who: 1 })).toEqual(['ask'])
    expect(program.hear({ type: 'typed', lines: lines('bonjour\n') })).toEqual([
      'fan-out "bonjour\\n" of 0 to 1',
      'ask',
    ])
    expect(program.hear({ type: 'keyboard-ended' })).toEqual(['close 1 (finished)'])
    expect(program.hear({ type: 'gone', who: 1 })).toEqual(['exit'])
    expect(lineClient.processes(program.state)).toEqual([])
  })

  it('never reads the socket', () => {
    const program = begin()
    const heard = [
      program.hear({ type: 'started' }),
      program.hear({ type: 'reached', who: 1 }),
      program.hear({ type: 'typed', lines: lines('x\n') }),
    ]
    expect(heard.flat().filter((effect) => effect.startsWith('resume'))).toEqual([])
  })

  it('ends when it reaches nobody', () => {
    const program = begin()
    program.hear({ type: 'started' })
    expect(lineClient.processes(program.state)).toMatchObject([{ line: 'connect', waits: { call: 'connect' } }])
    expect(program.hear({ type: 'unreached' })).toEqual(['exit'])
  })
})

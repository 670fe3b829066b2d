import { describe, expect, it } from 'vitest'
import { Dialogue, lines } from '../common/dialogue.ts'
import { program as fileSender } from './program.ts'

describe('file sender (page on socat)', () => {
  it('accepts nobody before there is a file, then all who waited and have not left', () => {
    const program = new Dialogue(fileSender, { reuseAddress: true })
    expect(fileSender.processes(program.state)).toMatchObject([{ line: 'choose', waits: { call: 'choice' } }])
    for (const who of [1, 2, 3]) expect(program.hear({ type: 'arrived', who })).toEqual([])
    program.hear({ type: 'gone', who: 2 })
    expect(program.hear({ type: 'uploaded' })).toEqual([
      ...['accept 1', 'send-file 1', 'resume 1'],
      ...['accept 3', 'send-file 3', 'resume 3'],
    ])
    expect(fileSender.processes(program.state)).toMatchObject([{ line: 'select', waits: { call: 'select' } }])
  })

  it('sends FIN after the file, whatever the client says or ends meanwhile, and leaves the end to the client', () => {
    const program = new Dialogue(fileSender, { reuseAddress: true })
    program.hear({ type: 'uploaded' })
    expect(program.hear({ type: 'arrived', who: 1 })).toEqual(['accept 1', 'send-file 1', 'resume 1'])
    expect(program.hear({ type: 'lines', who: 1, lines: lines('thanks\n') })).toEqual([])
    expect(program.hear({ type: 'ended', who: 1 })).toEqual([])
    expect(program.hear({ type: 'sent', who: 1 })).toEqual(['finish 1'])
    expect(program.hear({ type: 'gone', who: 1 })).toEqual([])
    expect(program.hear({ type: 'uploaded' })).toEqual([])
  })

  it('cuts the connection of a client for whom the file cannot be read', () => {
    const program = new Dialogue(fileSender, { reuseAddress: true })
    program.hear({ type: 'uploaded' })
    program.hear({ type: 'arrived', who: 1 })
    expect(program.hear({ type: 'unsent', who: 1 })).toEqual(['close 1 (not-sent)'])
  })
})

import { describe, expect, it } from 'vitest'
import { Dialogue } from '../common/dialogue.ts'
import { program as fileReceiver } from './program.ts'

describe('file receiver (page on socat)', () => {
  it('takes several clients at once, each with a file of its own, and closes when the disk has the file', () => {
    const program = new Dialogue(fileReceiver, { reuseAddress: true })
    expect(program.hear({ type: 'arrived', who: 1 })).toEqual(['accept 1', 'store 1', 'resume 1'])
    expect(program.hear({ type: 'arrived', who: 2 })).toEqual(['accept 2', 'store 2', 'resume 2'])
    expect(program.hear({ type: 'ended', who: 2 })).toEqual(['keep 2'])
    expect(program.hear({ type: 'stored', who: 2 })).toEqual(['close 2 (finished)'])
    expect(program.hear({ type: 'gone', who: 2 })).toEqual([])
    expect([...program.state]).toEqual([1])
  })

  it('closes a client whose file cannot be kept, before its end', () => {
    const program = new Dialogue(fileReceiver, { reuseAddress: true })
    program.hear({ type: 'arrived', who: 1 })
    expect(program.hear({ type: 'unstored', who: 1 })).toEqual(['close 1 (not-stored)'])
  })
})

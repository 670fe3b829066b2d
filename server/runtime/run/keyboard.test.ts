import { describe, expect, it } from 'vitest'
import { Keyboard } from './keyboard.ts'

const typed = (...texts: string[]) => {
  const keyboard = new Keyboard(100)
  for (const text of texts) keyboard.type(Buffer.from(text))
  return keyboard
}
/** What the program is answered when it asks. */
const ask = (keyboard: Keyboard) => {
  keyboard.ask()
  const answer = keyboard.answer()
  return answer === null || answer === 'ended' ? answer : Buffer.from(answer.lines.bytes).toString()
}

describe('the keyboard', () => {
  it('answers one line a question, in order, and nothing unasked', () => {
    const keyboard = typed('un\nde', 'ux\ntr')
    expect(keyboard.answer()).toBeNull()
    expect(keyboard.view()).toEqual({ wanted: false, ahead: ['un\n', 'deux\n'], ended: false })
    expect([ask(keyboard), keyboard.answer(), ask(keyboard)]).toEqual(['un\n', null, 'deux\n'])
    expect(ask(keyboard)).toBeNull()
    expect(keyboard.view()).toEqual({ wanted: true, ahead: [], ended: false })
    keyboard.type(Buffer.from('ois\n'))
    expect(ask(keyboard)).toBe('trois\n')
  })

  it('ends once, after what was typed, a last line without its end among it', () => {
    const keyboard = typed('un\nfin')
    keyboard.end()
    keyboard.end()
    expect(keyboard.type(Buffer.from('tard\n'))).toBe(false)
    expect([ask(keyboard), ask(keyboard), ask(keyboard)]).toEqual(['un\n', 'fin', 'ended'])
    expect(keyboard.view()).toEqual({ wanted: false, ahead: [], ended: true })
    const silent = typed()
    silent.end()
    expect(ask(silent)).toBe('ended')
  })

  it('takes no more than a hundred lines ahead', () => {
    const keyboard = typed('x\n'.repeat(99))
    expect(keyboard.type(Buffer.from('y\nz\n'))).toBe(true)
    expect(keyboard.type(Buffer.from('w\n'))).toBe(false)
    expect(keyboard.view().ahead).toHaveLength(100)
    expect([ask(keyboard), ask(keyboard)]).toEqual(['x\n', 'x\n'])
    expect(keyboard.type(Buffer.from('w\n'))).toBe(true)
  })
})

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
    expect(keyboard.view()).toEqual({
      wanted: false,
      ahead: [
        { text: 'un\n', size: 3 },
        { text: 'deux\n', size: 5 },
      ],
      lines: 2,
      ended: false,
    })
    expect([ask(keyboard), keyboard.answer(), ask(keyboard)]).toEqual(['un\n', null, 'deux\n'])
    expect(ask(keyboard)).toBeNull()
    expect(keyboard.view()).toEqual({ wanted: true, ahead: [], lines: 0, ended: false })
    keyboard.type(Buffer.from('ois\n'))
    expect(ask(keyboard)).toBe('trois\n')
  })

  it('ends once, after what was typed, a last line without its end among it', () => {
    const keyboard = typed('un\nfin')
    keyboard.end()
    keyboard.end()
    expect(keyboard.type(Buffer.from('tard\n'))).toBe(false)
    expect([ask(keyboard), ask(keyboard), ask(keyboard)]).toEqual(['un\n', 'fin', 'ended'])
    expect(keyboard.view()).toEqual({ wanted: false, ahead: [], lines: 0, ended: true })
    const silent = typed()
    silent.end()
    expect(ask(silent)).toBe('ended')
  })

  it('takes no more than a thousand lines ahead', () => {
    const keyboard = typed('x\n'.repeat(999))
    expect(keyboard.type(Buffer.from('y\nz\n'))).toBe(true)
    expect(keyboard.type(Buffer.from('w\n'))).toBe(false)
    expect(keyboard.view()).toMatchObject({ lines: 1001 })
    expect([ask(keyboard), ask(keyboard)]).toEqual(['x\n', 'x\n'])
    expect(keyboard.type(Buffer.from('w\n'))).toBe(true)
  })

  it('takes no more than 1 MiB ahead, the line that is being typed among it, and has room again when one is read', () => {
    const keyboard = new Keyboard(131_072)
    const line = Buffer.from(`${'x'.repeat(99_999)}\n`)
    for (let n = 0; n < 10; n++) expect(keyboard.type(line)).toBe(true)
    expect(keyboard.type(Buffer.from('y'.repeat(48_576)))).toBe(true)
    expect(keyboard.type(Buffer.from('\n'))).toBe(false)
    expect(ask(keyboard)).toBe(line.toString())
    expect(keyboard.type(Buffer.from('\n'))).toBe(true)
    expect(keyboard.view()).toMatchObject({ lines: 10 })
  })

  it('shows the beginnings of the first lines, cut between two characters, and says how long they are', () => {
    const keyboard = new Keyboard(131_072)
    for (let n = 0; n < 50; n++) keyboard.type(Buffer.from(`${'é'.repeat(1000)}\n`))
    keyboard.type(Buffer.from(`x${'é'.repeat(1000)}\n`))
    const { ahead, lines } = keyboard.view()
    expect([ahead.length, lines]).toEqual([10, 51])
    expect(ahead[0]).toEqual({ text: 'é'.repeat(128), size: 2001 })
    for (let n = 0; n < 50; n++) ask(keyboard)
    expect(keyboard.view().ahead).toEqual([{ text: `x${'é'.repeat(127)}`, size: 2002 }])
  })
})

/** What comes in is handed on as fast as it can be shown. */
import { describe, expect, it } from 'vitest'
import { Inbox } from './inbox.ts'

/** An inbox, what it has handed on, and the frames that were asked for. */
function begin({ ready = true } = {}) {
  const taken: string[] = []
  const frames: (() => void)[] = []
  const inbox: Inbox<{ says: string }> = new Inbox(
    ({ says }) => {
      taken.push(says)
      if (says === 'end') inbox.clear()
    },
    (call) => frames.push(call),
  )
  if (ready) inbox.open()
  const say = (...words: readonly string[]): void => words.forEach((says) => inbox.push({ says }))
  const heard = (): string => taken.splice(0).join(' ')
  return { inbox, say, heard, frames, draw: () => frames.shift()?.() }
}

describe('an inbox', () => {
  it('hands on at once what comes when all is on the screen, and the rest together when it is', () => {
    const { say, heard, draw } = begin()
    say('a')
    expect(heard()).toBe('a')
    say('b', 'c')
    expect(heard()).toBe('')
    draw()
    expect(heard()).toBe('b c')
    draw()
    say('d')
    expect(heard()).toBe('d')
  })

  it('keeps what comes before the page is ready', () => {
    const { inbox, say, heard } = begin({ ready: false })
    say('a', 'b')
    inbox.handOn()
    expect(heard()).toBe('')
    inbox.open()
    expect(heard()).toBe('a b')
  })

  it('drops what is behind a message that ends the connection', () => {
    const { say, heard, draw } = begin()
    say('a', 'b', 'end', 'c')
    draw()
    expect(heard()).toBe('a b end')
    draw()
    expect(heard()).toBe('')
  })

  it('hands on all when the connection ends, and once only when the frame comes after all', () => {
    const { inbox, say, heard, draw } = begin()
    say('a', 'b')
    inbox.handOn()
    expect(heard()).toBe('a b')
    draw()
    say('c')
    expect(heard(), 'b is not on the screen yet').toBe('')
    draw()
    expect(heard()).toBe('c')
  })

  it('lets a bounded number wait for a page that draws no frames', () => {
    const { say, heard } = begin()
    say(...Array.from({ length: 2000 }, (_, n) => `${n}`))
    expect(heard().split(' ').length).toBeGreaterThan(1400)
  })

  it('takes the word of a frame once, however often it is said', () => {
    const { say, heard, frames } = begin()
    say('a')
    const [drawn] = frames
    say('b')
    drawn!()
    expect(heard()).toBe('a b')
    say('c')
    drawn!()
    expect(heard()).toBe('')
  })
})

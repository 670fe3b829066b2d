import { describe, expect, it } from 'vitest'
import { History } from './history.ts'

describe('History', () => {
  it('walks back to the first line and forth to the one being written', () => {
    const history = new History()
    for (const line of ['un', 'deux']) history.push(line)
    expect(history.back('en cours')).toBe('deux')
    expect(history.back('deux')).toBe('un')
    expect(history.back('un')).toBeUndefined()
    expect(history.forth()).toBe('deux')
    expect(history.forth()).toBe('en cours')
    expect(history.forth()).toBeUndefined()
  })

  it('has nothing to offer at first', () => {
    const history = new History()
    expect(history.back('x')).toBeUndefined()
    expect(history.forth()).toBeUndefined()
  })

  it('keeps a repeated line once, and no empty one', () => {
    const history = new History()
    for (const line of ['a', 'a', '', 'b', 'a']) history.push(line)
    expect([history.back(''), history.back(''), history.back(''), history.back('')]).toEqual(['a', 'b', 'a', undefined])
  })

  it('forgets the oldest of more than 200', () => {
    const history = new History()
    for (let i = 0; i < 250; i++) history.push(String(i))
    let last: string | undefined
    for (let line = history.back(''); line !== undefined; line = history.back('')) last = line
    expect(last).toBe('50')
  })
})

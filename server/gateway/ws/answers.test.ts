import { describe, expect, it } from 'vitest'
import { Answers } from './answers.ts'

const done = (ref: number) => ({ type: 'done', ref }) as const

describe('the answers of a session', () => {
  it('are repeated while they are kept, and never carried out again after that', () => {
    const answers = new Answers(3)
    for (const ref of [1, 2, 3, 4, 5]) {
      expect(answers.of(ref)).toBe('new')
      answers.begin(ref)
      expect(answers.of(ref)).toBe('under way')
      answers.end(ref, done(ref))
    }
    expect([1, 2, 3, 4, 5, 6].map((ref) => answers.of(ref))).toEqual([
      'forgotten',
      'forgotten',
      done(3),
      done(4),
      done(5),
      'new',
    ])
  })

  it('that are still to come are not given up, however many others are', () => {
    const answers = new Answers(2)
    answers.begin(1)
    for (let ref = 2; ref < 10; ref++) {
      answers.begin(ref)
      answers.end(ref, done(ref))
    }
    expect(answers.of(1)).toBe('under way')
    answers.end(1, done(1))
    expect(['new', 'under way']).not.toContain(answers.of(1))
  })
})

import { describe, expect, it } from 'vitest'
import { questionOf } from '../judge/questions.ts'
import { entryOf, readPlan } from './plan.ts'

describe('the name of a file', () => {
  it.each([
    ['ana/q1.py', '1', 'server', ['python3', '{src}', '{port}']],
    ['dupont_q3_client.c', '3', 'client', ['{bin}', '{host}', '{port}']],
    ['4-serveur.py', '4', 'server', ['python3', '{src}', '{port}']],
    ['question2.js', '2', 'client', ['node', '{src}', '{host}', '{port}']],
    ['relay_5.py', '5', 'server', ['python3', '{src}', '{port}', '{n}']],
    ['Q6.java', '6', 'server', ['java', '-Xshare:auto', '-Xmx256m', '-cp', '{dir}', 'Q6', '{port}']],
  ])('%s is question %s, %s', (file, question, role, run) => {
    expect(entryOf(file, null)?.entry).toMatchObject({ file, question, role, run })
  })

  it.each(['readme.txt', 'server.py', 'q7.py', 'q3.py', 'v12.py', 'group16_notes.md'])('%s tells nothing', (file) => {
    expect(entryOf(file, null)).toBeNull()
  })

  it('needs to tell nothing where the question was asked for', () => {
    expect(entryOf('mine.py', questionOf('3', 'client'))?.entry).toMatchObject({ question: '3', role: 'client' })
  })
})

describe('a plan', () => {
  const entry = { file: 'a.py', question: '6', role: 'relay', build: null, run: ['python3', '{src}', '{port}'] }

  it('names question and end', () => {
    const [one] = readPlan(JSON.stringify([entry]))
    expect(one?.question).toBe(questionOf('6', 'server'))
  })

  it.each([
    [[{ ...entry, question: '9' }], 'question 9'],
    [[{ ...entry, question: '1', role: 'line-client' }], 'line-client'],
    [[{ ...entry, run: 'python3' }], '/0/run'],
    [{}, 'array'],
  ])('that is none is refused: %j', (plan, why) => {
    expect(() => readPlan(JSON.stringify(plan))).toThrow(why)
  })
})

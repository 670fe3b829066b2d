import { describe, expect, it } from 'vitest'
import { completeOptions } from '#programs/registry.ts'
import type { Released } from '../../core/line-framer.ts'
import type { ProgramId } from '#shared/protocol/model.ts'
import type { StreamEffect } from '#programs/common/program.ts'
import { Interpreter, type InSendall, type Outer } from './interpreter.ts'

const optionsOf = (id: ProgramId) => {
  const completed = completeOptions(id, id === 'line-client' ? { target: { host: '127.0.0.1', port: 8080 } } : {})
  if ('wrong' in completed) throw new Error(completed.wrong)
  return completed.options
}

function interpreting(id: ProgramId, inSendall?: InSendall, also = (_: Outer<StreamEffect>): void => {}) {
  const effects: string[] = []
  const interpreter = new Interpreter<StreamEffect>(
    id,
    optionsOf(id),
    (effect) => {
      effects.push(effect.type)
      also(effect)
    },
    inSendall,
  )
  return { interpreter, effects }
}

describe('Interpreter', () => {
  it('carries out the effects of one input before an input that one of them leads to', () => {
    const order: string[] = []
    const { interpreter } = interpreting('relay', undefined, (effect) => {
      if (effect.type === 'accept' && effect.who === 1) interpreter.tell({ type: 'arrived', who: 2 })
      order.push('who' in effect ? `${effect.type} ${effect.who}` : effect.type)
    })
    interpreter.tell({ type: 'arrived', who: 1 })
    expect(order).toEqual(['accept 1', 'resume 1', 'accept 2', 'resume 2'])
  })

  it('takes no step once it has ended, and stands nowhere', () => {
    const { interpreter, effects } = interpreting('relay')
    expect(interpreter.inSelect).toBe(true)
    expect(interpreter.moved()).not.toBeNull()
    interpreter.end()
    expect(interpreter.tell({ type: 'arrived', who: 1 })).toBe(false)
    expect(effects).toEqual([])
    expect(interpreter.processes).toEqual([])
    expect(interpreter.keyboard).toBeNull()
    expect(interpreter.inSelect).toBe(false)
    expect(interpreter.moved()).toEqual([])
    expect(interpreter.moved()).toBeNull()
  })

  it('drops what waits when an effect ends it, and shows its keyboard no more', () => {
    const { interpreter, effects } = interpreting('line-client', undefined, () => interpreter.end())
    interpreter.tell({ type: 'reached', who: 1 })
    expect(interpreter.keyboard).not.toBeNull()
    interpreter.type(Buffer.from('un\n'))
    interpreter.type(Buffer.from('deux\n'))
    expect(effects).toEqual(['fan-out'])
    expect(interpreter.keyboard).toBeNull()
  })

  it('keeps inputs while the program is in sendall, and gives them in order once it has returned', () => {
    const sendall = { program: true, keyboard: true, told: null, stands: <T>(processes: T) => processes }
    const { interpreter, effects } = interpreting('relay', sendall)
    expect(interpreter.tell({ type: 'arrived', who: 1 })).toBe(false)
    expect(interpreter.acceptsAtOnce(2)).toBe(false)
    expect(effects).toEqual([])
    sendall.program = false
    expect(interpreter.acceptsAtOnce(2)).toBe(true)
    interpreter.sent()
    expect(effects).toEqual(['accept', 'resume'])
  })

  it('looks ahead without a change', () => {
    const { interpreter, effects } = interpreting('line-server')
    expect(interpreter.acceptsAtOnce(1)).toBe(true)
    expect(effects).toEqual([])
    expect(interpreter.tell({ type: 'arrived', who: 1 })).toBe(true)
    expect(interpreter.acceptsAtOnce(2)).toBe(false)
  })

  it('withholds what was typed while its keyboard is held, and says when the keyboard has it', () => {
    const sent: Released[] = []
    const { interpreter } = interpreting('line-client', undefined, (effect) => {
      if (effect.type === 'fan-out') sent.push(effect.lines)
    })
    interpreter.tell({ type: 'reached', who: 1 })
    expect(interpreter.hasKeyboard).toBe(true)
    interpreter.holdKeyboard(true)
    let taken = 0
    expect(interpreter.type(Buffer.from('bonjour\n'), () => taken++)).toBe(true)
    expect([taken, sent.length]).toEqual([1, 0])
    interpreter.holdKeyboard(false)
    expect(Buffer.concat(sent.map(({ bytes }) => bytes)).toString()).toBe('bonjour\n')
  })

  it('has no keyboard where the program reads none', () => {
    const { interpreter } = interpreting('relay')
    expect(interpreter.hasKeyboard).toBe(false)
    expect(interpreter.type(Buffer.from('x\n'))).toBe(false)
  })
})

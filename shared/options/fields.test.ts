import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { completeOptions } from './complete.ts'
import { fieldsOf, withoutTarget } from './fields.ts'
import { closed, eitherSide, listening, stream, Target } from './schemas.ts'

const SERVER = fieldsOf(Type.Object({ ...stream, ...listening, loud: Type.Boolean({ default: false }) }, closed))
const EITHER = fieldsOf(Type.Object({ ...eitherSide, target: Type.Optional(Target) }, closed))
const target = { host: '127.0.0.1', port: 8081 }

describe('fields of options', () => {
  it('have limits, defaults and marks of the schema, in its order', () => {
    expect(SERVER).toEqual([
      { kind: 'integer', name: 'maxLine', min: 16, max: 131_072, preset: 16_384, seldom: true },
      {
        kind: 'integer',
        name: 'idleTimeout',
        min: 0,
        max: 3600,
        preset: 0,
        seldom: true,
        short: 'T',
        unit: 'SECONDS',
      },
      { kind: 'switch', name: 'reuseAddress', preset: true, listens: true, seldom: true },
      { kind: 'switch', name: 'loud', preset: false },
    ])
    expect(EITHER.slice(1)).toEqual([
      { kind: 'choice', name: 'role', values: ['server', 'client'], preset: 'server' },
      { kind: 'target', name: 'target' },
    ])
  })

  it('leave out what has an unknown shape', () => {
    expect(fieldsOf(Type.Object({ names: Type.Array(Type.String()) }))).toEqual([])
    expect(fieldsOf({})).toEqual([])
  })

  it('are told apart from an address', () => {
    expect(withoutTarget(EITHER).map(({ name }) => name)).toEqual(['reuseAddress', 'role'])
  })
})

describe('options that were asked for', () => {
  const server = (given: unknown) => completeOptions({ role: 'server' }, SERVER, given)
  const either = (given: unknown) => completeOptions({ role: 'by-option' }, EITHER, given)

  it('get the defaults for what is missing', () => {
    const all = { maxLine: 16_384, idleTimeout: 0, reuseAddress: true, loud: false }
    expect(server(undefined)).toEqual({ options: all })
    expect(server({ loud: true, maxLine: 16 })).toEqual({ options: { ...all, loud: true, maxLine: 16 } })
  })

  it.each([
    ['text', 'an object'],
    [[], 'an object'],
    [null, 'an object'],
    [{ nope: 1 }, 'options.nope is unknown'],
    [{ maxLine: 15 }, 'options.maxLine must be an integer from 16 to 131072'],
    [{ maxLine: 131_073 }, 'options.maxLine must be'],
    [{ maxLine: 16.5 }, 'options.maxLine must be'],
    [{ maxLine: '64' }, 'options.maxLine must be'],
    [{ maxLine: null }, 'options.maxLine must be'],
    [{ loud: 'on' }, 'options.loud must be true or false'],
  ])('are refused where they do not fit: %j', (given, why) => {
    expect(server(given)).toEqual({ wrong: expect.stringContaining(why) })
  })

  it.each<[object, string]>([
    [{ role: 'judge' }, 'options.role must be one of server, client'],
    [{ role: 'client' }, 'options.target is missing for role client'],
    [{ role: 'client', target, reuseAddress: false }, 'options.reuseAddress is for a program that listens'],
    [{ role: 'client', target: {} }, 'options.target must be a host'],
    [{ role: 'client', target: { ...target, host: '' } }, 'options.target must be a host'],
    [{ role: 'client', target: { ...target, port: 0 } }, 'options.target must be a host'],
    [{ role: 'client', target: { ...target, more: 1 } }, 'options.target must be a host'],
    [{ role: 'client', target: 'here:80' }, 'options.target must be a host'],
  ])('of either side are refused where they do not fit: %j', (given, why) => {
    expect(either(given)).toEqual({ wrong: expect.stringContaining(why) })
  })

  it('of a client have nothing of a listener', () => {
    expect(either({ role: 'client', target })).toEqual({ options: { role: 'client', target } })
    expect(either({})).toEqual({ options: { role: 'server', reuseAddress: true } })
  })

  it('never take a name from what every object has', () => {
    expect(server(JSON.parse('{"__proto__":{"loud":true}}'))).toEqual({ wrong: expect.stringContaining('__proto__') })
  })
})

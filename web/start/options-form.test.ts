import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { AlternatingChatOptions, LineClientOptions, RelayKnownOptions, StreamOptions } from '#shared/options/schemas.ts'
import { connects, fieldsOf, optionsOf, partsOf, presets } from './options-form.ts'

const target = { host: '127.0.0.1', port: 8081 }

describe('the form of a scenario', () => {
  it('takes limits and defaults from the schema', () => {
    expect(fieldsOf(RelayKnownOptions)).toEqual([
      { kind: 'integer', name: 'maxLine', min: 16, max: 131_072, preset: 16_384 },
      { kind: 'integer', name: 'inactivity', min: 0, max: 3600, preset: 0 },
      { kind: 'switch', name: 'reuseAddress', preset: true, listens: true },
      { kind: 'integer', name: 'count', min: 2, max: 20, preset: 3 },
      { kind: 'choice', name: 'strategy', values: ['in-turn', 'process-each', 'unknown'], preset: 'in-turn' },
    ])
  })

  it('sends nothing where nothing was changed', () => {
    const fields = fieldsOf(StreamOptions)
    expect(optionsOf(fields, presets(fields), target)).toEqual({})
  })

  it('sends what was changed', () => {
    const fields = fieldsOf(RelayKnownOptions)
    expect(optionsOf(fields, { ...presets(fields), count: 5 }, target)).toEqual({ count: 5 })
  })

  it('turns a boolean into a switch, and keeps folded what few change', () => {
    const fields = fieldsOf(Type.Object({ ...StreamOptions.properties, loud: Type.Boolean({ default: true }) }))
    expect(fields.at(-1)).toEqual({ kind: 'switch', name: 'loud', preset: true })
    expect(optionsOf(fields, { ...presets(fields), loud: false }, target)).toEqual({ loud: false })
    const { main, seldom } = partsOf(fields)
    expect([main.map(({ name }) => name), seldom.map(({ name }) => name)]).toEqual([
      ['loud'],
      ['maxLine', 'inactivity', 'reuseAddress'],
    ])
  })

  it('asks a client for its target, and only a client', () => {
    const client = fieldsOf(LineClientOptions)
    expect(optionsOf(client, presets(client), target)).toEqual({ target })
    const chat = fieldsOf(AlternatingChatOptions)
    expect(connects(chat, presets(chat))).toBe(false)
    expect(optionsOf(chat, presets(chat), target)).toEqual({})
    expect(optionsOf(chat, { ...presets(chat), role: 'client' }, target)).toEqual({ role: 'client', target })
  })
})

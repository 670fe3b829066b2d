import { describe, expect, it } from 'vitest'
import type { Field } from '#shared/options/fields.ts'
import { fitting, optionsOf, partsOf, presets } from './options-form.ts'

const FIELDS: readonly Field[] = [
  { kind: 'integer', name: 'maxLine', min: 16, max: 131_072, preset: 16_384, seldom: true },
  { kind: 'switch', name: 'reuseAddress', preset: true, listens: true, seldom: true },
  { kind: 'choice', name: 'role', values: ['server', 'client'], preset: 'server' },
  { kind: 'switch', name: 'loud', preset: true },
  { kind: 'target', name: 'target' },
]
const target = { host: '127.0.0.1', port: 8081 }
const names = (fields: readonly Field[]) => fields.map(({ name }) => name)

describe('the form of a program', () => {
  it('sends nothing where nothing was changed', () => {
    expect(optionsOf(FIELDS, presets(FIELDS), null)).toEqual({})
  })

  it('sends what was changed', () => {
    expect(optionsOf(FIELDS, { ...presets(FIELDS), loud: false, maxLine: 64 }, null)).toEqual({
      loud: false,
      maxLine: 64,
    })
  })

  it('keeps folded what few change', () => {
    const { main, seldom } = partsOf(fitting(FIELDS, false))
    expect([names(main), names(seldom)]).toEqual([
      ['role', 'loud'],
      ['maxLine', 'reuseAddress'],
    ])
  })

  it('has a target for a client, and nothing of a listener', () => {
    expect(names(fitting(FIELDS, true))).toEqual(['maxLine', 'role', 'loud'])
    const values = { ...presets(FIELDS), role: 'client', reuseAddress: false }
    expect(optionsOf(FIELDS, values, target)).toEqual({ role: 'client', target })
  })
})

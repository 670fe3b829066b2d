import { describe, expect, it } from 'vitest'
import { cleanName, looksLike } from './names.ts'

describe('names of web participants', () => {
  it.each([
    ['ana', 'ana'],
    ['  Chloé   B. ', 'Chloé B.'],
    ['Zoe\u0308', 'Zoë'],
    ["d'Artagnan-2", "d'Artagnan-2"],
    ['Ольга', 'Ольга'],
    ['李', '李'],
  ])('takes %j', (raw, name) => {
    expect(cleanName(raw)).toBe(name)
  })

  it.each([
    '',
    '   ',
    '...',
    ':51512',
    'a\u202Eb',
    'a\nb',
    '\u001b[31m',
    'x'.repeat(33),
    'раypal',
    'Program',
    'c0nsole',
    '<b>',
    'e\u0301\u0301\u0301\u0301',
  ])('refuses %j', (raw) => {
    expect(() => cleanName(raw)).toThrow(expect.objectContaining({ code: 'bad-name' }))
  })

  it.each([
    ['ana', 'Ana'],
    ['Bob', 'B0b'],
    ['Iris', 'lris'],
    ['Chloé', 'Chloe'],
    ['рора', 'popa'],
    ['marn', 'mam'],
  ])('takes %j and %j for one another', (a, b) => {
    expect(looksLike(a, b)).toBe(true)
  })

  it('tells different names apart', () => {
    expect(looksLike('ana', 'anna')).toBe(false)
  })
})

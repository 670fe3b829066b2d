import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safeName } from './names.ts'

test.each([
  ['rapport.pdf', 'rapport.pdf'],
  ['../../etc/passwd', '_.._etc_passwd'],
  ['..', 'file'],
  ['', 'file'],
  ['C:\\temp\\a.txt', 'C__temp_a.txt'],
  ['.bashrc', 'bashrc'],
  ['-rf', 'rf'],
  ['nul.txt', '_nul.txt'],
  ['COM1', '_COM1'],
  ['communication.txt', 'communication.txt'],
  ['photo\u202egpj.exe', 'photogpj.exe'],
  ['a\u0000b\r\nc\u001b[2J', 'abc[2J'],
  ['e\u0301te\u0301.txt', '\u00e9t\u00e9.txt'],
  ['\ud800x', 'x'],
  ['a b .txt. ', 'a b .txt'],
])('%j becomes %j', (name, safe) => {
  expect(safeName(name)).toBe(safe)
})

test('a long name is cut before its extension, and never within a character', () => {
  expect(safeName(`${'é'.repeat(200)}.tar`)).toBe(`${'é'.repeat(58)}.tar`)
})

test('whatever the name, the safe one is a path component of at most 255 bytes, and is left as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 150 }), (name) => {
      const safe = safeName(name)
      expect(safe).not.toMatch(/[/\\\p{C}]/u)
      expect(['', '.', '..']).not.toContain(safe)
      expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(125)
      expect(safeName(safe)).toBe(safe)
    }),
    { numRuns: 50 },
  )
})

import { describe, expect, it } from 'vitest'
import { typesText } from './typing.ts'

type Modifier = 'ctrlKey' | 'metaKey' | 'altKey' | 'AltGraph'
const key = (name: string, ...modifiers: Modifier[]) => ({
  key: name,
  ctrlKey: modifiers.includes('ctrlKey'),
  metaKey: modifiers.includes('metaKey'),
  altKey: modifiers.includes('altKey'),
  getModifierState: (modifier: string) => modifiers.includes(modifier as Modifier),
})

describe('what writes', () => {
  it.each([['h'], ['É'], ['1'], ['/'], ['?'], ['ß'], ['日'], ['😀'], [' '], ['Dead'], ['Process']])('%s', (name) =>
    expect(typesText(key(name), true, 'Linux x86_64')).toBe(true),
  )

  it.each([['Enter'], ['Tab'], ['Escape'], ['F1'], ['ArrowUp'], ['Shift'], ['Backspace'], ['Unidentified'], ['']])(
    'not %s',
    (name) => expect(typesText(key(name), true, 'Linux x86_64')).toBe(false),
  )

  it('a space only where nothing else would take it', () => expect(typesText(key(' '), false, 'Win32')).toBe(false))
  it('no command', () => {
    for (const modifier of ['ctrlKey', 'metaKey', 'altKey'] as const)
      expect(typesText(key('c', modifier), true, 'Win32')).toBe(false)
  })
  it('what AltGr writes, as Windows and as Linux report it, and what Option writes on a Mac', () => {
    expect(typesText(key('@', 'AltGraph', 'ctrlKey', 'altKey'), true, 'Win32')).toBe(true)
    expect(typesText(key('{', 'AltGraph'), true, 'Linux x86_64')).toBe(true)
    expect(typesText(key('ñ', 'altKey'), true, 'MacIntel')).toBe(true)
  })
})

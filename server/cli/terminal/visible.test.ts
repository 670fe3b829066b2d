import { expect, it } from 'vitest'
import { visible } from './visible.ts'

it.each([
  ['bonjour à tous\tici\n', 'bonjour à tous\tici\n'],
  ['\u001b]0;titre\u0007\u001b[2J\n', '␛]0;titre␇␛[2J\n'],
  ['ligne\r\n', 'ligne␍\n'],
  ['\u009b31m\u007f\u202etxt', '⟨U+009B⟩31m␡⟨U+202E⟩txt'],
])('%j is shown as %j', (text, shown) => expect(visible(text)).toBe(shown))

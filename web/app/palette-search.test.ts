import { expect, it } from 'vitest'
import { wanted } from './palette-search.ts'

it.each([
  ['Thème\u202f: Sombre', 'theme sombre', true],
  ['Thème\u202f: Sombre', 'SOMB the', true],
  ['Thème\u202f: Sombre', '', true],
  ['Thème\u202f: Sombre', 'clair', false],
  ['Copier la commande socat', 'socat', true],
  ['Copier la commande socat', 'socat relais', false],
])('%j is wanted for %j: %s', (label, query, answer) => {
  expect(wanted(label, query)).toBe(answer)
})

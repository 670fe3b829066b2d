import { describe, expect, it } from 'vitest'
import { coach as en } from './text/en/coach.ts'
import { coach as fr } from './text/fr/coach.ts'
import { ADDRESS_TYPES } from './command/address-names.ts'
import { RIGHT, SHEET, TRAPS } from './cases.fixture.ts'
import { WRONG } from './wrong-cases.fixture.ts'
import { coach } from './coach.ts'
import { OPTION_TYPES } from './command/option-types.ts'
import { commandInHash, fill, hashOf, paint, partAt } from './paint.ts'
import { addressKey, partsOf } from './parts.ts'

const ALL = [...SHEET, ...RIGHT, ...WRONG, ...TRAPS]

describe('the painted command', () => {
  it.each(ALL)('is all there: $command', ({ command }) => {
    const lesson = coach(command)
    if (!lesson) throw new Error('no command')
    const stretches = paint(command, partsOf(lesson.command), lesson.findings)
    expect(stretches.map(({ text }) => text).join('')).toBe(command)
  })

  it('knows what the caret is in', () => {
    const lesson = coach('socat STDIO TCP:127.0.0.1:8080,crnl')
    const parts = partsOf(lesson!.command)
    expect([0, 6, 12, 16, 26, 31, 35].map((at) => partAt(parts, at)?.text)).toEqual([
      'socat',
      'STDIO',
      'TCP',
      '127.0.0.1',
      '8080',
      'crnl',
      'crnl',
    ])
  })
})

describe('the sentences', () => {
  it.each(['fr', 'en'] as const)('in %s have every value they ask for', (lang) => {
    const t = { fr, en }[lang]
    for (const { command } of ALL) {
      for (const { code, values } of coach(command)?.findings ?? [])
        expect(fill(t.findings[code], values), command).not.toMatch(/\{\w+\}/)
    }
  })

  it('there is one for every address type and for every kind of option', () => {
    for (const { name } of ADDRESS_TYPES.values()) {
      expect(fr.types[addressKey(name)], name).toBeTruthy()
      expect(en.types[addressKey(name)], name).toBeTruthy()
    }
    const commands = [...OPTION_TYPES.keys()].map((name) => `socat STDIO TCP:localhost:8080,${name}`)
    for (const command of commands) {
      const option = partsOf(coach(command)!.command).at(-1)
      expect(fr.options[option!.key] ?? fr.kinds[option!.kind], command).toBeTruthy()
    }
    expect(Object.keys(en.options)).toEqual(Object.keys(fr.options))
    expect(Object.keys(en.flags)).toEqual(Object.keys(fr.flags))
    // A sentence for a name that socat does not have would never be shown.
    for (const name of Object.keys(fr.options)) expect(OPTION_TYPES.get(name)?.name, name).toBe(name)
  })
})

it('the address of the page carries the command there and back', () => {
  for (const { command } of ALL) expect(commandInHash(hashOf(command))).toBe(command)
  expect([commandInHash(''), commandInHash('#autre'), commandInHash('#cmd=%E0%A4%A')]).toEqual([null, null, null])
})

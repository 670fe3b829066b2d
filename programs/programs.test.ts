/** What holds of every program: its folder is whole, and its traits say what it does. */
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { PROGRAM_IDS } from '#shared/model/programs.ts'
import { connects, forksWith } from '#shared/model/traits.ts'
import { withoutTarget } from '#shared/options/fields.ts'
import { Dialogue } from './common/dialogue.ts'
import type { Input } from './common/program.ts'
import { completeOptions, optionsOf, programOf, textOf } from './registry.ts'
import { traitsOf } from './traits.ts'

const LANGS = ['fr', 'en'] as const
const folder = new URL('.', import.meta.url)

it('every folder is a program of the list', () => {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(folders.map(({ name }) => name).filter((name) => name !== 'common')).toEqual([...PROGRAM_IDS].sort())
})

describe.each(PROGRAM_IDS)('%s', (id) => {
  const traits = traitsOf(id)
  const fields = optionsOf(id)
  const target = { host: '127.0.0.1', port: 1 }
  const optionsAs = (role: 'server' | 'client') => {
    const given = { ...(traits.role === 'by-option' && { role }), ...(role === 'client' && { target }) }
    const completed = completeOptions(id, given)
    if ('wrong' in completed) throw new Error(completed.wrong)
    return completed.options
  }
  const roles = (['server', 'client'] as const).filter((role) => [role, 'by-option'].includes(traits.role))
  /** It as it begins, and once it is under way. */
  const begun = (role: 'server' | 'client') => {
    const options = optionsAs(role)
    const dialogue = new Dialogue(programOf(id), options)
    const inputs: Input[] = [
      { type: 'started' },
      { type: 'uploaded' },
      { type: connects(traits, options) ? 'reached' : 'arrived', who: 1 },
    ]
    return { dialogue, effects: inputs.flatMap((input) => dialogue.does(input)), options }
  }

  it('has the options that its role needs', () => {
    expect(fields.some(({ kind }) => kind === 'target')).toBe(traits.role !== 'server')
    expect(fields.some(({ name }) => name === 'role')).toBe(traits.role === 'by-option')
    expect(traits.pairsWith !== null).toBe(traits.role !== 'server')
  })

  it.each(roles)('waits in calls that its traits know, at lines of its listing (%s)', (role) => {
    const { dialogue, effects, options } = begun(role)
    const lines = programOf(id)
      .listing(options)
      .map((line) => line.id)
    const processes = programOf(id).processes(dialogue.state)
    for (const { line } of processes) expect(lines).toContain(line)
    expect(processes.some(({ waits }) => waits?.call === 'select')).toBe(traits.selects !== null)
    for (const line of Object.values(traits.selects ?? {}).flat()) expect(lines).toContain(line)
    const does = (type: string) => effects.some((effect) => effect.type === type)
    if (does('ask')) expect(traits.console).toBe('keyboard')
    expect(does('receive')).toBe(traits.carrier === 'datagram')
    expect([does('store'), does('send-file')]).toEqual([traits.files === 'in', traits.files === 'out'])
    if (does('fork')) expect(forksWith(traits, options)).toBe(true)
  })

  it.each(LANGS)('has words for itself and for each of its options (%s)', async (lang) => {
    const { name, question, teach, plays, help, options } = await textOf(id, lang)
    for (const words of [name, question, teach, plays, help]) expect(words).not.toBe('')
    for (const field of withoutTarget(fields)) {
      const words = options[field.name]
      expect([words?.label, words?.help]).toEqual([expect.stringMatching(/./), expect.stringMatching(/./)])
      const values = field.kind === 'choice' ? field.values : []
      expect(Object.keys(words?.choices ?? {})).toEqual([...values])
    }
  })
})

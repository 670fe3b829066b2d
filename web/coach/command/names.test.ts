/** The tables against the socat of this machine, name by name. Skipped where there is none, or another version. */
import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { ADDRESS_TYPES } from './address-names.ts'
import { OPTION_TYPES } from './option-types.ts'

const help = spawnSync('socat', ['-hhh'], { encoding: 'utf8' }).stdout ?? ''
const version = spawnSync('socat', ['-V'], { encoding: 'utf8' }).stdout ?? ''
const known = /socat version 1\.7\.4/.test(version)

const [, addressPart = '', optionPart = ''] = /bi-address:\n([\s\S]*?)\n {3}opts:\n([\s\S]*)/.exec(help) ?? []

/** Name or alias -> [canonical name, groups]. */
function table(part: string): Map<string, { name: string; groups: string[] }> {
  const found = new Map<string, { name: string; groups: string[] }>()
  const lines = part.split('\n').map((line) => line.trim())
  for (const line of lines) {
    const [, name, groups] = /^([a-z0-9_-]+)(?:[:[]\S*)?\s+groups=(\S+)/.exec(line) ?? []
    if (name !== undefined && groups !== undefined) found.set(name, { name, groups: groups.split(',') })
  }
  for (const line of lines) {
    const [, alias, name] = /^(\S+) is an alias (?:name )?for (\S+)$/.exec(line) ?? []
    const target = found.get(name ?? '')
    if (alias !== undefined && target) found.set(alias, target)
  }
  return found
}

const sorted = (entries: Iterable<[string, { name: string; groups: Iterable<string> }]>) =>
  [...entries].map(([alias, { name, groups }]) => `${alias} ${name} ${[...groups].join()}`).sort()

describe.runIf(known)('the tables', () => {
  it('name every address type of socat, and no other', () => {
    const real = table(addressPart)
    // `pipe` is listed twice: without a file, and with one, where it takes more options.
    expect(real.size).toBeGreaterThan(150)
    expect(sorted(ADDRESS_TYPES)).toEqual(sorted(real))
  })

  it('name every address option of socat, and no other', () => {
    const real = table(optionPart)
    expect(real.size).toBeGreaterThan(700)
    expect(sorted(OPTION_TYPES)).toEqual(sorted(real))
  })

  it('say how many parameters an address takes', () => {
    const params = [...addressPart.matchAll(/^ *([a-z0-9-]+)((?::<[^>]+>)+)\s+groups/gm)]
    expect(params.length).toBeGreaterThan(60)
    for (const [, name = '', list = ''] of params) {
      const type = ADDRESS_TYPES.get(name)
      expect(type?.params, name).toEqual([...list.matchAll(/<([^>]+)>/g)].map(([, param]) => param))
    }
  })
})

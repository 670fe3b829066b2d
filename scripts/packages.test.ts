import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { firstMissing } from './packages.mjs'

type Packages = Record<string, { version?: string; optional?: boolean }>

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'socket-lab-packages-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function write(file: string, packages: Packages): void {
  mkdirSync(join(folder, 'node_modules'), { recursive: true })
  writeFileSync(join(folder, file), JSON.stringify({ lockfileVersion: 3, packages }))
}
const lock = (packages: Packages): void => write('package-lock.json', { '': {}, ...packages })
const installed = (packages: Packages): void => write('node_modules/.package-lock.json', packages)

describe('what npm start finds to install', () => {
  const both = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/a/node_modules/b': { version: '2.0.0' } }

  it('is nothing where all that the lock wants is there', () => {
    lock(both)
    installed({ ...both, 'node_modules/extra': { version: '1.0.0' } })
    expect(firstMissing(folder)).toBeNull()
  })

  it('is everything where nothing was installed', () => {
    lock(both)
    expect(firstMissing(folder)).toBe('node_modules')
  })

  it('is a package that is missing, by its name', () => {
    lock(both)
    installed({ 'node_modules/a': { version: '1.0.0' } })
    expect(firstMissing(folder)).toBe('b')
  })

  it('is a package of another version, older or newer', () => {
    lock(both)
    installed({ ...both, 'node_modules/a': { version: '1.0.1' } })
    expect(firstMissing(folder)).toBe('a')
  })

  it('is no package of another platform, yet an optional one of another version', () => {
    lock({ 'node_modules/o': { version: '1.0.0', optional: true } })
    installed({})
    expect(firstMissing(folder)).toBeNull()
    installed({ 'node_modules/o': { version: '0.9.0', optional: true } })
    expect(firstMissing(folder)).toBe('o')
  })

  it('cannot be told without a lock: a message says what to do', () => {
    writeFileSync(join(folder, 'package-lock.json'), '{ not json')
    expect(() => firstMissing(folder)).toThrow('clone the project again')
  })
})

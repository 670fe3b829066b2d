/** `socket-lab export` as it is typed: from a folder, from a lab that runs, and what it says where it cannot. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openSqliteJournal } from '../journal/sqlite/journal.ts'
import { openLab, startRun } from '../testing/lab.ts'
import { Child } from '../testing/child.ts'
import { dataFolder, ENV, flags, MAIN, pageOf } from '../testing/lab-command.ts'

const exported = (...args: string[]): Child => new Child(process.execPath, [MAIN, 'export', ...args], { LC_ALL: 'C' })

/** A folder with one run, in which somebody said something. */
async function recorded(): Promise<string> {
  const folder = dataFolder()
  const { journal } = await openSqliteJournal({ folder })
  const { lab, close } = await openLab({}, { journal })
  const room = await startRun(lab, 'relay')
  const ana = await room.client()
  ana.say('bonjour\n')
  await room.event('lines')
  await close()
  await journal.close()
  return folder
}

describe('a run of a folder', () => {
  it('goes to standard output, or to a file that is there whole or not at all', async () => {
    const data = await recorded()
    const piped = exported('1', '--format', 'text', '--data', data)
    expect(await piped.exit()).toBe(0)
    expect(piped.out).toMatch(/: bonjour$/m)
    const file = join(data, 'run é.jsonl')
    const saved = exported('1', '--format', 'jsonl', '--data', data, '--out', file)
    expect(await saved.exit()).toBe(0)
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
    expect(JSON.parse(lines.at(-1)!)).toEqual({ end: { events: lines.length - 3 } })
    expect(saved.err).toContain(`${readFileSync(file).length} bytes`)
    expect([saved.out, readdirSync(data).filter((name) => name.endsWith('.part'))]).toEqual(['', []])
  })

  it('names nobody where pseudonyms are wanted', async () => {
    const child = exported('1', '--format', 'text', '--names', 'pseudonyms', '--data', await recorded())
    expect(await child.exit()).toBe(0)
    expect(Buffer.from(child.out, 'latin1').toString()).toMatch(/ P1 → all others: bonjour$/m)
  })

  it('is refused where there is none, and no journal is made', async () => {
    const data = await recorded()
    const unknown = exported('7', '--format', 'csv', '--data', data)
    expect([await unknown.exit(), unknown.out]).toEqual([2, ''])
    expect(unknown.err).toContain(`there is no run 7 in ${data}`)
    const empty = dataFolder()
    const nothing = exported('1', '--format', 'csv', '--data', empty)
    expect(await nothing.exit()).toBe(2)
    expect(nothing.err).toContain('there is no journal')
    expect(readdirSync(empty)).toEqual([])
    const nowhere = exported('1', '--format', 'csv', '--data', data, '--out', join(data, 'no', 'where.csv'))
    expect([await nowhere.exit(), nowhere.err]).toEqual([2, expect.stringContaining('cannot be written: ENOENT')])
  })
})

it('comes from the page of a lab that runs, whose folder is its own', async () => {
  const data = await recorded()
  const child = new Child(process.execPath, [MAIN, ...flags(data)], ENV)
  const page = await pageOf({ child })
  const refused = exported('1', '--format', 'text', '--data', data)
  expect(await refused.exit()).toBe(2)
  expect(refused.err).toContain(`a lab uses ${data}`)
  const asked = exported('1', '--format', 'text', '--lab', page)
  expect(await asked.exit()).toBe(0)
  expect(asked.out).toMatch(/: bonjour$/m)
  const unknown = exported('77', '--format', 'text', '--lab', page)
  expect(await unknown.exit()).toBe(2)
  child.process.kill('SIGTERM')
  expect(await child.exit()).toBe(0)
  const gone = exported('1', '--format', 'text', '--lab', page)
  expect(await gone.exit()).toBe(2)
  expect(gone.err).toContain('does not answer: connect ECONNREFUSED')
}, 120_000)

it.each([
  [[], 'which run?'],
  [['1'], '--format : there are text, csv'],
  [['1', '--format', 'exe'], '--format exe'],
  [['../1', '--format', 'csv'], 'which run?'],
  [['1', '2', '--format', 'csv'], 'which run?'],
  [['1', '--format', 'csv', '--names', 'x'], '--names x'],
  [['1', '--format', 'csv', '--lab', 'file:///etc'], '--lab file:///etc'],
  [['1', '--format', 'csv', '--lang', 'de'], '--lang de'],
  [['1', '--what'], '--what'],
])('says what is wrong with %j', async (args, why) => {
  const child = exported(...args)
  expect([await child.exit(), child.out]).toEqual([2, ''])
  expect(child.err).toContain(why)
})

it('ends quietly when whoever reads it has gone', async () => {
  const child = new Child('sh', ['-c', `exec ${process.execPath} ${MAIN} export --help | head -c 1`])
  expect(await child.exit()).toBe(0)
  expect(child.err).toBe('')
})

/** `socket-lab journal`, `erase` and `forget` as they are typed: in a folder, and at a lab that runs. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openSqliteJournal } from '../journal/sqlite/journal.ts'
import { Child } from '../testing/child.ts'
import { dataFolder, ENV, flags, MAIN, pageOf, START_MS } from '../testing/lab-command.ts'
import { openLab, startRun } from '../testing/lab.ts'
import { until } from '../testing/raw-client.ts'

const typed = (...args: string[]): Child => new Child(process.execPath, [MAIN, ...args], { LC_ALL: 'C' })

/** A folder with two runs, in which somebody said something. */
async function recorded(): Promise<string> {
  const folder = dataFolder()
  const { journal } = await openSqliteJournal({ folder })
  const { lab, close } = await openLab({}, { journal })
  for (let n = 0; n < 2; n++) {
    const room = await startRun(lab, 'relay')
    const ana = await lab.join(room.run.id, 'zoraida')
    ana.send(Buffer.from('bonjour de zoraida\n'))
    await room.event('lines')
  }
  await close()
  await journal.close()
  return folder
}

it('looks a folder through, deletes a run of it, and gives the room back', async () => {
  const data = await recorded()
  const sound = typed('journal', 'check', '--data', data)
  expect([await sound.exit(), sound.out]).toEqual([0, expect.stringMatching(/^sound: 2 runs, \d+ events/)])
  const erased = typed('erase', '1', '--data', data)
  expect([await erased.exit(), erased.out]).toEqual([0, 'run 1 is deleted\n'])
  const again = typed('erase', '1', '--data', data)
  expect([await again.exit(), again.err]).toEqual([2, expect.stringContaining('there is no run 1')])
  const compact = typed('journal', 'compact', '--data', data)
  expect(await compact.exit()).toBe(0)
  expect(compact.out).toContain(`${statSync(join(data, 'journal.db')).size} after`)
  const nowhere = typed('journal', 'check', '--data', dataFolder())
  expect([await nowhere.exit(), nowhere.err]).toEqual([2, expect.stringContaining('there is no journal')])
}, 120_000)

it('deletes a run and forgets a person at a lab that runs, as its teacher', async () => {
  const data = await recorded()
  const lab = new Child(process.execPath, [MAIN, ...flags(data), '--class', '--host', '127.0.0.1'], ENV)
  const page = await pageOf({ child: lab })
  const found = () => /(http\S+#teacher=\S+)\n/.exec(lab.out)?.[1]
  await until('the teacher’s link', found, (one) => one !== undefined, START_MS)
  const link = found()!
  const refused = typed('erase', '1', '--lab', page)
  expect([await refused.exit(), refused.err]).toEqual([2, expect.stringContaining('This is for the teacher')])
  const busy = typed('journal', 'check', '--data', data)
  expect([await busy.exit(), busy.err]).toEqual([2, expect.stringContaining('a lab uses')])
  const erased = typed('erase', '1', '--lab', page, '--teacher', link)
  expect([await erased.exit(), erased.err]).toEqual([0, ''])
  const forgotten = typed('forget', 'zoraida', '--lab', page, '--teacher', link)
  expect([await forgotten.exit(), forgotten.err]).toEqual([0, ''])
  expect(forgotten.out).toMatch(/^zoraida is now called forgotten-[0-9a-f]{6}, in runs 2\n/)
  expect(Buffer.from(forgotten.out, 'latin1').toString()).toContain('somebody wrote “zoraida” in runs 2')
  lab.process.kill('SIGTERM')
  expect(await lab.exit()).toBe(0)
}, 120_000)

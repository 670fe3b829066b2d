/** What is done to a run after its end is in its journal, also where an earlier process began it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { LAB } from '../../journal/port.ts'
import { openSqliteJournal } from '../../journal/sqlite/journal.ts'
import { openLab, startRun } from '../../testing/lab.ts'

const by = { address: '10.0.0.7' }

it('goes behind the last event, over a restart too', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'socket-lab-afterwards-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const lived = async (work: (lab: Awaited<ReturnType<typeof openLab>>['lab']) => Promise<void>) => {
    const { journal } = await openSqliteJournal({ folder })
    const opened = await openLab({}, { journal })
    await work(opened.lab)
    await opened.close()
    await journal.close()
  }
  let id = ''
  await lived(async (lab) => {
    id = (await startRun(lab, 'relay')).run.id
    await lab.stop(id)
    lab.record(id, { command: 'remove-file', by, file: 1 })
    lab.record(id, { command: 'remove-file', by, file: 2 })
  })
  await lived(async (lab) => {
    lab.record(id, { command: 'remove-file', by, file: 3 })
    lab.record(id, { command: 'remove-file', by, file: 4 })
    await lab.journal.flush()
  })
  await lived(async (lab) => {
    const { entries } = await lab.journal.read({ run: id, after: 0, limit: 100 }, LAB)
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1))
    expect(entries.slice(-5).map(({ kind }) => kind)).toEqual(['run-stopped', ...Array<string>(4).fill('command')])
    expect(entries.slice(-4).map(({ detail }) => detail)).toEqual(
      [1, 2, 3, 4].map((file) => ({ command: 'remove-file', by, file })),
    )
    const times = entries.map(({ t }) => t)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(lab.view(id)).toMatchObject({ state: 'stopped', lastSeq: entries.length })
    expect(() => lab.record('99', { command: 'remove-file', by, file: 1 })).toThrow('99')
  })
})

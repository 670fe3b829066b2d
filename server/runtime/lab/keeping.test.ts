/** What is kept no longer: by age, by size, never what goes on; and the end of a run, on disk. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ManualClock } from '../../core/clock.ts'
import { LAB, type Journal } from '../../journal/port.ts'
import { line, RECORD } from '../../journal/samples.fixture.ts'
import { openSqliteJournal } from '../../journal/sqlite/journal.ts'
import { dataFolder } from '../../testing/lab-command.ts'
import { openLab, startRun } from '../../testing/lab.ts'
import { until } from '../../testing/raw-client.ts'
import { Keeping, type Deleted, type KeepingParts } from './keeping.ts'

const DAY = 86_400_000
const MARKER = 'zq7-what-a-run-said'

/** A run that ended so many days ago, with payload. */
async function past(journal: Journal, clock: ManualClock, days: number, bytes = 10): Promise<string> {
  const stoppedAt = clock.now() - days * DAY
  const { id } = await journal.createRun({ ...RECORD, state: 'stopped', startedAt: stoppedAt - 1000, stoppedAt })
  // What does not compress: the file grows by as much.
  const text = (): string => Buffer.from(Array.from({ length: 4000 }, () => Math.random() * 256)).toString('base64')
  for (let n = 1, size = 0; size < bytes || n === 1; n++) {
    const entry = line(n, `${MARKER} ${text()}\n`)
    journal.append(id, entry)
    size += entry.bytes.length
  }
  await journal.flush()
  return id
}

async function opened(fill: (journal: Journal, clock: ManualClock) => Promise<unknown> = async () => {}) {
  const folder = dataFolder()
  const clock = new ManualClock()
  const { journal } = await openSqliteJournal({ folder })
  await fill(journal, clock)
  const { lab, folder: files, close } = await openLab({}, { journal, clock })
  onTestFinished(async () => {
    await close()
    await journal.close()
  })
  const told: Deleted[] = []
  const keeping = (limits: KeepingParts['limits'], more: Partial<KeepingParts> = {}) => {
    const made = new Keeping({
      ...{ clock, limits, afterwards: lab.afterwards, journal, running: () => lab.running },
      ...{ files: { used: async () => 0 }, copies: () => [], told: (deleted: Deleted) => void told.push(deleted) },
      failed: (error) => {
        throw error
      },
      ...more,
    })
    onTestFinished(() => made.end())
    return made
  }
  const ids = () => lab.views().map(({ id }) => id)
  return { folder, files, clock, journal, lab, told, keeping, ids }
}

/** Files below the folders in which the bytes stand. */
const filesWith = (folders: readonly string[], text: string): string[] =>
  folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((path) => statSync(path).isFile() && readFileSync(path).includes(text)),
  )

describe('what is kept no longer', () => {
  it('is deleted at the start and once an hour, by its age, and never while it goes on', async () => {
    const { clock, lab, told, keeping, ids, journal } = await opened(async (journal, clock) => {
      await past(journal, clock, 31)
      await past(journal, clock, 29.99)
    })
    const { run } = await startRun(lab, 'relay')
    const kept = keeping({ days: 30, bytes: 0 })
    kept.begin()
    await until('the first look', ids, (all) => all.length === 2)
    expect(ids()).toEqual([run.id, '2'])
    await kept.look()
    expect(told).toEqual([{ old: ['1'], large: [], copies: [], room: expect.any(Number) as number }])
    expect((await journal.runs(LAB)).map(({ id }) => id)).toEqual([run.id, '2'])
    clock.advance(3_600_000)
    await until('the second look', ids, (all) => all.length === 1)
    clock.advance(90 * DAY)
    await kept.look()
    expect(ids()).toEqual([run.id])
    expect(await kept.figures()).toMatchObject({ days: 30, limit: null, runs: 0, deleted: 2 })
  })

  it('is what ended first where all of it takes too much room, down to the limit', async () => {
    const MIB = 1024 * 1024
    const { told, keeping, ids, journal } = await opened(async (journal, clock) => {
      for (const days of [1, 4, 3, 2]) await past(journal, clock, days, MIB)
    })
    const before = (await journal.upkeep.room()).used
    const kept = keeping({ days: 30, bytes: Math.round(0.65 * before) })
    await kept.look()
    expect(told[0]).toMatchObject({ old: [], large: ['2', '3'] })
    expect(ids()).toEqual(['4', '1'])
    const { bytes, limit } = await kept.figures()
    expect(bytes).toBeLessThan(limit!)
    await kept.look()
    expect(ids()).toEqual(['4', '1'])
  })

  it('counts files, and keeps everything where there is no limit', async () => {
    const { keeping, ids, clock } = await opened((journal, clock) => past(journal, clock, 4000))
    clock.advance(DAY)
    await keeping({ days: 0, bytes: 0 }).look()
    expect(ids()).toEqual(['1'])
    await keeping({ days: 0, bytes: 1e9 }, { files: { used: async () => 1e9 } }).look()
    expect(ids()).toEqual([])
  })

  it('tells of one that cannot be deleted, and deletes the others', async () => {
    const { keeping, ids, told, lab } = await opened(async (journal, clock) => {
      for (const days of [42, 41, 40]) await past(journal, clock, days)
    })
    const failed: unknown[] = []
    const afterwards = {
      get runs() {
        return lab.afterwards.runs
      },
      delete: (id: string) => (id === '1' ? Promise.reject(new Error('EIO')) : lab.afterwards.delete(id)),
    }
    await keeping({ days: 30, bytes: 0 }, { failed: (error) => void failed.push(error), afterwards }).look()
    expect(ids()).toEqual(['1'])
    expect(told).toMatchObject([{ old: ['2', '3'] }])
    expect(failed).toEqual([new Error('EIO')])
  })

  it('tells what fails, and looks again an hour later', async () => {
    const { keeping, ids, clock, lab } = await opened((journal, clock) => past(journal, clock, 40))
    const failed: unknown[] = []
    let broken = true
    const { runs } = lab.afterwards
    const kept = keeping(
      { days: 30, bytes: 0 },
      {
        failed: (error) => void failed.push(error),
        afterwards: { runs, delete: (id) => (broken ? Promise.reject(new Error('EIO')) : lab.afterwards.delete(id)) },
      },
    )
    kept.begin()
    await until('the failure', () => failed.length, Boolean)
    expect(ids()).toEqual(['1'])
    broken = false
    clock.advance(3_600_000)
    await until('the end of the run', ids, (all) => all.length === 0)
  })
})

describe('a run that is deleted', () => {
  it('leaves no byte on disk, of its journal nor of its files', async () => {
    const { lab, folder, files, journal, ids } = await opened()
    const room = await startRun(lab, 'file-receiver')
    const peer = await room.client()
    peer.say(`${MARKER}\n`)
    peer.finish()
    await room.event('transfer', ({ state }) => state === 'whole')
    const talk = await startRun(lab, 'relay')
    const ana = await talk.client()
    ana.say(`${MARKER}\n`)
    await talk.event('lines')
    for (const { run } of [room, talk]) {
      await expect(lab.afterwards.erase(run.id)).rejects.toMatchObject({ code: 'run-goes-on' })
      await lab.stop(run.id)
    }
    await journal.flush()
    expect(filesWith([folder, files], MARKER).length).toBeGreaterThan(1)
    for (const { run } of [room, talk]) await lab.afterwards.erase(run.id)
    expect(filesWith([folder, files], MARKER)).toEqual([])
    expect(readdirSync(files)).toEqual([])
    expect(ids()).toEqual([])
    await expect(lab.afterwards.erase(talk.run.id)).rejects.toMatchObject({ code: 'unknown-run' })
    // Its number is not given again.
    expect(Number((await startRun(lab, 'relay')).run.id)).toBeGreaterThan(Number(talk.run.id))
  })

  it('is listed still where its files cannot be deleted', async () => {
    const { lab, ids, journal } = await opened((journal, clock) => past(journal, clock, 1))
    const refused = { ...lab.afterwards.runs[0]! }
    const { Afterwards } = await import('./afterwards.ts')
    const { AllRuns } = await import('./all-runs.ts')
    const runs = new AllRuns()
    runs.remember(refused)
    const files = { erase: async () => 'EACCES' } as never
    const afterwards = new Afterwards({ clock: new ManualClock(), journal, files }, runs, [])
    await expect(afterwards.erase(refused.id)).rejects.toMatchObject({ code: 'internal' })
    expect(runs.past.map(({ id }) => id)).toEqual([refused.id])
    expect(ids()).toEqual([refused.id])
  })
})

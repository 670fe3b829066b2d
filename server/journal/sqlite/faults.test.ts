import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { fill, line, plain, readAll, RECORD } from '../samples.fixture.ts'
import { LAB, type Trouble } from '../port.ts'
import { payloadOf } from './crash.fixture.ts'
import { openSqliteJournal } from './journal.ts'

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function begin(folder = scratch()) {
  const { journal } = await openSqliteJournal({ folder })
  onTestFinished(() => journal.close().catch(() => undefined))
  const { id: run } = await journal.createRun(RECORD)
  const committed: number[] = []
  const troubles: (Trouble['code'] | null)[] = []
  journal.onCommitted((_, seq) => committed.push(seq))
  journal.onTrouble((trouble) => troubles.push(trouble?.code ?? null))
  return { journal, run, committed, troubles }
}

/** Runs the fixture until it has reported so many commits, kills it, and returns the newest seq said of each run. */
async function floodAndKill(folder: string, commits: number): Promise<Map<string, number>> {
  const fixture = fileURLToPath(new URL('./crash.fixture.ts', import.meta.url))
  const child = spawn(process.execPath, [fixture, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exit = once(child, 'exit')
  const said = new Map<string, number>()
  let lines = 0
  for await (const text of createInterface({ input: child.stdout })) {
    const [run, seq] = text.split(' ')
    if (run === undefined || seq === undefined) continue
    said.set(run, Number(seq))
    lines += 1
    if (lines === commits) child.kill('SIGKILL')
  }
  expect((await exit)[1]).toBe('SIGKILL')
  return said
}

describe('a process that is killed while it writes', () => {
  it('leaves every entry that it has reported as committed, without a gap', async () => {
    const folder = scratch()
    const said = new Map<string, number>()
    // Each round also begins with the write-ahead log that the round before has left.
    for (const commits of [20, 61, 140]) {
      for (const [run, seq] of await floodAndKill(folder, commits)) said.set(run, seq)
    }
    expect(said.size).toBe(6)
    const { journal, setAside } = await openSqliteJournal({ folder })
    onTestFinished(() => journal.close())
    expect(setAside).toBeNull()
    for (const { id, state, lastSeq } of await journal.runs(LAB)) {
      expect(state).toBe('interrupted')
      expect(lastSeq).toBeGreaterThanOrEqual(said.get(id) ?? Infinity)
      const entries = await readAll(journal, id)
      expect(entries).toHaveLength(lastSeq)
      expect(entries.findIndex((entry, at) => entry.seq !== at + 1)).toBe(-1)
      expect(entries.findIndex(({ seq, bytes }) => Buffer.compare(bytes, payloadOf(seq)) !== 0)).toBe(-1)
    }
    // Three processes that start, flood and are killed: a minute passes where the machine has ten other things to do.
  }, 180_000)
})

describe('a worker that dies', () => {
  it('is replaced; nothing is lost, doubled or reported before it is kept', async () => {
    const { journal, run, committed, troubles } = await begin()
    let seq = 0
    for (let death = 0; death < 3; death += 1) {
      fill(journal, run, seq + 1, seq + 5000)
      const killed = journal.faults.killWorker()
      fill(journal, run, seq + 5001, seq + 6000)
      seq += 6000
      await killed
      await journal.flush()
      expect(committed.at(-1)).toBe(seq)
    }
    expect(committed).toEqual([...committed].sort((a, b) => a - b))
    expect((await readAll(journal, run)).map(plain)).toEqual(
      Array.from({ length: seq }, (_, at) => plain(line(at + 1))),
    )
    expect(journal.pending).toBe(0)
    expect(troubles).toEqual([])
  })

  it('does not take the questions with it that it had not answered', async () => {
    const { journal, run } = await begin()
    fill(journal, run, 1, 2000)
    await journal.flush()
    const answers = [
      journal.runs(LAB),
      readAll(journal, run),
      journal.participants({ run, from: 1, to: 9, limit: 1000 }, LAB),
    ] as const
    await journal.faults.killWorker()
    const [runs, entries] = await Promise.all(answers)
    expect([runs.length, runs[0]?.state, entries.length]).toEqual([1, 'running', 2000])
  })

  it('is trouble when its successors die too, until one lives', async () => {
    const { journal, run, troubles } = await begin()
    await vi.waitUntil(
      async () => {
        await journal.faults.killWorker()
        return troubles.includes('journal-failed')
      },
      { timeout: 5000 },
    )
    journal.append(run, line(1))
    await journal.flush()
    expect(troubles).toEqual(['journal-failed', null])
  })
})

describe('a full disk', () => {
  it('is told, keeps the entries pending, and ends when there is room again', async () => {
    const { journal, run, committed, troubles } = await begin()
    fill(journal, run, 1, 10)
    await journal.flush()
    await journal.faults.limitPages(1)
    const big = randomBytes(1_000_000)
    journal.append(run, line(11, big))
    await vi.waitUntil(() => troubles.length > 0)
    fill(journal, run, 12, 20)
    expect(troubles).toEqual(['disk-full'])
    expect(committed.at(-1)).toBe(10)
    expect(journal.pending).toBeGreaterThan(big.length)
    expect(await readAll(journal, run)).toHaveLength(10)
    await journal.faults.limitPages(2 ** 32 - 2)
    await journal.flush()
    expect(troubles).toEqual(['disk-full', null])
    expect(journal.pending).toBe(0)
    expect((await readAll(journal, run)).map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1))
  })

  it('does not hold up the end of the lab: closing says what was not kept', async () => {
    const folder = scratch()
    const { journal, run, troubles } = await begin(folder)
    await journal.faults.limitPages(1)
    journal.append(run, line(1, randomBytes(1_000_000)))
    await vi.waitUntil(() => troubles.length > 0)
    journal.append(run, line(2))
    await expect(journal.close()).rejects.toThrow(/without 2 events/)
    const again = await openSqliteJournal({ folder })
    onTestFinished(() => again.journal.close())
    expect(await readAll(again.journal, run)).toEqual([])
  })
})

describe('a folder that goes while the lab runs', () => {
  it('is told like a full disk, and nothing is said to be kept any more', async () => {
    const folder = scratch()
    const { journal, run, committed, troubles } = await begin(folder)
    fill(journal, run, 1, 10)
    await journal.flush()
    rmSync(folder, { recursive: true })
    fill(journal, run, 11, 20)
    await vi.waitUntil(() => troubles.length > 0)
    expect(troubles).toEqual(['journal-failed'])
    expect(committed.at(-1)).toBe(10)
    // What it has shown can still be read.
    expect(await readAll(journal, run)).not.toHaveLength(0)
    await expect(journal.close()).rejects.toThrow(/without 10 events .*removed/)
  })

  it('ends the trouble when it comes back as it was, and not when another file has its place', async () => {
    const folder = scratch()
    const { journal, run, troubles } = await begin(folder)
    const path = join(folder, 'journal.db')
    const { ino } = statSync(path)
    renameSync(path, `${path}.away`)
    writeFileSync(path, '')
    journal.append(run, line(1))
    await vi.waitUntil(() => troubles.length > 0)
    renameSync(`${path}.away`, path)
    expect(statSync(path).ino).toBe(ino)
    await journal.flush()
    expect(troubles).toEqual(['journal-failed', null])
    expect(await readAll(journal, run)).toHaveLength(1)
  })

  it('is told, and no other is made, when the worker dies too; the trouble ends when it comes back as it was', async () => {
    const folder = scratch()
    const { journal, run, committed, troubles } = await begin(folder)
    fill(journal, run, 1, 10)
    await journal.flush()
    renameSync(folder, `${folder}.away`)
    onTestFinished(() => rmSync(`${folder}.away`, { recursive: true, force: true }))
    await journal.faults.killWorker()
    fill(journal, run, 11, 20)
    await vi.waitUntil(() => troubles.length > 0, { timeout: 10_000 })
    expect(troubles).toEqual(['journal-failed'])
    expect(committed.at(-1)).toBe(10)
    expect(existsSync(folder)).toBe(false)
    renameSync(`${folder}.away`, folder)
    await journal.flush()
    expect(troubles).toEqual(['journal-failed', null])
    expect((await readAll(journal, run)).map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1))
  })

  it('is not taken for another lab’s journal that has its place when the worker is replaced', async () => {
    const [folder, other] = [scratch(), scratch()]
    const { journal, run, committed, troubles } = await begin(folder)
    fill(journal, run, 1, 10)
    await journal.flush()
    const { journal: foreign } = await openSqliteJournal({ folder: other })
    await foreign.createRun(RECORD)
    await foreign.close()
    rmSync(folder, { recursive: true })
    renameSync(other, folder)
    const { size } = statSync(join(folder, 'journal.db'))
    await journal.faults.killWorker()
    fill(journal, run, 11, 20)
    await vi.waitUntil(() => troubles.length > 0, { timeout: 10_000 })
    expect(committed.at(-1)).toBe(10)
    expect(statSync(join(folder, 'journal.db')).size).toBe(size)
    await expect(journal.close()).rejects.toThrow(/without 10 events .*removed/)
  })
})

/**
 * A journal of version 1 is taken over as it stands. `version-1.db.gz` is such a file: the lab before the programs of datagrams
 * wrote it, of one relay with two clients, of which the first said "bonjour\n" and 00 ff 0a.
 */
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { gunzipSync } from 'node:zlib'
import { expect, it, onTestFinished } from 'vitest'
import { LAB } from '../port.ts'
import { openSqliteJournal } from './journal.ts'

const versionOf = (path: string): number => {
  const db = new DatabaseSync(path)
  const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version'])
  db.close()
  return version
}

it('takes a journal of version 1 over in place: every event is still there, and datagrams follow', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'journal-v1-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'journal.db')
  writeFileSync(path, gunzipSync(readFileSync(new URL('version-1.db.gz', import.meta.url))))
  expect(versionOf(path)).toBe(1)

  const first = await openSqliteJournal({ folder })
  expect(first.setAside).toBeNull()
  const [run] = await first.journal.runs(LAB)
  expect(run).toMatchObject({ id: '1', program: 'relay', state: 'stopped' })
  const all = async ({ journal }: typeof first) => (await journal.read({ run: '1', after: 0, limit: 100 }, LAB)).entries
  const before = await all(first)
  expect(before.map(({ kind }) => kind).slice(0, 5)).toEqual([
    'run-started',
    'listening',
    'connected',
    'connected',
    'lines',
  ])
  expect(before.at(-1)?.kind).toBe('run-stopped')
  const said = before.filter(({ kind }) => kind === 'lines').map(({ bytes }) => Buffer.from(bytes ?? []))
  expect(Buffer.concat(said)).toEqual(Buffer.from('bonjour\n\0\xff\n', 'latin1'))
  expect(
    (await first.journal.participants({ run: '1', from: 1, to: 100, limit: 1000 }, LAB)).participants.map(
      ({ id }) => id,
    ),
  ).toEqual([1, 2])

  const { id } = await first.journal.createRun({ ...run!, program: 'udp-receiver' })
  const common = { t: 1, time: 1, participant: 1, wakeUp: 1, bytes: Buffer.from([0]) }
  first.journal.append(id, { ...common, seq: 1, kind: 'datagram', detail: { to: 'console', cut: 0 } })
  await first.journal.flush()
  await first.journal.close()
  expect(versionOf(path)).toBe(3)

  // The way back: what version 1 left lies beside it, whole, and a lab that finds the file too new says where.
  const copy = join(folder, 'journal-version-1.db')
  expect(versionOf(copy)).toBe(1)
  const old = mkdtempSync(join(tmpdir(), 'journal-copy-'))
  onTestFinished(() => rmSync(old, { recursive: true }))
  copyFileSync(copy, join(old, 'journal.db'))
  const back = await openSqliteJournal({ folder: old })
  expect(await all(back)).toEqual(before)
  await back.journal.close()

  const again = await openSqliteJournal({ folder })
  expect(await all(again)).toEqual(before)
  const kept = await again.journal.read({ run: id, after: 0, limit: 10 }, LAB)
  expect(kept.entries).toMatchObject([{ kind: 'datagram', detail: { to: 'console' } }])
  await again.journal.close()
  expect(readdirSync(folder).filter((name) => name.startsWith('journal-version'))).toEqual(['journal-version-1.db'])
})

/** Names of fields, and values, that a lab of today does not know. */
const EARLIER =
  /"(door|doors|scenario|held|unread|said|heard|inactivity|pace|wake)":|"(chosen|inactive|free|held|step)"/

it('tells a journal of version 2 in the words of today: runs, participants, and every event', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'journal-v2-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'journal.db'), gunzipSync(readFileSync(new URL('version-2.db.gz', import.meta.url))))
  const { journal } = await openSqliteJournal({ folder })
  onTestFinished(() => journal.close())
  const runs = await journal.runs(LAB)
  expect(runs.map(({ program }) => program)).toEqual(['line-server', 'file-sender', 'udp-receiver', 'relay'])
  const relay = runs.at(-1)!
  expect(relay.options).toMatchObject({ idleTimeout: 600 })
  expect(relay.listeners).toMatchObject([{ number: 1, transport: 'tcp' }])
  const told: object[] = [...runs]
  const kinds = new Set<string>()
  for (const { id: run } of runs) {
    const { participants } = await journal.participants({ run, from: 1, to: 1000, limit: 1000 }, LAB)
    const { entries } = await journal.read({ run, after: 0, limit: 1000 }, LAB)
    told.push(...participants, ...entries.map(({ detail }) => detail))
    for (const { kind } of entries) kinds.add(kind)
    for (const one of participants) {
      expect(one).toMatchObject({ sent: { bytes: expect.any(Number) }, partialBytes: 0, paused: false })
    }
  }
  expect(told.map((one) => JSON.stringify(one)).filter((json) => EARLIER.test(json))).toEqual([])
  const each = ['tls-on-plain-listener', 'listener-closed', 'kernel-drops', 'transfer', 'datagram']
  expect([...kinds]).toEqual(expect.arrayContaining(each))
  const closed = (await journal.read({ run: runs[0]!.id, after: 0, limit: 100 }, LAB)).entries.find(
    ({ kind }) => kind === 'closed',
  )
  expect(closed?.detail).toMatchObject({ reason: 'idle-timeout' })
})

it('refuses a journal of a later version, and names the copy that it can open', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'journal-new-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'journal.db')
  const first = await openSqliteJournal({ folder })
  await first.journal.close()
  const raise = new DatabaseSync(path)
  raise.exec('PRAGMA user_version = 99')
  raise.close()
  await expect(openSqliteJournal({ folder })).rejects.toMatchObject({ reason: 'newer' })
  const copy = join(folder, 'journal-version-3.db')
  writeFileSync(copy, '')
  writeFileSync(join(folder, 'journal-version-98.db'), '')
  await expect(openSqliteJournal({ folder })).rejects.toThrow(copy)
  expect(versionOf(path)).toBe(99)
})

/** Who was there, of real runs, and of times that a person has thought of. */
import { createSocket } from 'node:dgram'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LAB } from '../../journal/port.ts'
import { openLab, startRun } from '../../testing/lab.ts'
import type { Participant } from '#shared/protocol/model.ts'
import { sampleParticipant } from '#shared/state/samples.fixture.ts'
import { Attendance } from './attendance.ts'
import { attendanceCsv } from './csv.ts'
import { presencesOf } from './presences.ts'

const named = (name: string, fields: Partial<Participant> = {}): Participant =>
  sampleParticipant(1, { name, web: true, address: '10.0.0.7:5000', ...fields })
const NO_STEPS = { pseudonyms: false, stepOf: () => undefined }
const rows = (csv: string): string[] => csv.replace('\uFEFF', '').split('\r\n').slice(1, -1)

describe('attendance', () => {
  it('counts a minute in two runs at once as one, and what lies outside the time not at all', () => {
    const attendance = new Attendance(100_000, 400_000)
    attendance.add('1', { participant: named('ana'), from: 0, to: 220_000 })
    attendance.add('2', { participant: named('ana'), from: 160_000, to: 280_000 })
    attendance.add('2', { participant: named('ana'), from: 340_000, to: null })
    attendance.add('2', { participant: named('bob'), from: 0, to: 99_999 })
    expect(attendance.rows()).toEqual([
      expect.objectContaining({
        name: 'ana',
        first: 100_000,
        last: 400_000,
        present: 240_000,
        runs: 2,
        connections: 3,
      }),
    ])
  })

  it('tells terminals without a name apart by where they come from', () => {
    const attendance = new Attendance(0, 1000)
    const terminal = (address: string): Participant => named(':5000', { web: false, address })
    attendance.add('1', { participant: terminal('10.0.0.7:5000'), from: 0, to: 10 })
    attendance.add('1', { participant: terminal('10.0.0.7:5001'), from: 20, to: 30 })
    attendance.add('1', { participant: terminal('[2001:db8::1]:5000'), from: 20, to: 30 })
    attendance.add('1', { participant: named('eve', { web: false, named: true }), from: 40, to: 50 })
    expect(attendance.rows().map(({ name, connections, ways }) => [name, connections, ways])).toEqual([
      ['10.0.0.7', 2, ['tcp']],
      ['2001:db8::1', 1, ['tcp']],
      ['eve', 1, ['tcp']],
    ])
  })

  it('counts those beyond what it tells apart in one last row', () => {
    const attendance = new Attendance(0, 1000, 2)
    for (const [at, name] of ['a', 'b', 'c', 'd', 'a'].entries())
      attendance.add('1', { participant: named(name), from: at, to: at })
    expect(attendance.rows().map(({ name, connections }) => [name, connections])).toEqual([
      ['a', 2],
      ['b', 1],
      [null, 2],
    ])
  })

  it('is written so that no name is a formula, and no pseudonym tells one', () => {
    const attendance = new Attendance(0, 600_000)
    attendance.add('1', { participant: named('=cmd|calc'), from: 0, to: 90_000 })
    attendance.add('1', { participant: named('zoe'), from: 10, to: 600_000 })
    const told = { stepOf: (name: string) => (name === 'zoe' ? { guide: 'two-clients', done: 2, of: 5 } : undefined) }
    const [first, second] = rows(attendanceCsv(attendance.rows(), { ...told, pseudonyms: false }))
    expect(first).toMatch(/^"'=cmd\|calc","10\.0\.0\.7","web","1970-01-01T00:00:00\.000Z",.*,"1\.5",/)
    expect(second).toMatch(/"two-clients","2","5"$/)
    const hidden = attendanceCsv(attendance.rows(), { ...told, pseudonyms: true })
    expect(rows(hidden).map((row) => row.split(',').slice(0, 2).join())).toEqual(['"P1",""', '"P2",""'])
    expect(hidden).not.toMatch(/zoe|cmd|10\.0\.0/)
  })
})

describe('presences of a run', () => {
  let opened: Awaited<ReturnType<typeof openLab>>
  beforeEach(async () => void (opened = await openLab()))
  afterEach(() => opened.close())

  it('begin and end when its events say so, and of who is there at the end with the run', async () => {
    const { lab } = opened
    const room = await startRun(lab, 'relay')
    const [ana, bob] = [await room.client(), await room.client()]
    ana.say('bonjour\n')
    await room.event('lines')
    ana.reset()
    const closed = await room.event('closed')
    const connected = await room.event('connected')
    await lab.stop(room.run.id)
    bob.socket.destroy()
    const run = lab.view(room.run.id)
    const presences = await presencesOf(lab.journal, run, LAB)
    expect(presences.map(({ participant: { id } }) => id)).toEqual([1, 2])
    expect(presences[0]).toMatchObject({ from: connected.time, to: closed.time, participant: { sent: { lines: 1 } } })
    expect(presences[1]!.to).toBeGreaterThanOrEqual(closed.time)
    const attendance = new Attendance(0, Date.now())
    for (const one of presences) attendance.add(run.id, one)
    expect(rows(attendanceCsv(attendance.rows(), NO_STEPS))).toHaveLength(1)
  })

  it('of datagrams begin with the first one and end with the run', async () => {
    const { lab } = opened
    const room = await startRun(lab, 'udp-receiver')
    const { port } = room.run.listeners[0]!
    const socket = createSocket('udp4')
    try {
      socket.send('bonjour', port, '127.0.0.1')
      const connected = await room.event('connected')
      await lab.stop(room.run.id)
      const run = lab.view(room.run.id)
      const [presence] = await presencesOf(lab.journal, run, LAB)
      const { time } = await room.event('closed')
      expect(presence).toMatchObject({ from: connected.time, to: time, participant: { via: 'udp' } })
    } finally {
      socket.close()
    }
  })
})

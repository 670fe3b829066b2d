/** A run whose journal takes no more, for a while or for good: it accepts nobody, records no newcomer, and says so once. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MemoryJournal } from '../../journal/memory.ts'
import type { Trouble } from '../../journal/port.ts'
import { openLab, startRun, type TestRun } from '../../testing/lab.ts'
import { hears, until } from '../../testing/raw-client.ts'
import { type } from './programs.fixture.ts'

/** A journal that tells of trouble when the test says so. */
class TroubledJournal extends MemoryJournal {
  trouble: (trouble: Trouble | null) => void = () => {}
  override onTrouble(listener: (trouble: Trouble | null) => void): void {
    this.trouble = listener
  }
}

const DISK_FULL: Trouble = { code: 'disk-full', message: 'ENOSPC' }
const BY = { address: '127.0.0.1' }
let journal: TroubledJournal
let opened: Awaited<ReturnType<typeof openLab>>

beforeEach(async () => {
  journal = new TroubledJournal()
  opened = await openLab({}, { journal })
})
afterEach(() => opened.close())

const lastSeq = (room: TestRun) => room.lab.live(room.run.id)!.recorder.lastSeq
const connected = async (room: TestRun) => (await room.events()).filter(({ kind }) => kind === 'connected')

describe('while the disk is full', () => {
  it('newcomers wait unread and unrecorded, however many, and are accepted in order afterwards', async () => {
    const room = await startRun(opened.lab, 'relay')
    const ana = await room.client()
    await room.event('connected')
    journal.trouble(DISK_FULL)
    const before = lastSeq(room)
    const others = []
    for (let i = 0; i < 5; i++) others.push(await room.client())
    others[0]!.say('un\n')
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
    expect([lastSeq(room), room.lab.view(room.run.id).present]).toEqual([before, 1])
    journal.trouble(null)
    const seen = await until(
      'all of them',
      () => connected(room),
      (all) => all.length === 6,
    )
    expect(seen.slice(1).map((event) => 'address' in event && event.address)).toEqual(
      others.map(({ port }) => `127.0.0.1:${port}`),
    )
    await hears(ana, 'un\n')
    expect((await room.events()).filter(({ kind }) => kind === 'trouble')).toHaveLength(1)
    for (const { socket } of [ana, ...others]) socket.destroy()
  })

  it('whoever is about to join when it begins is told at once, and never comes', async () => {
    const room = await startRun(opened.lab, 'relay')
    const joining = opened.lab.live(room.run.id)!.join('ana')
    journal.trouble(DISK_FULL)
    await expect(joining).rejects.toMatchObject({ code: 'disk-full' })
    journal.trouble(null)
    const bob = await room.client()
    await room.event('connected')
    expect(await connected(room)).toMatchObject([{ address: `127.0.0.1:${bob.port}` }])
    bob.socket.destroy()
  })

  it('whoever asks for something that would be recorded is told why not', async () => {
    const room = await startRun(opened.lab, 'relay')
    const sender = await startRun(opened.lab, 'file-sender')
    journal.trouble(DISK_FULL)
    const code = expect.objectContaining({ code: 'disk-full' }) as Error
    await expect(room.lab.join(room.run.id, 'ana')).rejects.toMatchObject({ code: 'disk-full' })
    expect(() => room.lab.setStepper(room.run.id, 'paused', BY)).toThrow(code)
    expect(() => sender.lab.files.upload(sender.run.id, 'x', 1)).toThrow(code)
    const listener = { transport: 'tcp', port: 0 } as const
    await expect(room.lab.openListener(room.run.id, listener)).rejects.toMatchObject({ code: 'disk-full' })
  })

  it('a run that is stopped meanwhile lets nobody wait', async () => {
    const room = await startRun(opened.lab, 'relay')
    journal.trouble(DISK_FULL)
    const ana = await room.client()
    await opened.lab.stop(room.run.id)
    await until(
      'RST',
      () => ana.error,
      (error) => error === 'ECONNRESET',
    )
    journal.trouble(null)
  })

  it('beyond the accept queue newcomers are turned away, without an event', async () => {
    const room = await startRun(opened.lab, 'relay')
    journal.trouble(DISK_FULL)
    const before = lastSeq(room)
    const all = await Promise.all(Array.from({ length: 600 }, () => room.client().catch(() => null)))
    await until(
      'RST for those beyond 511',
      () => all.filter((one) => one === null || one.error !== null).length,
      (count) => count === 600 - 511,
    )
    expect(lastSeq(room)).toBe(before)
    for (const one of all) one?.socket.destroy()
  })
})

describe('a run that is full for good', () => {
  it('counts the bytes of its lines too', async () => {
    await opened.close()
    opened = await openLab({ runBytes: 100 })
    const room = await startRun(opened.lab, 'relay')
    const ana = await room.client()
    ana.say('x'.repeat(98) + '\n')
    await room.event('lines')
    expect(room.lab.view(room.run.id).trouble).toBeNull()
    ana.say('\n')
    await room.event('trouble', ({ code }) => code === 'journal-full')
    ana.socket.destroy()
  })

  it('tells so whoever was about to join, and not of a limit of participants', async () => {
    await opened.close()
    opened = await openLab({ events: 3 })
    const room = await startRun(opened.lab, 'relay')
    const live = opened.lab.live(room.run.id)!
    const joined = await Promise.allSettled([live.join('ana'), live.join('bob')])
    const refused = joined.filter(({ status }) => status === 'rejected')
    expect(refused).toMatchObject([{ reason: { code: 'journal-full' } }])
  })

  it('sends nothing more of what was typed ahead', async () => {
    await opened.close()
    opened = await openLab({ events: 10 })
    const receiver = await startRun(opened.lab, 'udp-receiver')
    const target = { host: '127.0.0.1', port: receiver.port }
    const sender = await startRun(opened.lab, 'udp-sender', { target })
    type(sender, 'x\n'.repeat(50))
    await sender.event('trouble', ({ code }) => code === 'journal-full')
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate)
    // The one that was on its way, and the trouble.
    expect(lastSeq(sender)).toBeLessThanOrEqual(12)
  })
})

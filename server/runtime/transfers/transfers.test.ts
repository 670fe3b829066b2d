/** Files received from real peers: whole, cut off, beyond the quota, and what the journal and the disk say of them. */
import { createHash, randomBytes } from 'node:crypto'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DiskFiles } from '../../files/store.ts'
import { openLab, startRun, type TestRun } from '../../testing/lab.ts'
import { until } from '../../testing/raw-client.ts'
import type { EventOf } from '#shared/protocol/events.ts'
import type { Limits } from '../run/limits.ts'

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

let opened: Awaited<ReturnType<typeof openLab>>
let scratch: string
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'socket-lab-transfers-'))
})
afterEach(async () => {
  await opened.close()
  await rm(scratch, { recursive: true })
})

async function receiver(limits: Partial<Limits> = {}): Promise<TestRun> {
  opened = await openLab(limits)
  return startRun(opened.lab, 'file-receiver')
}

/** The command that the page prints, on a file of its own. Resolves to its exit code. */
async function socat(port: number, bytes: Uint8Array, name = 'f'): Promise<number | null> {
  const path = join(scratch, name)
  await writeFile(path, bytes)
  const child = spawn('socat', ['-u', `OPEN:${path}`, `TCP:127.0.0.1:${port}`], { stdio: 'ignore' })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code
}

const over = (room: TestRun, state: EventOf<'transfer'>['state']) =>
  room.event('transfer', (event) => event.state === state)
const onDisk = async (): Promise<string[]> =>
  (await readdir(opened.folder, { recursive: true })).filter((name) => name.includes('/') && !name.endsWith('.jsonl'))
async function download(room: TestRun, id: number): Promise<Buffer> {
  const { stream } = await room.lab.files.open(room.run.id, id)
  return Buffer.concat((await stream.toArray()) as Buffer[])
}

describe('a file', () => {
  test('of a browser that says it in pieces, and half-closes, has all of them', async () => {
    const room = await receiver()
    const ana = await room.lab.join(room.run.id, 'ana')
    ana.send(Buffer.from('abcdef'), [1, 2, 3])
    ana.close('half')
    expect(await over(room, 'whole')).toMatchObject({ done: 6, sha256: sha256(Buffer.from('abcdef')) })
  })

  test('whose folder is removed while it comes is refused, since nobody would find it', async () => {
    const room = await receiver()
    const ana = await room.client()
    ana.say('abc')
    await until(
      'a file',
      () => onDisk().catch(() => []),
      ({ length }) => length === 1,
    )
    await rm(opened.folder, { recursive: true })
    ana.socket.end()
    expect(await over(room, 'refused')).toMatchObject({ errno: 'ENOENT' })
    ana.socket.destroy()
  })

  test('of socat arrives whole, with the same SHA-256, and can be read again', async () => {
    const room = await receiver()
    const bytes = randomBytes(3_000_001)
    expect(await socat(room.port, bytes)).toBe(0)
    const whole = await over(room, 'whole')
    expect(whole).toMatchObject({ direction: 'in', file: 1, done: bytes.length, sha256: sha256(bytes) })
    await room.event('closed', ({ reason }) => reason === 'finished')
    expect((await room.events()).filter(({ kind }) => kind === 'lines')).toEqual([])
    const [view] = (await room.lab.files.list(room.run.id)).files
    expect(view).toMatchObject({ id: 1, state: 'whole', size: bytes.length, sha256: sha256(bytes) })
    expect((await download(room, 1)).equals(bytes)).toBe(true)
  })

  test('without a byte is a file too', async () => {
    const room = await receiver()
    expect(await socat(room.port, new Uint8Array(0))).toBe(0)
    expect(await over(room, 'whole')).toMatchObject({ done: 0, sha256: sha256(new Uint8Array(0)) })
    expect(await download(room, 1)).toHaveLength(0)
  })

  test('comes from each of several clients at once, and none has bytes of another', async () => {
    const room = await receiver()
    const files = Array.from({ length: 5 }, () => randomBytes(1_000_000))
    const codes = await Promise.all(files.map((bytes, i) => socat(room.port, bytes, `f${i}`)))
    expect(codes).toEqual([0, 0, 0, 0, 0])
    const views = await until(
      'five whole files',
      async () => (await room.lab.files.list(room.run.id)).files,
      (all) => all.filter(({ state }) => state === 'whole').length === 5,
    )
    expect(views.map((view) => view.sha256).toSorted()).toEqual(files.map(sha256).toSorted())
  })

  test('that an RST cuts off is kept and marked partial', async () => {
    const room = await receiver()
    const peer = await room.client()
    peer.say('the beginning')
    await until(
      'bytes',
      () => room.lab.live(room.run.id)?.transfers?.views()[0]?.size,
      (size) => size === 13,
    )
    peer.reset()
    expect(await over(room, 'partial')).toMatchObject({ done: 13, sha256: sha256(Buffer.from('the beginning')) })
    expect((await download(room, 1)).toString()).toBe('the beginning')
    expect(await room.event('closed')).toMatchObject({ reason: 'reset' })
  })

  test('that a stop cuts off is partial before the run counts as stopped, and stays readable', async () => {
    const room = await receiver()
    const peer = await room.client()
    peer.say('half a fi')
    await until(
      'bytes',
      () => room.lab.live(room.run.id)?.transfers?.views()[0]?.size,
      (size) => size === 9,
    )
    peer.socket.on('end', () => peer.finish())
    await room.lab.stop(room.run.id)
    const events = await room.events()
    expect(events.at(-1)?.kind).toBe('run-stopped')
    const told = events.filter((event) => event.kind === 'transfer').map(({ state }) => state)
    expect(told.filter((state) => state !== 'going')).toEqual(['begun', 'partial'])
    expect((await room.lab.files.list(room.run.id)).files[0]).toMatchObject({ state: 'partial', size: 9 })
    expect((await download(room, 1)).toString()).toBe('half a fi')
  })

  test('of a web participant bears that name, made safe', async () => {
    const room = await receiver()
    const web = await room.lab.join(room.run.id, 'Zoé')
    web.send(Buffer.from('x'))
    web.close('full')
    expect(await over(room, 'whole')).toMatchObject({ name: 'Zoé', done: 1 })
    expect((await onDisk()).map((path) => path.split('/')[1])).toEqual(['1-Zoé'])
  })
})

describe('room', () => {
  test('that the quota does not leave: the file is refused, nothing of it stays, and its sender sees RST', async () => {
    const room = await receiver({ fileQuota: 2_000_000 })
    expect(await socat(room.port, randomBytes(1_500_000))).toBe(0)
    await over(room, 'whole')
    // More than the kernel's buffers of both ends can take: else socat has ended before anybody refuses.
    expect(await socat(room.port, randomBytes(64_000_000))).not.toBe(0)
    expect(await over(room, 'refused')).toMatchObject({ errno: 'EDQUOT', file: 2 })
    expect(await room.event('closed', ({ participant }) => participant === 2)).toMatchObject({ reason: 'not-stored' })
    expect(await onDisk()).toHaveLength(1)
    await expect(room.lab.files.open(room.run.id, 2)).rejects.toMatchObject({ code: 'unknown-file' })
    // What was given up counts no more: a file that fits is taken.
    expect(await socat(room.port, randomBytes(400_000))).toBe(0)
    await room.event('transfer', ({ file, state }) => file === 3 && state === 'whole')
  })

  test('that the disk does not leave is refused with ENOSPC', async () => {
    const room = await receiver({ diskReserve: Number.MAX_SAFE_INTEGER })
    await socat(room.port, randomBytes(1000))
    expect(await over(room, 'refused')).toMatchObject({ errno: 'ENOSPC' })
    expect(await onDisk()).toEqual([])
  })
})

test('a sender faster than the disk waits in its kernel: memory stays flat, and the loop turns', async () => {
  const room = await receiver()
  const size = Number(process.env['FILE_TEST_BYTES'] ?? 134_217_728)
  const path = join(scratch, 'large')
  await writeFile(path, '')
  const child = spawn('sh', ['-c', `head -c ${size} /dev/zero | socat -u - TCP:127.0.0.1:${room.port}`])
  const before = process.memoryUsage().rss
  let highest = before
  let longest = 0
  let last = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    highest = Math.max(highest, process.memoryUsage().rss)
  }, 5)
  await once(child, 'exit')
  const whole = await until(
    'the whole file',
    async () => (await room.lab.files.list(room.run.id)).files,
    ([file]) => file?.state === 'whole',
  )
  clearInterval(timer)
  const [view] = whole
  if (process.env['FILE_TEST_BYTES']) {
    const seconds = (view!.endedAt! - view!.startedAt) / 1000
    console.log({ size, seconds, rssMiB: Math.round((highest - before) / 1048576), longest: Math.round(longest) })
  }
  expect(view?.size).toBe(size)
  expect((await stat(join(opened.folder, (await onDisk())[0]!))).size).toBe(size)
  expect(highest - before).toBeLessThan(200_000_000)
}, 60_000)

test('the index tells of a file whose end the lab did not live to see', async () => {
  const room = await receiver()
  const peer = await room.client()
  peer.say('abc')
  const later = new DiskFiles({ root: opened.folder, quota: 1e9, reserve: 0 }, opened.descriptors)
  const found = await until(
    'its three bytes',
    () => later.list(room.run),
    ([file]) => file?.size === 3,
  )
  expect(found).toMatchObject([{ id: 1, state: 'partial', endedAt: null, sha256: null }])
  peer.reset()
})

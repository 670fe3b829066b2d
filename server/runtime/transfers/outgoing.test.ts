/** A chosen file sent to real peers: whole, left halfway, stopped, slow; and what the journal says of each. */
import { spawn, type ChildProcess } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ManualClock, type Clock } from '../../core/clock.ts'
import { LOW_WATER } from '../../endpoints/port.ts'
import { DiskFiles } from '../../files/store.ts'
import { openLab, startRun, type TestRun } from '../../testing/lab.ts'
import { RawClient, until } from '../../testing/raw-client.ts'
import type { EventOf } from '#shared/protocol/events.ts'
import type { FileView } from '#shared/protocol/transfers.ts'
import type { Limits } from '../run/limits.ts'

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

let opened: Awaited<ReturnType<typeof openLab>>
let scratch: string
const children: ChildProcess[] = []
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'socket-lab-sending-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await opened.close()
  await rm(scratch, { recursive: true })
})

async function sender(limits: Partial<Limits> = {}, options: object = {}, clock?: Clock): Promise<TestRun> {
  opened = await openLab(limits, clock && { clock })
  return startRun(opened.lab, 'file-sender', options)
}

async function choose({ lab, run }: TestRun, bytes: Uint8Array, name = 'f', total: number | null = bytes.length) {
  const upload = lab.files.upload(run.id, name, total)
  for (let at = 0; at < bytes.length; at += 65_536) {
    if (!(await upload.write(bytes.subarray(at, at + 65_536)))) break
  }
  return upload.end()
}

/** What the page prints, for a file of its own. */
function socat(address: string, name = 'out'): { path: string; exit: Promise<number | null>; child: ChildProcess } {
  const path = join(scratch, name)
  const child = spawn('socat', ['-u', address, `OPEN:${path},create,trunc`], { stdio: 'ignore' })
  children.push(child)
  return { path, child, exit: once(child, 'exit').then(([code]) => code as number | null) }
}

const out = ({ event }: TestRun, state: EventOf<'transfer'>['state'], who?: number) =>
  event(
    'transfer',
    (one) => one.direction === 'out' && one.state === state && (who ?? one.participant) === one.participant,
  )
const going = ({ lab, run }: TestRun, id: number): FileView | undefined =>
  lab
    .live(run.id)
    ?.transfers?.views()
    .find((file) => file.id === id)

describe('a chosen file', () => {
  test('goes whole to each of several socats at once, and its SHA-256 is told when they have answered FIN', async () => {
    const room = await sender()
    const bytes = randomBytes(5_000_001)
    const early = socat(`TCP:127.0.0.1:${room.port}`, 'early')
    expect(await room.participants(([first]) => first === 'waiting')).toEqual(['waiting'])
    expect(await choose(room, bytes, '../mon fichier.bin')).toMatchObject({
      direction: 'upload',
      name: '_mon fichier.bin',
      size: bytes.length,
      sha256: sha256(bytes),
    })
    const late = socat(`TCP:127.0.0.1:${room.port}`, 'late')
    for (const one of [early, late]) {
      expect(await one.exit).toBe(0)
      expect((await readFile(one.path)).equals(bytes)).toBe(true)
    }
    for (const who of [1, 2]) {
      const detail = { done: bytes.length, total: bytes.length, sha256: sha256(bytes) }
      expect(await out(room, 'whole', who)).toMatchObject(detail)
      await room.event('closed', ({ participant, reason }) => participant === who && reason === 'finished')
    }
    expect((await room.events()).filter(({ kind }) => kind === 'lines')).toEqual([])
    const { files, room: left } = await room.lab.files.list(room.run.id)
    expect(files.map(({ direction, state }) => [direction, state])).toEqual([
      ['upload', 'whole'],
      ['out', 'whole'],
      ['out', 'whole'],
    ])
    expect(left).toBe(4_294_967_296 - bytes.length)
  })

  test('goes through TLS and a unix socket too', async () => {
    opened = await openLab()
    const path = join(scratch, 'listener')
    const run = await opened.lab.start({
      program: 'file-sender',
      listen: [
        { transport: 'tls', port: 0 },
        { transport: 'unix', path },
      ],
    })
    const bytes = randomBytes(3_000_000)
    const room = { lab: opened.lab, run } as TestRun
    await choose(room, bytes)
    const port = run.listeners[0]!.port
    for (const address of [`OPENSSL:127.0.0.1:${port},verify=0`, `UNIX-CONNECT:${path}`]) {
      const one = socat(address)
      expect(await one.exit, address).toBe(0)
      expect((await readFile(one.path)).equals(bytes), address).toBe(true)
    }
    await until(
      'two whole files',
      () => room.lab.live(run.id)!.transfers!.views(),
      (all) => all.filter(({ direction, state }) => direction === 'out' && state === 'whole').length === 2,
    )
  })

  test('without a byte is nothing but FIN', async () => {
    const room = await sender()
    await choose(room, new Uint8Array(0))
    const one = socat(`TCP:127.0.0.1:${room.port}`)
    expect(await one.exit).toBe(0)
    expect(await readFile(one.path)).toHaveLength(0)
    expect(await out(room, 'whole')).toMatchObject({ done: 0, sha256: sha256(new Uint8Array(0)) })
  })

  test('is replaced by another one for those who come later', async () => {
    const room = await sender()
    for (const text of ['first', 'second']) await choose(room, Buffer.from(text))
    const one = socat(`TCP:127.0.0.1:${room.port}`)
    await one.exit
    expect(await readFile(one.path, 'utf8')).toBe('second')
  })

  test('reaches a client that says much and ends early: what it says is read and dropped', async () => {
    const room = await sender()
    const bytes = randomBytes(2_000_000)
    await choose(room, bytes)
    const peer = await RawClient.connect(room.port)
    let size = 0
    peer.socket.on('data', (chunk: Buffer) => (size += chunk.length))
    peer.say(Buffer.alloc(4_000_000))
    peer.finish()
    expect(await out(room, 'whole')).toMatchObject({ done: bytes.length })
    expect(await room.event('closed', ({ reason }) => reason === 'finished')).toMatchObject({ finSent: true })
    expect(size).toBe(bytes.length)
  })
})

describe('a client', () => {
  const BIG = 24_000_000

  test('that leaves halfway is marked so, and the others get it all', async () => {
    const room = await sender()
    const bytes = randomBytes(BIG)
    await choose(room, bytes)
    const stalled = await RawClient.connect(room.port, { reading: false })
    await out(room, 'begun', 1)
    const other = socat(`TCP:127.0.0.1:${room.port}`)
    expect(await other.exit).toBe(0)
    expect((await readFile(other.path)).equals(bytes)).toBe(true)
    expect(going(room, 2)).toMatchObject({ state: 'going', total: BIG })
    stalled.reset()
    const partial = await out(room, 'partial', 1)
    expect(partial.done).toBeLessThan(BIG)
    expect(partial.sha256).toBeUndefined()
    expect((await room.lab.files.list(room.run.id)).files).toMatchObject([{}, { state: 'partial' }, { state: 'whole' }])
  })

  test('that does not read has a few hundred KiB waiting for it, is not ended for it, and gets the rest later', async () => {
    const [clock, bytes] = [new ManualClock(), randomBytes(BIG)]
    const room = await sender({}, {}, clock)
    await choose(room, bytes)
    const peer = await RawClient.connect(room.port, { reading: false })
    const queued = () => room.lab.live(room.run.id)!.participants()[0]?.queued ?? 0
    await until('a queue', queued, (size) => size >= LOW_WATER)
    clock.advance(60_000)
    expect(queued()).toBeLessThan(2 * LOW_WATER)
    const hash = createHash('sha256')
    peer.socket.on('data', (chunk: Buffer) => hash.update(chunk))
    peer.socket.on('end', () => peer.finish())
    peer.socket.resume()
    expect(await out(room, 'whole')).toMatchObject({ sha256: sha256(bytes) })
    expect(hash.digest('hex')).toBe(sha256(bytes))
  })

  test.each([
    ['the run is stopped', {}, (room: TestRun): unknown => void room.lab.stop(room.run.id)],
    [
      'it is inactive for too long',
      { idleTimeout: 1 },
      (room: TestRun): unknown =>
        until(
          'the end of its time',
          () => room.lab.live(room.run.id)!.participants()[0],
          (one) => one?.idleTimeout === undefined,
        ),
    ],
  ])('sees RST and never FIN when %s in the middle of a file', async (_, options, act) => {
    // Time enough for what is queued, and FIN after it, if that were sent.
    const clock = new ManualClock()
    const room = await sender({ drainMs: 5000 }, options, clock)
    await choose(room, randomBytes(BIG))
    const peer = await RawClient.connect(room.port, { reading: false })
    let fin = false
    peer.socket.on('end', () => (fin = true))
    const gone = new Promise<string | undefined>((done) =>
      peer.socket.on('error', (error: NodeJS.ErrnoException) => done(error.code)),
    )
    await until(
      'a queue',
      () => room.lab.live(room.run.id)!.participants()[0]?.queued ?? 0,
      (size) => size >= LOW_WATER,
    )
    clock.advance(1000)
    await act(room)
    peer.socket.resume()
    expect((await out(room, 'partial')).done).toBeLessThan(BIG)
    expect(await gone).toBe('ECONNRESET')
    expect(fin).toBe(false)
  })
})

describe('an upload', () => {
  test('beyond the quota is refused before or while it comes, and nothing of it stays', async () => {
    const room = await sender({ fileQuota: 1_000_000 })
    const bytes = randomBytes(1_500_000)
    await expect(choose(room, bytes)).rejects.toMatchObject({ code: 'file-refused', params: { errno: 'EDQUOT' } })
    await expect(choose(room, bytes, 'f', null)).rejects.toMatchObject({ code: 'file-refused' })
    const { files, room: left } = await room.lab.files.list(room.run.id)
    expect(files.map(({ state, errno }) => [state, errno])).toEqual([
      ['refused', 'EDQUOT'],
      ['refused', 'EDQUOT'],
    ])
    expect(left).toBe(1_000_000)
    const { id } = await choose(room, bytes.subarray(0, 900_000))
    await expect(room.lab.files.remove(room.run.id, id)).rejects.toMatchObject({ code: 'file-in-use' })
    await room.lab.stop(room.run.id)
    await room.lab.files.remove(room.run.id, id)
    const next = await startRun(room.lab, 'file-sender')
    expect((await room.lab.files.list(next.run.id)).room).toBe(1_000_000)
  })

  test('that is cut, or that the run does not live to see, leaves nothing', async () => {
    const room = await sender()
    const cut = room.lab.files.upload(room.run.id, 'a', 10)
    await cut.write(Buffer.from('abc'))
    cut.cut()
    await expect(cut.end()).rejects.toMatchObject({ code: 'file-cut' })
    const late = room.lab.files.upload(room.run.id, 'b', 10)
    await late.write(Buffer.from('abc'))
    await room.lab.stop(room.run.id)
    await expect(late.end()).rejects.toMatchObject({ code: 'file-cut' })
    expect((await room.lab.files.list(room.run.id)).files.map(({ state }) => state)).toEqual(['refused', 'refused'])
    expect(() => room.lab.files.upload(room.run.id, 'c', 1)).toThrow(
      expect.objectContaining({ code: 'run-not-running' }),
    )
    const relay = await startRun(room.lab, 'relay')
    expect(() => room.lab.files.upload(relay.run.id, 'c', 1)).toThrow(
      expect.objectContaining({ code: 'no-file-wanted' }),
    )
  })
})

test('a large file passes with flat memory', async () => {
  const room = await sender()
  const size = Number(process.env['FILE_TEST_BYTES'] ?? 134_217_728)
  const upload = room.lab.files.upload(room.run.id, 'large', size)
  const before = process.memoryUsage().rss
  let highest = 0
  const timer = setInterval(() => (highest = Math.max(highest, process.memoryUsage().rss)), 5)
  for (let sent = 0; sent < size; sent += 262_144) await upload.write(new Uint8Array(262_144).fill(sent / 262_144))
  const { sha256: sum } = await upload.end()
  const one = socat(`TCP:127.0.0.1:${room.port}`)
  expect(await one.exit).toBe(0)
  clearInterval(timer)
  expect(await out(room, 'whole')).toMatchObject({ done: size, sha256: sum })
  const { stdout } = spawn('sha256sum', [one.path])
  expect((await stdout.toArray()).join('').slice(0, 64)).toBe(sum)
  expect(highest - before).toBeLessThan(200_000_000)
}, 60_000)

test('the index tells of a sending whose end the lab did not live to see', async () => {
  const room = await sender()
  await choose(room, randomBytes(24_000_000))
  const peer = await RawClient.connect(room.port, { reading: false })
  await out(room, 'begun')
  const later = new DiskFiles({ root: opened.folder, quota: 1e9, reserve: 0 }, opened.descriptors)
  const found = await until(
    'both',
    () => later.list(room.run),
    (files) => files.length === 2,
  )
  expect(found[1]).toMatchObject({ id: 2, direction: 'out', state: 'partial', endedAt: null, total: 24_000_000 })
  peer.reset()
})

/** The programs of files wait in select: they can be paused, and stepped one wake-up at a time. */
import { readdir, readlink } from 'node:fs/promises'
import { platform } from 'node:os'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openLab, startRun, type TestRun } from '../../testing/lab.ts'
import { until } from '../../testing/raw-client.ts'
import type { FileView } from '#shared/protocol/transfers.ts'

const BY = { page: 1, address: '127.0.0.1' }

let opened: Awaited<ReturnType<typeof openLab>>
beforeEach(async () => {
  opened = await openLab()
})
afterEach(() => opened.close())

const live = ({ lab, run }: TestRun) => lab.live(run.id)!
const select = (room: TestRun) => live(room).live().select!
const sizes = (room: TestRun, way: FileView['direction']) =>
  live(room)
    .transfers!.views()
    .filter(({ direction }) => direction === way)
    .map(({ size }) => size)
async function hold(room: TestRun): Promise<void> {
  room.lab.setStepper(room.run.id, 'paused', BY)
  await until(
    'paused',
    () => select(room).state,
    (state) => state === 'paused',
  )
}
const goOn = ({ lab, run }: TestRun) => lab.setStepper(run.id, 'running', BY)

/** Lets it serve one wake-up. Resolves to the lines that this took it through, once it waits again. */
async function step(room: TestRun): Promise<readonly string[]> {
  const before = select(room).wakeUps.at(-1)?.number ?? 0
  room.lab.setStepper(room.run.id, 'stepping', BY)
  const { wakeUps } = await until(
    'a wake-up',
    () => select(room),
    ({ state, wakeUps }) => state === 'paused' && (wakeUps.at(-1)?.number ?? 0) > before,
  )
  return wakeUps.at(-1)!.lines
}

it('a receiver accepts, writes and closes one wake-up at a time', async () => {
  const room = await startRun(opened.lab, 'file-receiver')
  await hold(room)
  const peer = await room.client()
  peer.say('abc')
  expect(await room.participants(([first]) => first === 'waiting')).toEqual(['waiting'])
  expect(await step(room)).toEqual(['select', 'open'])
  expect(sizes(room, 'in')).toEqual([0])
  expect(await step(room)).toEqual(['select', 'write'])
  expect(sizes(room, 'in')).toEqual([3])
  peer.finish()
  expect(await step(room)).toEqual(['select', 'write', 'close'])
  await room.event('closed', ({ reason }) => reason === 'finished')
})

it('a sender sends one piece to each client a wake-up, and nothing while it is paused', async () => {
  const room = await startRun(opened.lab, 'file-sender')
  const [early, late] = [await room.client(), await room.client()]
  expect(await room.participants((all) => all.length === 2)).toEqual(['waiting', 'waiting'])
  // It is blocked in the choice of a file: select has woken it for nobody.
  expect(select(room).wakeUps).toEqual([])
  await hold(room)
  const upload = room.lab.files.upload(room.run.id, 'f', 1_000_000)
  await upload.write(new Uint8Array(1_000_000))
  await upload.end()
  expect(sizes(room, 'out')).toEqual([])
  expect(await step(room)).toContain('send')
  const sum = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0)
  const sent = await until(
    'what was sent is there',
    () => [sum(sizes(room, 'out')), early.size + late.size] as const,
    ([given, heard]) => given > 0 && given === heard,
  )
  expect(sent[0]).toBeLessThan(2_000_000)
  goOn(room)
  for (const peer of [early, late]) {
    await until(
      'all of it',
      () => peer.size,
      (size) => size === 1_000_000,
    )
  }
})

it('a paused sender that is stopped waits for nobody', async () => {
  const room = await startRun(opened.lab, 'file-sender')
  const upload = room.lab.files.upload(room.run.id, 'f', 3)
  await upload.write(new Uint8Array(3))
  await upload.end()
  await hold(room)
  await room.client()
  await step(room)
  await room.lab.stop(room.run.id)
  expect(await room.event('transfer', ({ state }) => state === 'partial')).toMatchObject({ done: 0 })
  await until('its file is closed', openFiles, (open) => open.length === 0)
})

/** Files of the lab that this process has open; where the system does not tell, none. */
async function openFiles(): Promise<string[]> {
  if (platform() !== 'linux') return []
  const links = (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ''))
  return (await Promise.all(links)).filter((path) => path.startsWith(opened.folder))
}

/** Floods without a line's end cost no memory, collected or not. A longer one: FLOOD_TEST_BYTES=1073741824. */
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { openSqliteJournal } from '../../journal/sqlite/journal.ts'
import { openLab, startRun } from '../../testing/lab.ts'
import { heldMemory, holdsLess } from '../../testing/memory.ts'

const SIZE = Number(process.env['FLOOD_TEST_BYTES'] ?? 67_108_864)
const MIB = 1_048_576
const MOST = 16 * MIB
vi.setConfig({ testTimeout: 120_000 })

it('takes 64 MiB without a newline and holds 16 MiB at most, before anything is collected too', async () => {
  // On disk, as a lab has it: the beginnings of the lines, which are kept, take no memory.
  const folder = await mkdtemp(join(tmpdir(), 'socket-lab-endless-'))
  const { journal } = await openSqliteJournal({ folder })
  const { lab, close } = await openLab({}, { journal })
  onTestFinished(async () => {
    await close()
    await journal.close()
    await rm(folder, { recursive: true })
  })
  const room = await startRun(lab, 'relay')
  const { port } = room
  const piece = Buffer.alloc(65_536, 'x')
  /** Sends until the lab closes it, a good mebibyte later. */
  const flood = async (): Promise<number> => {
    const socket = connect(port, '127.0.0.1')
    let closed = false
    socket.on('error', () => {}).on('close', () => (closed = true))
    socket.resume()
    await once(socket, 'connect')
    let sent = 0
    while (!closed) {
      sent += piece.length
      if (!socket.write(piece)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => {})
    }
    return sent
  }
  await flood() // what the first one needs for good
  const held = await heldMemory()
  const { arrayBuffers } = process.memoryUsage()
  let peak = 0
  for (let sent = 0; sent < SIZE;) {
    sent += await flood()
    peak = Math.max(peak, process.memoryUsage().arrayBuffers - arrayBuffers)
  }
  expect(peak).toBeLessThan(MOST)
  await holdsLess(MOST, held)
})

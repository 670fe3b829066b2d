/** Floods without a line's end cost no memory, collected or not. A longer one: FLOOD_TEST_BYTES=1073741824. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, it, onTestFinished, vi } from 'vitest'
import { openLab, startRun } from '../../testing/lab.ts'
import { heldMemory } from '../../testing/memory.ts'

const SIZE = Number(process.env['FLOOD_TEST_BYTES'] ?? 67_108_864)
const MIB = 1_048_576
const MOST = 16 * MIB
vi.setConfig({ testTimeout: 120_000 })

it('takes 64 MiB without a newline and holds 16 MiB at most, and a quarter of that before anything is collected', async () => {
  const { lab, close } = await openLab()
  onTestFinished(close)
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
  const after = await heldMemory()
  // The journal of this test is in memory, and keeps the beginning of each line: 64 KiB of each 4 MiB.
  const kept = (await room.events()).reduce((sum, { size }) => sum + size, 0)
  expect(kept).toBeLessThan(SIZE / 32)
  expect(peak - kept).toBeLessThan(MOST / 4)
  expect(after - held - kept).toBeLessThan(MOST)
})

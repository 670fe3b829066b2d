import { createServer, type AddressInfo, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { measure } from './measure.ts'
import { startPython } from './peers.ts'

const load = { id: 'few', title: 'a few', clients: 4, senders: 2, size: 64, window: 10 }
const times = { warmUp: 50, measured: 200 }

/** A relay of whole lines, each of which passes through `hand` on its way to a receiver. */
async function relay(hand: (line: Buffer, count: number) => Buffer): Promise<number> {
  const sockets: Socket[] = []
  let count = 0
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => {})
    let rest = Buffer.alloc(0)
    socket.on('data', (data) => {
      rest = Buffer.concat([rest, data])
      for (let lf = rest.indexOf(10); lf >= 0; lf = rest.indexOf(10)) {
        const line = rest.subarray(0, lf + 1)
        for (const other of sockets) if (other !== socket) other.write(hand(line, ++count))
        rest = rest.subarray(lf + 1)
      }
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

const at = 200
const against = async (hand: (line: Buffer, count: number) => Buffer) =>
  measure({ load, port: await relay(hand), pid: process.pid, ...times })

describe('a measurement', () => {
  it('finds no fault with a relay that has none', async () => {
    const figures = await against((line) => line)
    expect(figures).toMatchObject({ lost: 0, broken: 0, misplaced: 0, gone: 0 })
    expect(figures.deliveries).toBeGreaterThan(at)
    expect(figures.perSecond).toBeGreaterThan(0)
    expect(figures.p99).toBeGreaterThanOrEqual(figures.p50!)
  })

  it('finds the one line that a relay loses', async () => {
    const figures = await against((line, count) => (count === at ? Buffer.alloc(0) : line))
    expect(figures).toMatchObject({ lost: 1, broken: 0, misplaced: 1 })
  })

  it('finds the one line that a relay cuts', async () => {
    const figures = await against((line, count) => (count === at ? line.subarray(1) : line))
    expect(figures).toMatchObject({ lost: 1, broken: 1 })
  })

  it('finds the one line that a relay says twice', async () => {
    const figures = await against((line, count) => (count === at ? Buffer.concat([line, line]) : line))
    expect(figures).toMatchObject({ lost: 0, misplaced: 1 })
  })

  it('finds the textbook relay in Python sound', async ({ skip }) => {
    const peer = await startPython()
    if (peer === null) return skip('python3 is not installed')
    onTestFinished(() => peer.stop())
    expect(await measure({ load, port: peer.port, pid: peer.pid, ...times })).toMatchObject({
      lost: 0,
      broken: 0,
      misplaced: 0,
    })
  })
})

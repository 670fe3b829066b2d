/** Pages that are gone without a word: ended 20 s after their last sign of life, and nobody else with them. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { ManualClock } from '../../core/clock.ts'
import { openApp } from '../../testing/app.ts'
import { frame, greeting, text } from '../../testing/load/frames.ts'
import { until } from '../../testing/raw-client.ts'

async function open() {
  const clock = new ManualClock()
  const server = await openApp({}, undefined, { clock })
  onTestFinished(server.close)
  const seen = { closed: false }
  /** A page by hand, which answers no ping. */
  const socket = connect(server.port, '127.0.0.1').on('error', () => {})
  socket.on('close', () => (seen.closed = true))
  socket.write(greeting(server.port))
  await once(socket, 'data')
  socket.resume()
  const tab = await server.tab()
  /** Ten seconds, in which the tab is pinged and answers. */
  const tenSeconds = async () => {
    const pinged = once(tab.socket, 'ping')
    clock.advance(10_000)
    await pinged
    // The lab has its pong before this.
    const failed = tab.all('failed').length
    tab.send({ type: 'watch', run: 'none', mode: 'all' })
    await until(
      'an answer',
      () => tab.all('failed').length,
      (now) => now > failed,
    )
  }
  /** The page by hand sends a pong, and the lab has read it. */
  const answers = async () => {
    let heard = ''
    const hear = (bytes: Buffer): void => void (heard += bytes.toString('latin1'))
    socket.on('data', hear).write(Buffer.concat([frame(0x8a), text({ type: 'watch', run: 'none', mode: 'all' })]))
    await until(
      'an answer',
      () => heard,
      () => heard.includes('failed'),
    )
    socket.off('data', hear)
  }
  return { clock, socket, seen, tab, tenSeconds, answers }
}

it('a page that answers no ping is ended after 20 s, and one that answers stays', async () => {
  const { clock, seen, tab, tenSeconds } = await open()
  await tenSeconds()
  clock.advance(9999)
  expect(seen.closed).toBe(false)
  clock.advance(1)
  await until(
    'its end',
    () => seen.closed,
    (closed) => closed,
  )
  expect(tab.closed).toBeNull()
})

it('an answer puts the end off, a pong that answers nothing does not', async () => {
  const { answers, seen, tenSeconds } = await open()
  await answers() // before any ping
  await tenSeconds()
  await answers()
  await tenSeconds()
  expect(seen.closed).toBe(false)
  await tenSeconds()
  await until(
    'its end',
    () => seen.closed,
    (closed) => closed,
  )
})

it('a page whose bytes the lab does not read is not held to its pong', async () => {
  const { socket, seen, tenSeconds } = await open()
  // More than it may send in the time of this test: what follows waits, as a pong would.
  socket.write(Buffer.concat(Array.from({ length: 5000 }, () => text({ type: 'unwatch', run: 'none' }))))
  for (let n = 0; n < 4; n++) await tenSeconds()
  expect(seen.closed).toBe(false)
})

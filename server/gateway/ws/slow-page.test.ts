/** A page that is let go because it does not read: whoever reads on after all finds the reason behind what was sent. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { CLOSE } from '#shared/model/constants.ts'
import { sendTo } from './session.ts'

const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
afterEach(() => server.close())

it('is told why, after what waits for it', async () => {
  const page = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const [[socket]] = (await Promise.all([once(server, 'connection'), once(page, 'open')])) as [[WebSocket], unknown]
  page.pause()
  const closed = once(page, 'close')
  let size = 0
  let heard = 0
  page.on('message', (data: Buffer) => (heard += data.length))
  const piece = 'x'.repeat(1_000_000)
  for (; socket.readyState === socket.OPEN; size += piece.length) sendTo(socket, piece)
  page.resume()
  expect((await closed)[0]).toBe(CLOSE.slow)
  // The last one was not sent any more.
  expect(heard).toBe(size - piece.length)
})

import { once } from 'node:events'
import { createServer, request, type IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { WebSocketServer, type WebSocket } from 'ws'
import { hearLastWords } from './last-words.ts'

const servers: { close(): void }[] = []
afterEach(() => servers.splice(0).forEach((one) => one.close()))

/** A WebSocket as the lab has it, and the page's end of its connection. */
async function connected(prepare: (raw: Socket) => void): Promise<{ lab: WebSocket; page: Socket }> {
  const server = createServer()
  const webSockets = new WebSocketServer({ noServer: true })
  servers.push(server, webSockets)
  const { promise, resolve } = Promise.withResolvers<WebSocket>()
  server.on('upgrade', (asked: IncomingMessage, raw: Socket, head: Buffer) => {
    prepare(raw)
    webSockets.handleUpgrade(asked, raw, head, resolve)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
  }
  const asks = request({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, headers }).end()
  const [, page] = (await once(asks, 'upgrade')) as [IncomingMessage, Socket]
  page.on('error', () => {})
  return { lab: await promise, page }
}

/** A close frame with 1001, masked by zeros (RFC 6455, 5.2 and 5.5.1). */
const GOING_AWAY = Buffer.from([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe9])

/** A tab closes while the lab writes: all of it before the lab's event loop comes to read. Gives the code that the lab is told. */
async function closes({ lab, page }: { lab: WebSocket; page: Socket }): Promise<number> {
  const code = once(lab, 'close').then(([told]) => told as number)
  page.write(GOING_AWAY)
  page.resetAndDestroy()
  lab.send('figures of this moment')
  lab.send('and of the next')
  return code
}

it('tells the code of a tab that has closed, though a write fails before the lab reads it', async () => {
  expect(await closes(await connected(hearLastWords))).toBe(1001)
})

it('is what Node alone does not do', async () => {
  expect(await closes(await connected(() => {}))).toBe(1006)
})

it('ends a connection that was reset without a word', async () => {
  const { lab, page } = await connected(hearLastWords)
  const code = once(lab, 'close')
  page.resetAndDestroy()
  lab.send('figures of this moment')
  lab.send('and of the next')
  expect((await code)[0]).toBe(1006)
})

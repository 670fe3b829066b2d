/** Connections to the page's port that are reset at any moment: each has an owner of its errors from its birth. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { openApp } from '../../testing/app.ts'
import { upgrade } from '../../testing/load/frames.ts'
import { unhandledDuring } from '../../testing/unhandled.ts'

const CONNECTIONS = 200

it.each<[string, (host: string, port: number) => string]>([
  ['a tunnel', (host) => `CONNECT a:1 HTTP/1.1\r\nHost: ${host}\r\n\r\n`],
  ['an upgrade', (_, port) => upgrade(port).toString()],
  ['an upgrade elsewhere', (_, port) => upgrade(port, '/x').toString()],
  ['what is no request', () => 'bonjour\n'],
  ['a foreign Host', () => 'GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n'],
  ['a body that is refused', (host) => `POST /api/runs HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 70000\r\n\r\nx`],
])('%s, reset before, while and after it is answered, ends nothing', async (_, request) => {
  const app = await openApp()
  onTestFinished(app.close)
  const bytes = request(`127.0.0.1:${app.port}`, app.port)
  const unhandled = await unhandledDuring(async () => {
    const gone = Array.from({ length: CONNECTIONS }, async (_, n) => {
      const socket = connect(app.port, '127.0.0.1').on('error', () => {})
      await once(socket, 'connect')
      // What is written beyond the request keeps the lab at it, while the reset overtakes its answer.
      socket.write(bytes + 'x'.repeat((n % 3) * 5000))
      if (n % 4 === 1) await new Promise(setImmediate)
      if (n % 4 === 2) await sleep(n % 5)
      if (n % 4 === 3) await Promise.race([once(socket, 'data'), once(socket, 'close')]).catch(() => {})
      socket.resetAndDestroy()
    })
    await Promise.all(gone)
    expect((await fetch(`${app.url}/api/health`)).status).toBe(200)
  })
  expect(unhandled).toEqual([])
})

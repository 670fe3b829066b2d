/** Places of what a page dials, where no port tells the listener of it. */
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Descriptors } from '../admission/descriptors.ts'
import { until } from '../testing/raw-client.ts'
import { dial } from './sockets.ts'

it('come back from each of several connections without a port', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'socket-lab-dials-'))
  const path = join(folder, 'socket')
  const server = createServer((socket) => socket.on('error', () => {}).resume()).listen(path)
  await once(server, 'listening')
  const descriptors = new Descriptors(100)
  const dialled = await Promise.all([1, 2, 3].map(() => dial({ path }, descriptors, 'pages')))
  expect(descriptors.taken).toBe(6)
  for (const { socket } of dialled) socket.destroy()
  await until(
    'their places back',
    () => descriptors.taken,
    (taken) => taken === 0,
  )
  server.close()
  await once(server, 'close')
  rmSync(folder, { recursive: true })
})

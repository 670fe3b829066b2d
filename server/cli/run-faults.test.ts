/** `socket-lab run` when its notices have no reader, and over a fault of its own: real processes. */
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { socketLab } from '../testing/child.ts'
import { RawClient } from '../testing/raw-client.ts'

const NODE_OPTIONS = `--import ${fileURLToPath(new URL('../testing/fixtures/faults.mjs', import.meta.url))}`

it('goes on when nobody reads its notices any more', async () => {
  const lab = socketLab(['line-server', '--port', '0'])
  const peer = await RawClient.connect(await lab.port())
  await lab.says('is connected')
  lab.process.stderr.destroy()
  peer.say('un\n')
  await lab.prints('un\n')
  peer.finish()
  const next = await RawClient.connect(peer.socket.remotePort!)
  next.say('deux\n')
  await lab.prints('un\ndeux\n')
  lab.process.kill('SIGTERM')
  expect(await lab.exit()).toBe(143)
  next.socket.destroy()
})

it.each(['throw', 'reject'])('says what was wrong with it, and ends with 1 (%s)', async (FAULT) => {
  const lab = socketLab(['line-server', '--port', '0'], 'C', { NODE_OPTIONS, FAULT })
  const peer = await RawClient.connect(await lab.port())
  peer.say('un\n')
  await lab.prints('un\n')
  lab.process.kill('SIGUSR2')
  expect(await lab.exit()).toBe(1)
  expect(lab.err).toMatch(/^socket-lab: (Type)?Error: a planted fault\n +at .*faults\.mjs/m)
  peer.socket.destroy()
})

it('goes on after the error of a socket that nobody owned', async () => {
  const lab = socketLab(['line-server', '--port', '0'], 'C', { NODE_OPTIONS, FAULT: 'socket' })
  const peer = await RawClient.connect(await lab.port())
  lab.process.kill('SIGUSR2')
  await lab.says('ECONNRESET')
  peer.say('un\n')
  await lab.prints('un\n')
  lab.process.kill('SIGTERM')
  expect(await lab.exit()).toBe(143)
  peer.socket.destroy()
})

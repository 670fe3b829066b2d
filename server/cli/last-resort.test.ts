/** Which errors the lab outlives, by errors as the system and Node really make them. */
import { readFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { isOfTheWorld } from './last-resort.ts'

const thrown = (work: () => unknown): Error => {
  try {
    work()
  } catch (error) {
    return error as Error
  }
  throw new Error('nothing was thrown')
}

it('takes the error of a socket for the world’s', async () => {
  const server = createServer((socket) => socket.resetAndDestroy()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const [reset] = (await once(connect(port, '127.0.0.1'), 'close').catch((error: Error) => [error])) as [Error]
  expect(reset).toMatchObject({ code: 'ECONNRESET' })
  expect(isOfTheWorld(reset)).toBe(true)
  await new Promise((done) => server.close(done))
  const [refused] = (await once(connect(port, '127.0.0.1'), 'close').catch((error: Error) => [error])) as [Error]
  expect(isOfTheWorld(refused)).toBe(true)
})

it('takes for a fault of its own what broke off a call of its own, or names no error of the system', () => {
  expect(isOfTheWorld(thrown(() => readFileSync('/absent')))).toBe(false)
  expect(isOfTheWorld(thrown(() => (null as never as { x: 1 }).x))).toBe(false)
  expect(isOfTheWorld(thrown(() => new URL('no URL')))).toBe(false)
  expect(isOfTheWorld(new Error('no stack'))).toBe(false)
})

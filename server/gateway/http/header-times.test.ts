/** Only the peer's slowness counts: a request that waits for its turn in the lab is no slow one. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { Descriptors } from '../../admission/descriptors.ts'
import { ManualClock } from '../../core/clock.ts'
import { LabError } from '../../core/errors.ts'
import { RawClient, until } from '../../testing/raw-client.ts'
import type { Turns } from '../turns/turns.ts'
import { ConnectionPlaces } from './connection-places.ts'
import { HttpInput } from './input.ts'

const REQUEST = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'

/** A server whose turns come when the test says so. */
async function open() {
  const clock = new ManualClock()
  const jobs: (() => void)[] = []
  let held = false
  const turns = { ask: (job: () => void) => void (held ? jobs.push(job) : job()) }
  const input = new HttpInput({
    turns: turns as Turns,
    places: new ConnectionPlaces(new Descriptors(100), () => {}),
    clock,
    guard: () => null,
    prefixes: [],
    malformed: (detail) => new LabError('malformed-request', { detail }),
  })
  const server = input.server({}, (_, response) => void response.end('here'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    input.close()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    clock,
    peer: await RawClient.connect(port),
    jobs,
    hold: () => (held = true),
    letGo: () => {
      held = false
      for (const job of jobs.splice(0)) job()
    },
  }
}
const turnOfLoop = () => new Promise((done) => setImmediate(() => setImmediate(done)))

it('a whole request that waits for its turn gets its answer, however late', async () => {
  const { clock, peer, jobs, hold, letGo } = await open()
  hold()
  peer.say(REQUEST)
  await until(
    'the request',
    () => jobs.length,
    (count) => count > 0,
  )
  for (let second = 0; second < 60; second++) {
    clock.advance(1000)
    await turnOfLoop()
  }
  expect([peer.heard, peer.ended]).toEqual(['', false])
  letGo()
  await until(
    'the answer',
    () => peer.heard,
    (heard) => heard.endsWith('here'),
  )
  expect(peer.heard).toMatch(/^HTTP\/1.1 200/)
})

it('one that the kernel has when the time is over is read first', async () => {
  const { clock, peer } = await open()
  peer.say(REQUEST)
  // Before anything is read of it: the time-out and the bytes come in one turn.
  clock.advance(10_000)
  await until(
    'the answer',
    () => peer.heard,
    (heard) => heard.endsWith('here'),
  )
  expect(peer.heard).toMatch(/^HTTP\/1.1 200/)
})

it('between two requests a connection may be silent, and the next one has its whole time', async () => {
  const { clock, peer } = await open()
  peer.say(REQUEST)
  await until(
    'the answer',
    () => peer.heard,
    (heard) => heard.endsWith('here'),
  )
  for (let second = 0; second < 60; second++) {
    clock.advance(1000)
    await turnOfLoop()
  }
  expect(peer.ended).toBe(false)
  peer.say(REQUEST.slice(0, 9))
  await until(
    'its begin to be read',
    async () => (await turnOfLoop(), clock.advance(100), peer.heard),
    (heard) => heard.includes('408'),
  )
  expect(clock.micros()).toBeGreaterThanOrEqual(70_000_000)
})

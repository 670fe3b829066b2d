import { expect, it, onTestFinished } from 'vitest'
import { openApp } from '../../testing/app.ts'
import { openLab, startRun } from '../../testing/lab.ts'
import { hears, until } from '../../testing/raw-client.ts'
import { openingOf } from './opening.ts'

it.each([
  ['\x16\x03\x01', 'tls'],
  ['\x16', 'undecided'],
  ['\x16\x04', null],
  ['GET / HTTP/1.1\r\nHost: lab\r\n', { method: 'GET' }],
  ['POST /x HTTP/1.0\n', { method: 'POST' }],
  ['PRI * HTTP/2.0\r\n', null],
  ['G', 'undecided'],
  ['GET /', 'undecided'],
  ['GET the book\n', null],
  ['GETTER / HTTP/1.1\n', null],
  ['bonjour\n', null],
  ['PUT ' + 'x'.repeat(9000), null],
] as const)('%j is %j', (bytes, opening) => {
  expect(openingOf(Buffer.from(bytes, 'latin1'))).toEqual(opening)
})

it('a request in pieces is told once, and reaches the others as any lines do', async () => {
  const opened = await openLab()
  onTestFinished(() => opened.close())
  const room = await startRun(opened.lab, 'relay')
  const [ana, browser] = [await room.client(), await room.client()]
  let size = 0
  for (const piece of ['GE', 'T / HT', 'TP/1.1\r\n', 'GET / HTTP/1.1\r\n']) {
    browser.say(piece)
    size += piece.length
    const wanted = size
    await until(
      'its bytes, read apart',
      () => room.lab.live(room.run.id)!.participants()[1],
      (one) => one !== undefined && one.sent.bytes + one.partialBytes === wanted,
    )
  }
  await hears(ana, 'GET / HTTP/1.1\r\nGET / HTTP/1.1\r\n')
  const told = (await room.events()).filter(({ kind }) => kind === 'http-on-raw-listener')
  expect(told).toMatchObject([{ participant: 2, method: 'GET' }])
  expect(browser.heard).toBe('')
  for (const { socket } of [ana, browser]) socket.destroy()
})

it('a long request line in two reads is told of, and what was read first is given back meanwhile', async () => {
  const { lab, close } = await openLab()
  onTestFinished(close)
  const room = await startRun(lab, 'relay')
  const client = await room.client()
  await room.event('connected')
  client.say(`GET /${'a'.repeat(6000)}`)
  await until(
    'the first read',
    () => lab.live(room.run.id)!.participants()[0]!.partialBytes,
    (bytes) => bytes === 6005,
  )
  client.say(' HTTP/1.1\r\nHost: here\r\n\r\n')
  expect(await room.event('http-on-raw-listener')).toMatchObject({ participant: 1, method: 'GET' })
  client.socket.destroy()
})

it('a browser of today at the port of a run is told of', async () => {
  const server = await openApp()
  onTestFinished(server.close)
  const { lab, run, port } = await startRun(server.lab, 'relay')
  const leaves = new AbortController()
  const asked = fetch(`http://127.0.0.1:${port}/runs`, { signal: leaves.signal }).catch(() => null)
  const events = async () =>
    (await fetch(`${server.url}/api/runs/${run.id}/events`)).json() as Promise<{ events: { kind: string }[] }>
  await until(
    'the event',
    async () => (await events()).events.map(({ kind }) => kind),
    (kinds) => kinds.includes('http-on-raw-listener'),
  )
  expect(lab.live(run.id)).toBeDefined()
  leaves.abort()
  await asked
})

it('is not asked of what a program hears after its first line', async () => {
  const opened = await openLab()
  onTestFinished(() => opened.close())
  const room = await startRun(opened.lab, 'relay')
  const [ana, bob] = [await room.client(), await room.client()]
  bob.say('bonjour\nGET / HTTP/1.1\r\n')
  await hears(ana, 'bonjour\nGET / HTTP/1.1\r\n')
  expect((await room.events()).some(({ kind }) => kind === 'http-on-raw-listener')).toBe(false)
  for (const { socket } of [ana, bob]) socket.destroy()
})

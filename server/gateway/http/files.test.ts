/** Files over REST and over the event stream: the list, the bytes, their headers, live progress. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openApp } from '../../testing/app.ts'
import { startRun } from '../../testing/lab.ts'
import type { FileList } from '#shared/protocol/transfers.ts'
import { attachment } from './files.ts'

let server: Awaited<ReturnType<typeof openApp>>
beforeAll(async () => {
  server = await openApp()
})
afterAll(() => server.close())

it('lists and gives a file back as an attachment that no browser runs, and tells the page how far it has come', async () => {
  const room = await startRun(server.lab, 'file-receiver')
  const tab = await server.tab()
  tab.send({ type: 'watch', run: room.run.id, mode: 'latest' })
  await tab.receives('snapshot')
  const peer = await room.client()
  peer.say('<script>alert(1)</script>')
  await tab.receives('files', ({ files }) => files.some(({ state, size }) => state === 'going' && size === 25))
  peer.finish()
  await room.event('transfer', ({ state }) => state === 'whole')
  await tab.receives('files', ({ files }) => files.some(({ state, sha256 }) => state === 'whole' && sha256 !== null))

  const base = `${server.url}/api/runs/${room.run.id}/files`
  const { files } = (await (await fetch(base)).json()) as FileList
  expect(files).toMatchObject([{ id: 1, direction: 'in', state: 'whole', size: 25, total: null }])
  const reply = await fetch(`${base}/1`)
  expect(await reply.text()).toBe('<script>alert(1)</script>')
  expect(Object.fromEntries(reply.headers)).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': expect.stringMatching(/^attachment; /) as unknown,
    'content-length': '25',
    'x-content-type-options': 'nosniff',
  })
  for (const wrong of ['2', '0', '..%2f..%2fpackage.json', '1.5']) {
    expect((await fetch(`${base}/${wrong}`)).status).toBeGreaterThanOrEqual(400)
  }
  const other = await room.client()
  other.say('x')
  await room.event('transfer', ({ file, state }) => file === 2 && state === 'begun')
  const remove = async (file: number) => (await fetch(`${base}/${file}`, { method: 'DELETE' })).status
  expect(await remove(2)).toBe(409)
  other.finish()
  await room.event('transfer', ({ file, state }) => file === 2 && state === 'whole')
  expect(await remove(2)).toBe(204)
  await tab.receives('files', (news) => news.files.some((file) => file.id === 2 && file.state === 'removed'))
  expect(await remove(2)).toBe(404)
  expect((await fetch(`${base}/2`)).status).toBe(404)
  // After the run it is there as before.
  await server.lab.stop(room.run.id)
  expect((await fetch(`${base}/1`)).status).toBe(200)
  expect(await remove(1)).toBe(204)
  expect(((await (await fetch(base)).json()) as FileList).files).toEqual([])
})

it('answers of a run without files with an empty list', async () => {
  const room = await startRun(server.lab, 'relay')
  expect(await (await fetch(`${server.url}/api/runs/${room.run.id}/files`)).json()).toEqual({ files: [] })
})

it.each([
  ['port 51512', `attachment; filename="port 51512"; filename*=UTF-8''port%2051512`],
  ['Zoé (1).txt', `attachment; filename="Zo_ (1).txt"; filename*=UTF-8''Zo%C3%A9%20%281%29.txt`],
])('names the attachment %s', (name, header) => {
  expect(attachment(name)).toBe(header)
})

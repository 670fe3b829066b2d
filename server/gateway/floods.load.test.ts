/** What floods of the page's port do to people at the relay, beside a lab that is left alone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clients, pages, type Way } from '../testing/load/attack.ts'
import { frame, text } from '../testing/load/frames.ts'
import { judge } from '../testing/load/judge.ts'
import { LoadLab } from '../testing/load/lab.ts'
import { until } from '../testing/raw-client.ts'

const MIB = 1_048_576

let lab: LoadLab
let control: LoadLab
let ended: string

beforeAll(async () => {
  ;[lab, control] = await Promise.all([LoadLab.open(), LoadLab.open()])
  ended = await lab.endedRun(300)
}, 60_000)
afterAll(() => Promise.all([lab?.close(), control?.close()]))

/** As much as one write takes of the same frame. */
const many = (one: Uint8Array, bytes = 65_536): Buffer =>
  Buffer.concat(Array<Uint8Array>(Math.ceil(bytes / one.length)).fill(one))
const get = (path: string) => (one: LoadLab) => `GET /api${path} HTTP/1.1\r\nHost: 127.0.0.1:${one.webPort}\r\n\r\n`
const post = (one: LoadLab) =>
  `POST /api/runs HTTP/1.1\r\nHost: 127.0.0.1:${one.webPort}\r\nContent-Type: application/json\r\n` +
  'Transfer-Encoding: chunked\r\n\r\n'

const floods: Record<string, () => readonly Way[]> = {
  'two pages that send small messages': () => [
    pages(1, () => many(text({ type: 'unwatch', run: '1' }))),
    pages(1, () => many(text({ type: 'type-end', ref: 1, run: '1' }))),
  ],
  'fifty pages that send small messages': () => [pages(50, () => many(text({ type: 'unwatch', run: '1' })))],
  'a page that watches an ended run': () => [
    pages(1, () => many(text({ type: 'watch', run: ended, mode: 'all', after: 0 }))),
  ],
  'a page that watches the run of the room, and does not read': () => [
    pages(2, (one) => many(text({ type: 'watch', run: one.run, mode: 'all', after: 0 })), { reads: false }),
  ],
  'pages that send pings, pongs, empty fragments': () => [
    pages(1, () => many(frame(0x89, 'ping'))),
    pages(1, () => many(frame(0x8a))),
    pages(1, () => Buffer.concat([frame(0x01), many(frame(0x00)), frame(0x80)])),
  ],
  'pages whose messages nobody knows': () => [pages(4, () => many(text('{')))],
  'a connection that sends requests before their answers': () => [
    clients(2, (one) => get('/health')(one).repeat(800)),
    clients(1, get(`/runs/${ended}/events?limit=1000`)),
  ],
  'two hundred connections with a request each': () => [clients(200, get('/health'), { inTurn: true })],
  'a body in chunks of a byte': () => [clients(4, () => '1\r\na\r\n'.repeat(10_000), { prelude: post })],
}

describe('a room beside', () => {
  it.each(Object.entries(floods))(
    '%s goes on as before',
    async (_, ways) => {
      const before = await lab.memory()
      const verdict = await judge(lab, control, ways())
      const p99 = verdict.rounds.map(({ attacked, control: beside }) => `${attacked.p99} ms beside ${beside.p99} ms`)
      expect(verdict.bad, p99.join(', ')).toBeLessThan(2)
      expect(verdict.lost).toBe(0)
      expect(lab.alive).toBe(true)
      await until(
        'the memory to be free again',
        () => lab.memory(),
        (bytes) => bytes < before + 32 * MIB,
      )
    },
    60_000,
  )
})

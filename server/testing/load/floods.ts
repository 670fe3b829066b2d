/** Floods by somebody at the page's port or at the relay's: each is a way to load a lab. Counterparts: `attack.ts`; the tests that judge them. */
import { atRelay, clients, pages, type Attacked, type Way } from './attack.ts'
import { frame, text } from './frames.ts'

/** As much as one write takes of the same frame. */
const many = (one: Uint8Array, bytes = 65_536): Buffer =>
  Buffer.concat(Array<Uint8Array>(Math.ceil(bytes / one.length)).fill(one))
const get = (path: string) => (lab: Attacked) => `GET /api${path} HTTP/1.1\r\nHost: 127.0.0.1:${lab.webPort}\r\n\r\n`
const post = (lab: Attacked) =>
  `POST /api/runs HTTP/1.1\r\nHost: 127.0.0.1:${lab.webPort}\r\nContent-Type: application/json\r\n` +
  'Transfer-Encoding: chunked\r\n\r\n'

/** More places than a page has, each under a name and with an answer of its own. */
const joins = (run: string): Buffer =>
  Buffer.concat(Array.from({ length: 600 }, (_, n) => text({ type: 'join', ref: n + 1, run, name: `Zoe ${n}` })))

/** @param ended gives a run that has ended, with some hundred events */
export const floodsOfThePage = (ended: () => string): Readonly<Record<string, () => readonly Way[]>> => ({
  'two pages that send small messages': () => [
    pages(1, () => many(text({ type: 'unwatch', run: '1' }))),
    pages(1, () => many(text({ type: 'type-end', ref: 1, run: '1' }))),
  ],
  'thirty pages that send small messages': () => [pages(30, () => many(text({ type: 'unwatch', run: '1' })))],
  'more pages than one address may have': () => [pages(60, () => many(text({ type: 'unwatch', run: '1' })))],
  'a page that watches an ended run': () => [
    pages(1, () => many(text({ type: 'watch', run: ended(), mode: 'all', after: 0 }))),
  ],
  'a page that watches the run of the room, and does not read': () => [
    pages(2, (lab) => many(text({ type: 'watch', run: lab.run, mode: 'all', after: 0 })), { reads: false }),
  ],
  'pages that send pings, pongs, empty fragments': () => [
    pages(1, () => many(frame(0x89, 'ping'))),
    pages(1, () => many(frame(0x8a))),
    pages(1, () => Buffer.concat([frame(0x01), many(frame(0x00)), frame(0x80)])),
  ],
  'pages whose messages nobody knows': () => [pages(4, () => many(text('{')))],
  'a connection that sends requests before their answers': () => [
    clients(2, (lab) => get('/health')(lab).repeat(800)),
    clients(1, (lab) => get(`/runs/${ended()}/events?limit=1000`)(lab)),
  ],
  'two hundred connections with a request each': () => [clients(200, get('/health'), { inTurn: true })],
  'twenty that ask for large answers and read none': () => [
    clients(20, (lab) => get(`/runs/${ended()}/events?limit=1000`)(lab), { leaves: true, reads: false }),
  ],
  'a page that joins and joins': () => [pages(1, (lab) => joins(lab.run))],
  'headers without end': () => [
    clients(20, () => 'x'.repeat(65_536), {
      prelude: (lab) => `GET /api/health HTTP/1.1\r\nHost: 127.0.0.1:${lab.webPort}\r\nX-Long: `,
    }),
  ],
  'a body in chunks of a byte': () => [clients(4, () => '1\r\na\r\n'.repeat(10_000), { prelude: post })],
})

/** Somebody in the room of the relay itself. */
export const FLOODS_OF_THE_RELAY: Readonly<Record<string, () => readonly Way[]>> = {
  'two that say lines without end': () => [atRelay(2, 'y'.repeat(98) + '\n')],
  'one that says empty lines without end': () => [atRelay(1, '\n')],
  'one that says lines without end and reads nothing': () => [atRelay(1, 'y'.repeat(98) + '\n', { reads: false })],
  'a hundred that say lines without end': () => [atRelay(100, 'y'.repeat(98) + '\n')],
  'a hundred that say lines without end and read nothing': () => [
    atRelay(100, 'y'.repeat(98) + '\n', { reads: false }),
  ],
  'some that say no newline, and come again': () => [atRelay(8, 'x'.repeat(1000))],
  'connections that say a line and reset': () => [atRelay(20, 'hello\n', { resets: true })],
  'connections that come and go': () => [atRelay(20, 'hello\n', { leaves: true })],
}

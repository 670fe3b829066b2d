/** Connections to the page's port by address: an idle one of its own makes room, and nobody else's. */
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Descriptors } from '../../admission/descriptors.ts'
import { LabError } from '../../core/errors.ts'
import { systemClock } from '../../core/system-clock.ts'
import { until } from '../../testing/raw-client.ts'
import { Turns } from '../turns/turns.ts'
import { ConnectionPlaces } from './connection-places.ts'
import { HttpInput } from './input.ts'

/** Of 40 pages may take 30, and one address 15: seven connections. */
const BUDGET = 40
const MOST = 7

let input: HttpInput
let server: ReturnType<HttpInput['server']>
let port: number
let open: Socket[]
/** Answers under way of `/slow`. */
let slow: (() => void)[]

beforeEach(async () => {
  open = []
  slow = []
  input = new HttpInput({
    turns: new Turns(),
    places: new ConnectionPlaces(new Descriptors(BUDGET), () => {}),
    clock: systemClock,
    guard: () => null,
    prefixes: [],
    malformed: (detail) => new LabError('malformed-request', { detail }),
  })
  server = input.server({}, ({ url }, response) => {
    if (url === '/slow') slow.push(() => response.end('late'))
    else response.end('here')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})

afterEach(async () => {
  for (const socket of open) socket.destroy()
  input.close()
  server.close()
  await once(server, 'close')
})

/** Connects and says nothing. */
async function silent(localAddress = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', localAddress }).on('error', () => {})
  socket.resume()
  open.push(socket)
  await once(socket, 'connect')
  return socket
}

async function asks(localAddress: string): Promise<number> {
  const asked = get({ port, host: '127.0.0.1', localAddress, agent: false })
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  answer.resume()
  return answer.statusCode!
}

const left = (sockets: readonly Socket[]) => sockets.filter(({ destroyed }) => !destroyed)

it('leave another address its answer, however many one opens in silence', async () => {
  const sockets: Socket[] = []
  for (let n = 0; n < 300; n++) sockets.push(await silent())
  expect(await asks('127.0.0.2')).toBe(200)
  // The newest stay.
  expect(
    await until(
      'the others gone',
      () => left(sockets),
      ({ length }) => length <= MOST,
    ),
  ).toEqual(sockets.slice(-MOST))
  expect(await asks('127.0.0.1')).toBe(200)
})

it('with a request under way make no room: their address gets 503', async () => {
  const busy: Socket[] = []
  for (let n = 0; n < MOST; n++) busy.push(await silent())
  for (const socket of busy) socket.write('GET /slow HTTP/1.1\r\nhost: lab\r\n\r\n')
  await until(
    'the requests',
    () => slow.length,
    (length) => length === MOST,
  )
  expect(await asks('127.0.0.1')).toBe(503)
  expect(left(busy)).toHaveLength(MOST)
  expect(await asks('127.0.0.2')).toBe(200)
  // Answered, it is idle again.
  slow[3]!()
  await once(busy[3]!, 'data')
  expect(
    await until(
      'room',
      () => asks('127.0.0.1'),
      (status) => status === 200,
    ),
  ).toBe(200)
  expect(
    await until(
      'one gone',
      () => left(busy),
      ({ length }) => length < MOST,
    ),
  ).toHaveLength(MOST - 1)
  expect(busy[3]!.destroyed).toBe(true)
})

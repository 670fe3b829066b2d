/** The state that every page is sent at once holds beginnings and lengths: what somebody types or sends makes it no larger. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LabError } from '../../core/errors.ts'
import { openLab, startRun, type TestRun } from '../../testing/lab.ts'
import type { Connection } from '../../endpoints/port.ts'
import { Peer } from '../streams/peer.ts'

/** Bytes of the state of a run with two participants, encoded: 10 previews of 256 bytes, of which each may become `\u0000`. */
const MOST = 32_768

const said = fc.record({
  to: fc.constantFrom('lines', 'blocks', 'ana', 'bob'),
  text: fc.constantFrom('x', '\0', '\u{1F9E6}', '\n', 'é\n', `${'y'.repeat(300)}\n`, `${'\0'.repeat(30_000)}\n`),
  times: fc.constantFrom(1, 3, 1000, 10_000),
  end: fc.boolean(),
})

it('stays under a bound, whatever is typed and sent', async () => {
  const { lab, close } = await openLab()
  const size = ({ run: { id } }: TestRun) =>
    JSON.stringify([lab.view(id), lab.live(id)!.live(), lab.live(id)!.participants()]).length
  const type = ({ run: { id } }: TestRun, bytes: Buffer) => {
    try {
      lab.type(id, bytes)
    } catch (error) {
      expect(error).toBeInstanceOf(LabError)
    }
  }
  const room = await startRun(lab, 'relay', { maxLine: 131_072 })
  const lines = await startRun(lab, 'alternating-chat', { maxLine: 131_072 })
  const blocks = await startRun(lab, 'udp-sender', {
    cut: 'blocks',
    size: 65_507,
    target: { host: '127.0.0.1', port: room.port },
  })
  const people = { ana: await room.client(), bob: await room.client() }
  await fc.assert(
    fc.asyncProperty(fc.array(said, { minLength: 1, maxLength: 20 }), async (all) => {
      let largest = 0
      for (const { to, text, times, end } of all) {
        // As much as one message carries.
        const bytes = Buffer.from(text.repeat(times) + (end ? '\n' : '')).subarray(0, 36_000)
        if (to === 'lines') type(lines, bytes)
        else if (to === 'blocks') type(blocks, bytes)
        else people[to].say(bytes)
        await new Promise(setImmediate)
        largest = Math.max(largest, ...[room, lines, blocks].map(size))
      }
      expect(largest).toBeLessThan(MOST)
    }),
    {
      numRuns: 10,
      examples: [
        [Array.from({ length: 40 }, () => ({ to: 'lines', text: `${'\0'.repeat(30_000)}\n`, times: 1, end: false }))],
      ],
    },
  )
  for (const { socket } of Object.values(people)) socket.destroy()
  await close()
})

it('names a few of those whom somebody waits for, however many there are', () => {
  const connection = { via: 'unix', local: { host: '/room' }, remote: { host: '' } } as unknown as Connection
  const peer = new Peer(1, connection, null, 100, null)
  peer.waitsFor = Array.from({ length: 499 }, (_, i) => i + 2)
  expect(peer.view().waitsFor).toEqual(peer.waitsFor.slice(0, 16))
})

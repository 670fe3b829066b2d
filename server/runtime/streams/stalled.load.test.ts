/**
 * A room with somebody who reads nothing: a raw client that never calls recv, and a page that never reads its WebSocket. Thirty
 * others talk, and one floods. Judged beside a lab that is left alone (`server/testing/load/judge.ts`).
 */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pages } from '../../testing/load/attack.ts'
import { text } from '../../testing/load/frames.ts'
import { isSlow, type Round } from '../../testing/load/judge.ts'
import { LoadLab } from '../../testing/load/lab.ts'
import { ProbePair } from '../../testing/load/probe.ts'
import { until } from '../../testing/raw-client.ts'

const MIB = 1_048_576
const TALKERS = 28
/** All of them together: a thousand lines a second. */
const PERIOD_MS = TALKERS
const ROUND_MS = 1200
/** Rounds until the one that reads nothing must have been closed: its buffers in the kernel fill first. */
const MOST_ROUNDS = 14

let lab: LoadLab
let control: LoadLab
beforeEach(async () => {
  ;[lab, control] = await Promise.all([LoadLab.open(), LoadLab.open()])
}, 60_000)
afterEach(() => Promise.all([lab?.close(), control?.close()]))

/** Says a line every few milliseconds, and counts the lines that it hears. */
class Talker {
  readonly #socket: Socket
  readonly #line: string
  #timer: NodeJS.Timeout | undefined
  said = 0
  heard = 0

  constructor(port: number, size: number) {
    this.#socket = connect(port, '127.0.0.1').setNoDelay()
    this.#line = `talk ${'x'.repeat(size - 6)}\n`
    this.#socket.on('data', (chunk: Buffer) => {
      for (let at = chunk.indexOf(0x74); at >= 0; at = chunk.indexOf(0x74, at + 1)) this.heard++
    })
  }

  async begin(): Promise<void> {
    if (this.#socket.connecting) await once(this.#socket, 'connect')
    this.#timer = setInterval(() => {
      this.#socket.write(this.#line)
      this.said++
    }, PERIOD_MS)
  }

  rest(): void {
    clearInterval(this.#timer)
  }

  close(): void {
    this.rest()
    this.#socket.destroy()
  }
}

describe('who reads nothing', () => {
  it.each([64, 915])(
    'is closed, and thirty who say lines of %i bytes lose nothing and wait for nobody',
    async (size) => {
      const before = await lab.memory()
      // It never learns that it was reset: it does not read.
      const mute = connect(lab.port, '127.0.0.1').pause()
      await once(mute, 'connect')
      const closed = () => lab.find('kind:closed')
      const page = await pages(1, (one) => Buffer.from(text({ type: 'watch', run: one.run, mode: 'all', after: 0 })), {
        reads: false,
      })(lab)
      const talkers = Array.from({ length: TALKERS }, () => new Talker(lab.port, size))
      const probes = [await ProbePair.open(lab.port), await ProbePair.open(control.port)] as const
      await Promise.all(talkers.map((talker) => talker.begin()))
      // What one `yes` says fills the kernel's buffers at once, and its own share of the queue.
      const yes = connect(lab.port, '127.0.0.1').on('error', () => {})
      const flood = Buffer.alloc(12 * MIB, `${'y'.repeat(98)}\n`)
      yes.write(flood)
      yes.resume()
      const rounds: Round[] = []
      let most = 0
      try {
        while (!(await closed()) && rounds.length < MOST_ROUNDS) {
          const [attacked, beside] = await Promise.all([probes[0].measure(ROUND_MS), probes[1].measure(ROUND_MS)])
          rounds.push({ attacked, control: beside })
          most = Math.max(most, await lab.memory())
        }
        const p99 = rounds.map(({ attacked, control: beside }) => `${attacked.p99} ms beside ${beside.p99} ms`)
        expect(await closed(), p99.join(', ')).toMatchObject({ reason: 'slow-consumer' })
        expect(rounds.filter(isSlow).length, p99.join(', ')).toBeLessThan(rounds.length / 2)
        expect(rounds.reduce((lost, { attacked }) => lost + attacked.lost, 0)).toBe(0)
        expect(most - before).toBeLessThan(32 * MIB)
        for (const talker of talkers) talker.rest()
        const said = talkers.reduce((sum, talker) => sum + talker.said, 0)
        await until(
          'all lines at all talkers',
          () => talkers.map((talker) => talker.heard + talker.said),
          (sums) => sums.every((sum) => sum === said),
        )
      } finally {
        for (const talker of talkers) talker.close()
        for (const probe of probes) probe.close()
        for (const socket of [mute, yes]) socket.destroy()
        await page.stop()
      }
    },
    60_000,
  )
})

/**
 * Many who say as much as they can into one relay, from their first moment, beside a lab that is left alone: what it does to who talks
 * in the same room, and to another run of the same lab.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { atRelay, type Way } from '../../testing/load/attack.ts'
import { judge } from '../../testing/load/judge.ts'
import { LoadLab } from '../../testing/load/lab.ts'
import { until } from '../../testing/raw-client.ts'

const MIB = 1_048_576
const TALKERS = 100

let lab: LoadLab
let control: LoadLab
let other: number
// Who was too slow in one flood would have to wait in the next.
beforeEach(async () => {
  ;[lab, control] = await Promise.all([LoadLab.open(), LoadLab.open()])
  other = (await lab.relay()).listeners[0]!.port
}, 60_000)
afterEach(() => Promise.all([lab?.close(), control?.close()]))

const line = (size: number): string => `${'y'.repeat(size - 1)}\n`
const floods: Readonly<Record<string, readonly Way[]>> = {
  'a hundred that say lines of 100 bytes': [atRelay(TALKERS, line(100))],
  'a hundred that say lines of 10 bytes': [atRelay(TALKERS, line(10))],
  'a hundred that say lines of 16 KiB': [atRelay(TALKERS, line(16_384))],
  'a hundred that say lines and read nothing': [atRelay(TALKERS, line(100), { reads: false })],
  'eighty that talk and read, and twenty that read nothing': [
    atRelay(80, line(100)),
    atRelay(20, line(100), { reads: false }),
  ],
}

describe('who talks beside', () => {
  it.each(Object.entries(floods))(
    '%s goes on as before, in that room and in another',
    async (_, ways) => {
      const before = await lab.memory()
      const verdict = await judge(lab, control, ways, { rooms: [lab.port, other] })
      const p99 = verdict.rounds.map(({ attacked, control: beside }) => `${attacked.p99} ms beside ${beside.p99} ms`)
      expect(verdict.bad, p99.join(', ')).toBeLessThan(2)
      expect(verdict.lost).toBe(0)
      expect(lab.complaints()).toEqual([])
      await until(
        'the memory to be free again',
        () => lab.memory(),
        (bytes) => bytes < before + 32 * MIB,
      )
    },
    120_000,
  )
})

/** What floods of the page's port do to people at the relay, beside a lab that is left alone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { floodsOfThePage } from '../testing/load/floods.ts'
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

describe('a room beside', () => {
  it.each(Object.entries(floodsOfThePage(() => ended)))(
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

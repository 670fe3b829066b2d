/**
 * Connections that come and go at the relay, beside a lab that is left alone: as fast as two processes make them that wait for each,
 * and 5,000 a second, waited for or not; `npm run soak -- storm [minutes]` goes on with those.
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { EventPage } from '#shared/protocol/rest.ts'
import { atRelay } from '../../testing/load/attack.ts'
import { connects } from '../../testing/load/connects.ts'
import { judge } from '../../testing/load/judge.ts'
import { LoadLab } from '../../testing/load/lab.ts'
import { until } from '../../testing/raw-client.ts'

const MIB = 1_048_576
const PER_SECOND = 5000
/** Of them, what has to have come about on a machine whose cores do other things as well. */
const LEAST = 0.8
const LEAST_SAID = 0.2
const SOAK_MS = Number(process.env['SOAK_STORM'] ?? 0) * 60_000

let lab: LoadLab
let control: LoadLab
beforeAll(async () => {
  ;[lab, control] = await Promise.all([LoadLab.open(), LoadLab.open()])
}, 60_000)
afterAll(() => Promise.all([lab?.close(), control?.close()]))

it('a storm of connections, each with a line and RST, holds up nobody in the room', async () => {
  const storm = atRelay(50, 'hello\n', { resets: true })
  const verdict = await judge(lab, control, [storm, storm])
  const p99 = verdict.rounds.map(({ attacked, control: beside }) => `${attacked.p99} ms beside ${beside.p99} ms`)
  expect(verdict.bad, p99.join(', ')).toBeLessThan(2)
  expect(verdict.lost).toBe(0)
  // It was one: each connection is three events, and the probe's are some hundred a second.
  const events = await fetch(`http://127.0.0.1:${lab.webPort}/api/runs/${lab.run}/events?limit=1`)
  expect(((await events.json()) as EventPage).lastSeq).toBeGreaterThan(1500)
}, 60_000)

it(
  '5,000 connections a second, each with a line and RST, hold up nobody in the room, and nothing is left of them',
  async () => {
    const before = await lab.memory()
    const deadline = performance.now() + SOAK_MS
    do {
      let did = { begun: 0, said: 0 }
      const verdict = await judge(lab, control, [connects(PER_SECOND, (told) => (did = told))])
      const p99 = verdict.rounds.map(({ attacked, control: beside }) => `${attacked.p99} ms beside ${beside.p99} ms`)
      const what = `${Math.round(did.begun)} connects a second, ${Math.round(did.said)} lines; p99 ${p99.join(', ')}`
      console.log(what)
      expect(verdict.bad, what).toBeLessThan(2)
      expect(verdict.lost).toBe(0)
      expect(did.begun, what).toBeGreaterThan(LEAST * PER_SECOND)
      expect(did.said, what).toBeGreaterThan(LEAST_SAID * PER_SECOND)
    } while (performance.now() < deadline)
    await until(
      'the memory to be free again',
      () => lab.memory(),
      (bytes) => bytes < before + 32 * MIB,
    )
    expect(lab.complaints()).toEqual([])
  },
  SOAK_MS + 60_000,
)

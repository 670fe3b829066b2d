/** Connections that come and go at the relay as fast as two processes make them, beside a lab that is left alone. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { EventPage } from '#shared/protocol/rest.ts'
import { atRelay } from '../../testing/load/attack.ts'
import { judge } from '../../testing/load/judge.ts'
import { LoadLab } from '../../testing/load/lab.ts'

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

import { expect, it } from 'vitest'
import { note, text, type TraceCall, type TracePart } from '#shared/trace/call.ts'
import { lineOfCalls } from './line.ts'

const call = (parts: TracePart[], more: Partial<TraceCall> = {}): TraceCall => ({
  level: 'info',
  by: 'main',
  pid: null,
  parts,
  ...more,
})
const ana: TracePart = { text: 'ana', kind: 'who', who: 1 }
const at = (t: number) => `at ${t}`
const said = (calls: TraceCall[]) => lineOfCalls(calls, 400, at).map((fragment) => fragment.text)

it('puts calls one after the other, and what is of a kind together', () => {
  const recv = call([text('recv('), ana, text(', 4096)'), text(' = 5')])
  expect(said([recv, recv])).toEqual(['recv(', 'ana', ', 4096) = 5', ' ; ', 'recv(', 'ana', ', 4096) = 5'])
})

it('leaves the remark on a wake-up out, and no other', () => {
  const select = call([text('select(socks) = ['), ana, text(']'), note('wake-up 7')], { level: 'debug' })
  const send = call([text('send('), ana, text(')'), note('queued')])
  expect(said([select, send]).join('')).toBe('select(socks) = [ana] ; send(ana)  (queued)')
})

it('tells the time of a call that has one of its own', () => {
  expect(said([call([text('recv')], { t: 12 })])).toEqual(['recv', '  (at 12)'])
})

it('ends where no screen shows more, and says that it does', () => {
  const calls = Array.from({ length: 1000 }, () => call([text('send('), ana, text(')')]))
  const line = said(calls)
  expect(line.at(-1)).toBe(' …')
  expect(line.join('').length).toBeLessThan(440)
})

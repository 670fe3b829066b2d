import { expect, it } from 'vitest'
import { toJunit, type Told } from './junit.ts'

const stage = { id: 'one-line', beyond: false, expected: null, got: null, causes: [], ms: 1500 }
const told: Told = {
  file: 'a&b.py',
  question: '1',
  role: 'server',
  verdict: 'fail',
  ms: 2000,
  stages: [
    { ...stage, result: 'pass' },
    { ...stage, id: 'crlf', result: 'fail', expected: 'x', got: 'x\0"<', causes: [{ cause: 'crlf-left-in' }] },
    { ...stage, id: 'next', result: 'fail', beyond: true, causes: [{ cause: 'one-client-only' }] },
    { ...stage, id: 'reset', result: 'skipped' },
  ],
  error: null,
}

it('is a suite for each submission, with the cause as the type of a failure', () => {
  const xml = toJunit([told], { 'crlf-left-in': 'the CR "stays"' })
  expect(xml).toContain(
    '<testsuite name="a&amp;b.py (1 server)" tests="4" failures="1" errors="0" skipped="2" time="2.000">',
  )
  expect(xml).toContain('<failure type="crlf-left-in" message="the CR &quot;stays&quot;">')
  expect(xml).toContain('got: x\ufffd"&lt;')
})

it('tells what could not be built as an error', () => {
  const xml = toJunit([{ ...told, stages: [], error: 'line 3: <' }], {})
  expect(xml).toContain('<error>line 3: &lt;</error>')
})

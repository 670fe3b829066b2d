/** What `npm test` names at its end, out of the reports of the two runners. */
import { describe, expect, it } from 'vitest'
import { failuresOfPlaywright, failuresOfVitest } from './test-failures.mjs'

describe('of vitest', () => {
  it('names each test that failed, with the first lines of why, without colours', () => {
    const test = (status: string, failureMessages: string[]) => ({
      fullName: `a ${status} one`,
      status,
      failureMessages,
    })
    const message = ['\u001B[31mError: no\u001B[39m', ...Array.from({ length: 40 }, (_, at) => `at ${at}`)].join('\n')
    const testResults = [{ name: 'a.test.ts', assertionResults: [test('passed', []), test('failed', [message])] }]
    const [failure, ...others] = failuresOfVitest({ testResults })
    expect(others).toEqual([])
    expect(failure).toMatchObject({ name: 'a.test.ts > a failed one', unsteady: false })
    expect(failure?.reason.split('\n')).toHaveLength(12)
    expect(failure?.reason).toMatch(/^ {2}Error: no\n/)
  })

  it('names a file that could not be run', () => {
    const testResults = [{ name: 'b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] }]
    expect(failuresOfVitest({ testResults })).toEqual([
      { name: 'b.test.ts', reason: '  no such module', unsteady: false },
    ])
  })
})

it('of playwright: tells what failed twice from what passed at its second try, in suites of suites', () => {
  const spec = (title: string, status: string, ...errors: (string | undefined)[]) => ({
    ...{ file: 'a.spec.ts', line: 7, title },
    tests: [{ status, results: errors.map((message) => (message ? { error: { message } } : {})) }],
  })
  const inner = { specs: [spec('steady', 'expected', undefined), spec('unsteady', 'flaky', 'at first', undefined)] }
  const report = {
    errors: [{ message: 'no browser' }],
    suites: [{ suites: [inner], specs: [spec('bad', 'unexpected', 'one', 'two')] }],
  }
  expect(failuresOfPlaywright(report)).toEqual([
    { name: 'playwright', reason: '  no browser', unsteady: false },
    { name: 'a.spec.ts:7 > unsteady', reason: '  at first', unsteady: true },
    { name: 'a.spec.ts:7 > bad', reason: '  one', unsteady: false },
  ])
})

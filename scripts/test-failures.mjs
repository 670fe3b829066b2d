/**
 * What failed, and why, out of the reports of the two test runners. Counterpart: `scripts/test.mjs`, which prints it.
 * A test is unsteady that failed and passed when it was played once more: it counts as passed, and is a fault to be found.
 */
import { stripVTControlCharacters } from 'node:util'

/** @typedef {{ name: string, reason: string, unsteady: boolean }} Failure */

const MOST_LINES = 12

/** @param {string | undefined} message */
const reasonOf = (message) =>
  stripVTControlCharacters(message ?? 'no reason was reported')
    .trim()
    .split('\n', MOST_LINES)
    .map((line) => `  ${line}`)
    .join('\n')

/**
 * @param {any} json the report of vitest's JSON reporter
 * @returns {Failure[]}
 */
export const failuresOfVitest = ({ testResults = [] }) =>
  testResults.flatMap((/** @type {any} */ { name: file, status, message, assertionResults }) => {
    const failed = assertionResults.filter((/** @type {any} */ test) => test.status === 'failed')
    if (failed.length === 0 && status === 'failed') return [{ name: file, reason: reasonOf(message), unsteady: false }]
    return failed.map((/** @type {any} */ { fullName, failureMessages }) => ({
      name: `${file} > ${fullName}`,
      reason: reasonOf(failureMessages[0]),
      unsteady: false,
    }))
  })

/**
 * @param {any} json the report of Playwright's JSON reporter, or one of its suites
 * @returns {Failure[]}
 */
export const failuresOfPlaywright = ({ suites = [], specs = [], errors = [] }) => [
  ...errors.map((/** @type {any} */ { message }) => ({
    name: 'playwright',
    reason: reasonOf(message),
    unsteady: false,
  })),
  ...suites.flatMap(failuresOfPlaywright),
  ...specs.flatMap((/** @type {any} */ { file, line, title, tests }) =>
    tests
      .filter((/** @type {any} */ { status }) => status === 'unexpected' || status === 'flaky')
      .map((/** @type {any} */ { status, results }) => ({
        name: `${file}:${line} > ${title}`,
        reason: reasonOf(results.find((/** @type {any} */ { error }) => error)?.error.message),
        unsteady: status === 'flaky',
      })),
  ),
]

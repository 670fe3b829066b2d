/**
 * `npm test`: every stage one after the other, each announced with its time, then one line with the sum.
 * `npm test -- unit e2e` runs these stages only. A stage that fails does not stop the others. What failed, and what passed only when
 * played once more, is named with its reason at the very end, where it is still there when a log is cut.
 * Invariant: nothing counts as passed that did not run; a runner that dies, or finds no test, counts as a failure.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensurePage } from './page.mjs'
import { Plain, run, say, script, toolEnvironment } from './terminal.mjs'
import { failuresOfPlaywright, failuresOfVitest } from './test-failures.mjs'

/**
 * @typedef {import('./test-failures.mjs').Failure} Failure
 * @typedef {{ passed: number, failed: number, skipped: number, failures?: Failure[] }} Tally
 * @typedef {object} Check
 * @property {string} name
 * @property {string[]} command
 * @property {(json: any) => Tally} [count] reads the JSON report that the command leaves at REPORT
 * @property {NodeJS.ProcessEnv} [env]
 */

const folder = mkdtempSync(join(tmpdir(), 'socket-lab-test-'))
const REPORT = join(folder, 'report.json')

/** Folders that hold code. */
const CODE = ['shared', 'programs', 'server', 'web', 'e2e', 'bench', 'scripts', 'bin']

/** @type {Record<string, Check[]>} */
const STAGES = {
  lint: [
    { name: 'eslint', command: ['eslint', '.'] },
    { name: 'prettier', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
    {
      name: 'dependency-cruiser',
      command: ['depcruise', '--config', '.dependency-cruiser.cjs', ...CODE],
    },
    {
      name: 'folders form no cycle',
      command: ['depcruise', '--config', '.dependency-cruiser.folders.cjs', ...CODE],
    },
    { name: 'the map shows the imports', command: ['node', 'scripts/map.mjs', 'check'] },
    { name: 'knip', command: ['knip'] },
  ],
  types: [
    { name: 'tsc', command: ['tsc', '--project', '.'] },
    // Functions that run in the page need the DOM's types.
    { name: 'tsc, e2e', command: ['tsc', '--project', 'e2e'] },
    {
      name: 'svelte-check',
      command: ['svelte-check', '--workspace', 'web', '--tsconfig', './tsconfig.json', '--fail-on-warnings'],
    },
  ],
  guards: ['types', 'imports', 'folders', 'lint'].map((guard) => ({
    name: `planted faults: ${guard}`,
    command: ['node', 'scripts/guards.mjs', guard],
  })),
  unit: [
    {
      name: 'vitest',
      command: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`],
      count: (json) => ({
        passed: json.numPassedTests,
        failed: Math.max(json.numFailedTests, json.numFailedTestSuites > 0 ? 1 : 0),
        skipped: json.numPendingTests + json.numTodoTests,
        failures: failuresOfVitest(json),
      }),
    },
  ],
  build: [{ name: 'vite build', command: ['node', 'scripts/prepare.mjs', 'start'] }],
  e2e: [
    {
      name: 'playwright',
      command: ['playwright', 'test'],
      env: { SOCKET_LAB_E2E_REPORT: REPORT },
      count: (json) => ({
        passed: json.stats.expected + json.stats.flaky,
        failed: json.stats.unexpected + json.errors.length,
        skipped: json.stats.skipped,
        failures: failuresOfPlaywright(json),
      }),
    },
  ],
}

await script(async () => {
  const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(STAGES)
  const unknown = chosen.find((name) => !Object.hasOwn(STAGES, name))
  if (unknown) throw new Plain(`There is no stage "${unknown}": take some of ${Object.keys(STAGES).join(', ')}.`)
  const began = Date.now()
  const total = { passed: 0, failed: 0, skipped: 0 }
  const lines = []
  /** @type {Failure[]} */
  const failures = []
  for (const stage of chosen) {
    // A lab without its page does not start.
    if (stage === 'unit' || stage === 'e2e') await ensurePage()
    for (const check of STAGES[stage] ?? []) {
      say(`\n=== ${stage}: ${check.name}`)
      const start = Date.now()
      const tally = await perform(check)
      failures.push(...(tally.failures ?? []))
      for (const key of /** @type {const} */ (['passed', 'failed', 'skipped'])) total[key] += tally[key]
      lines.push(`${tally.failed > 0 ? 'FAILED' : 'ok    '} ${`${stage}: ${check.name}`.padEnd(32)} ${seconds(start)}`)
      say(lines.at(-1) ?? '')
    }
  }
  rmSync(folder, { recursive: true, force: true })
  say(`\n=== summary (${seconds(began)})\n${lines.join('\n')}`)
  for (const { name, reason, unsteady } of failures) say(`\n${unsteady ? 'UNSTEADY' : 'FAILED'} ${name}\n${reason}`)
  if (total.skipped > 0) say(`${total.skipped} skipped`)
  say(`Tests: ${total.passed} passed, ${total.failed} failed`)
  if (total.failed > 0) process.exitCode = 1
})

/**
 * Runs one check. Without a report it is one test.
 * @param {Check} check
 * @returns {Promise<Tally>}
 */
async function perform({ command: [program = '', ...args], count, env }) {
  rmSync(REPORT, { force: true })
  const code = await run(program, args, { env: { ...toolEnvironment, ...env } })
  const bare = { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }
  if (!count) return bare
  const tally = report(count)
  if (tally === null || tally.passed + tally.failed === 0) {
    say('It left no report of a test that ran: that counts as a failure.')
    return { passed: 0, failed: 1, skipped: 0 }
  }
  return { ...tally, failed: Math.max(tally.failed, bare.failed) }
}

/** @param {(json: any) => Tally} count */
function report(count) {
  try {
    return count(JSON.parse(readFileSync(REPORT, 'utf8')))
  } catch {
    return null
  }
}

/** @param {number} since milliseconds since 1970 */
function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1).padStart(6)} s`
}

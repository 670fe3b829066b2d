/**
 * `npm run soak -- fuzz [minutes]`, `npm run soak -- kills [times]`: the long forms of two tests of `npm test`. Each prints the
 * seed of what broke, which `FUZZ_SEED` or `KILLS_SEED` has again. `npm run soak -- idle`: ten thousand idle connections;
 * `npm run soak -- storm [minutes]`: 5,000 that come and go a second.
 * `npm run soak -- check [seeds]`: the checker on all of its samples, with so many seeds.
 * `npm run soak -- suite [rounds] [files]`: the unit tests, or those of some files, beside a busy loop for each core, round after
 * round: what fails in one of them judges the machine, and not the code.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Plain, run, say, script, toolEnvironment } from './terminal.mjs'

/** The test, how much of it, and in which variable it is told. */
const SOAKS = {
  fuzz: { file: 'server/cli/fuzz.load.test.ts', variable: 'SOAK_MINUTES', amount: '30' },
  idle: { file: 'server/cli/idle.load.test.ts', variable: 'SOAK_IDLE', amount: '1' },
  storm: { file: 'server/runtime/streams/storms.load.test.ts', variable: 'SOAK_STORM', amount: '10' },
  check: { file: 'server/checker/judge/samples.load.test.ts', variable: 'SOAK_CHECK', amount: '3' },
  kills: { file: 'server/cli/kills.load.test.ts', variable: 'SOAK_KILLS', amount: '100' },
}

/** Seconds after which a busy loop ends by itself, also where nobody is left to end it. */
const BUSY_S = 3600

/**
 * Gives the number of rounds that failed.
 *
 * @param {number} rounds
 * @param {string[]} files all where none is named
 */
async function suite(rounds, files) {
  const loop = `for (const end = Date.now() + ${BUSY_S * 1000}; Date.now() < end;);`
  const busy = Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ['-e', loop], { stdio: 'ignore' }),
  )
  let failed = 0
  try {
    await Promise.all(busy.map((child) => once(child, 'spawn')))
    for (let round = 1; round <= rounds; round++) {
      const code = await run('vitest', ['run', '--reporter=dot', ...files], { env: toolEnvironment })
      if (code !== 0) failed++
      say(`round ${round} of ${rounds}, beside ${busy.length} busy loops: ${code === 0 ? 'passed' : 'FAILED'}`)
    }
  } finally {
    for (const child of busy) child.kill('SIGKILL')
  }
  return failed
}

await script(async () => {
  const [name = '', given, ...files] = process.argv.slice(2)
  if (name === 'suite') {
    const rounds = Number(given ?? 3)
    if (!Number.isInteger(rounds) || rounds < 1) throw new Plain(`How often is a whole number above 0, not "${given}".`)
    process.exitCode = (await suite(rounds, files)) === 0 ? 0 : 1
    return
  }
  const soak = Object.hasOwn(SOAKS, name) ? SOAKS[/** @type {keyof typeof SOAKS} */ (name)] : null
  if (!soak)
    throw new Plain(`npm run soak -- suite|${Object.keys(SOAKS).join('|')} [minutes or times] [files of the suite]`)
  const amount = given ?? soak.amount
  if (!(Number(amount) > 0)) throw new Plain(`How much is a number above 0, not "${amount}".`)
  const env = { ...toolEnvironment, [soak.variable]: amount }
  process.exitCode = await run('vitest', ['run', '--project', 'load', soak.file], { env })
})

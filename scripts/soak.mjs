/**
 * `npm run soak -- fuzz [minutes]`, `npm run soak -- kills [times]`: the long forms of two tests of `npm test`. Each prints the
 * seed of what broke, which `FUZZ_SEED` or `KILLS_SEED` has again. `npm run soak -- idle`: ten thousand idle connections.
 */
import { Plain, run, script, toolEnvironment } from './terminal.mjs'

/** The test, how much of it, and in which variable it is told. */
const SOAKS = {
  fuzz: { file: 'server/cli/fuzz.load.test.ts', variable: 'SOAK_MINUTES', amount: '30' },
  idle: { file: 'server/cli/idle.load.test.ts', variable: 'SOAK_IDLE', amount: '1' },
  kills: { file: 'server/cli/kills.load.test.ts', variable: 'SOAK_KILLS', amount: '100' },
}

await script(async () => {
  const [name = '', given] = process.argv.slice(2)
  const soak = Object.hasOwn(SOAKS, name) ? SOAKS[/** @type {keyof typeof SOAKS} */ (name)] : null
  if (!soak) throw new Plain(`npm run soak -- ${Object.keys(SOAKS).join('|')} [minutes or times]`)
  const amount = given ?? soak.amount
  if (!(Number(amount) > 0)) throw new Plain(`How much is a number above 0, not "${amount}".`)
  const env = { ...toolEnvironment, [soak.variable]: amount }
  process.exitCode = await run('vitest', ['run', '--project', 'load', soak.file], { env })
})

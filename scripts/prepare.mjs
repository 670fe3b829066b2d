/**
 * Runs before `npm start`, `npm test` and the like: brings what is missing, and is done at once when nothing is.
 * Usage: prepare.mjs packages | start | test
 * It needs Node 20 and nothing installed; the modules that it loads must not either.
 */
import { ensurePackages } from './packages.mjs'
import { ensurePage } from './page.mjs'
import { script } from './terminal.mjs'

await script(async () => {
  await ensurePackages()
  if (process.argv[2] === 'start') await ensurePage()
  if (process.argv[2] === 'test') {
    const { ensureTestTools } = await import('./test-tools.mjs')
    await ensureTestTools()
  }
})

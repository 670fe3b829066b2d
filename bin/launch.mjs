/**
 * What the command `socket-lab` does on any Node from 20: runs `server/cli/main.ts` here when this Node can, and with the Node among
 * the project's packages otherwise. Plain JavaScript, because an older Node comes through here first.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'

const inProject = (/** @type {string} */ path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const own = inProject('node_modules/node/bin/node')
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (!existsSync(inProject('node_modules/.package-lock.json'))) {
  refuse(`the packages of Socket Lab are not installed: run "npm install" in ${inProject('')}`)
} else if (major > 22 || (major === 22 && minor >= 18)) {
  await import('../server/cli/main.ts')
} else if (existsSync(own)) {
  hand(own)
} else {
  refuse(
    `Socket Lab needs Node 22.18 or newer, and this is ${process.version}. ` +
      `Let npm unpack the one among the packages: npm rebuild node --ignore-scripts=false, in ${inProject('')}`,
  )
}

/** @param {string} message */
function refuse(message) {
  process.stderr.on('error', () => {}) // nobody reads it: the exit code says it too
  process.stderr.write(`socket-lab: ${message}\n`)
  process.exitCode = 2
}

/**
 * Hands everything to another Node: terminal, signals, exit code.
 * @param {string} node
 */
function hand(node) {
  const env = { NODE_COMPILE_CACHE: inProject('node_modules/.cache/node'), ...process.env }
  const child = spawn(node, [inProject('server/cli/main.ts'), ...process.argv.slice(2)], { stdio: 'inherit', env })
  // A terminal sends Ctrl+C to both; a supervisor tells only this process. The lab takes two at once for one.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal))
  child.on('error', (error) => refuse(`${node} could not be started: ${error.message}`))
  child.on('exit', (code, signal) => (process.exitCode = code ?? 128 + constants.signals[signal ?? 'SIGKILL']))
}

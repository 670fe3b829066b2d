/**
 * The newcomer's path, walked for real: clone the committed project into an empty folder, `npm start`, one line each
 * way between two socats, Ctrl+C, exit code 0; then again, to see how quick a second start is.
 * It is run outside npm, with the machine's own Node and nothing of this folder's node_modules on PATH.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { Plain, root, say, script } from './terminal.mjs'

/** Milliseconds that a first start may take: it downloads every package. */
const PATIENT = 15 * 60_000

const folder = mkdtempSync(join(tmpdir(), 'socket-lab-clone-'))
const clone = join(folder, 'socket-lab')
const environment = newcomersEnvironment()
/** Process groups to end when something goes wrong. @type {Set<number>} */
const groups = new Set()

await script(async () => {
  try {
    const cloned = spawnSync('git', ['clone', '--quiet', root, clone], { stdio: 'inherit' })
    if (cloned.status !== 0) throw new Plain('git could not clone the project; its message is above.')

    const first = await start(PATIENT)
    say(`fresh clone: listening after ${seconds(first.took)}`)
    await lineEachWay(first)
    // A terminal sends Ctrl+C to npm and to the lab alike.
    await first.stop(-1)

    const again = await start(PATIENT)
    // Told, not judged: how long it takes is a matter of the machine and of what else it does.
    say(`started again: listening after ${seconds(again.took)}`)
    // A supervisor tells npm only.
    await again.stop(1)
    say('Fresh clone: passed')
  } finally {
    for (const group of groups) process.kill(-group, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
})

/** What a person's shell would hold: nothing that an outer npm has set. */
function newcomersEnvironment() {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('npm_') && !name.startsWith('SOCKET_LAB_'),
  )
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((entry) => !entry.includes('node_modules'))
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter) }
}

/**
 * @typedef {object} Started
 * @property {number} took milliseconds from the command to its addresses
 * @property {string} page
 * @property {string} target what the printed socat line connects to
 * @property {(whom: 1 | -1) => Promise<void>} stop SIGINT to npm alone (1), or to its whole group (-1)
 */

/**
 * `npm start` in the clone. It listens on free ports, so that a lab that runs on this machine is left alone.
 * @param {number} patience milliseconds
 * @returns {Promise<Started>}
 */
async function start(patience) {
  const began = performance.now()
  const npm = spawn('npm', ['start', '--', '--port', '0', '--web-port', '0'], {
    cwd: clone,
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const group = npm.pid ?? 0
  groups.add(group)
  const exited = once(npm, 'exit').finally(() => groups.delete(group))
  /** @type {Promise<Started>} */
  const listening = new Promise((resolve) => {
    const look = (/** @type {string} */ text) => {
      output += text
      const page = /^ +page +(http\S+)$/m.exec(output)?.[1]
      const target = /socat \S+ (TCP:\S+)\n/.exec(output)?.[1]
      if (page && target) resolve({ took: performance.now() - began, page, target, stop })
    }
    npm.stdout.setEncoding('utf8').on('data', look)
    npm.stderr.setEncoding('utf8').on('data', look)
  })
  const stop = async (/** @type {1 | -1} */ whom) => {
    process.kill(whom * group, 'SIGINT')
    const [code] = await within(20_000, exited, 'the lab ends after Ctrl+C')
    if (code !== 0)
      throw new Plain(`After Ctrl+C npm start ended with ${code}, and 0 was expected. It said:\n${output}`)
  }
  const ended = exited.then(([code]) => Promise.reject(new Plain(`npm start ended with ${code}. It said:\n${output}`)))
  return within(patience, Promise.race([listening, ended]), 'npm start tells its addresses')
}

/** @param {Started} lab */
async function lineEachWay({ page, target }) {
  const [ana, bob] = [student(target), student(target)]
  try {
    for (;;) {
      const { runs } = /** @type {any} */ (await (await fetch(new URL('/api/runs', page))).json())
      if (runs[0].present === 2) break
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    ana.child.stdin.write('bonjour à tous\n')
    await bob.hears('bonjour à tous\n')
    bob.child.stdin.write('salut\n')
    await ana.hears('salut\n')
    say('two socats: one line each way, byte for byte')
  } finally {
    ana.child.kill()
    bob.child.kill()
  }
}

/** @param {string} target */
function student(target) {
  const child = spawn('socat', ['STDIO', target], { stdio: ['pipe', 'pipe', 'inherit'] })
  let heard = ''
  child.stdout.setEncoding('utf8').on('data', (text) => (heard += text))
  /** @param {string} line all that it may have heard */
  const hears = async (line) => {
    const complete = async () => {
      while (heard.length < line.length) await once(child.stdout, 'data')
    }
    await within(10_000, complete(), `socat prints ${JSON.stringify(line)}`)
    if (heard !== line) throw new Plain(`socat printed ${JSON.stringify(heard)} instead of ${JSON.stringify(line)}.`)
  }
  return { child, hears }
}

/**
 * @template T
 * @param {number} ms
 * @param {Promise<T>} promise
 * @param {string} what a sentence: what is being waited for
 * @returns {Promise<T>}
 */
async function within(ms, promise, what) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Plain(`Waited ${seconds(ms)} in vain: ${what}`)), ms)
  })
  return Promise.race([promise, /** @type {Promise<never>} */ (late)]).finally(() => clearTimeout(timer))
}

/** @param {number} ms */
function seconds(ms) {
  return `${(ms / 1000).toFixed(2)} s`
}

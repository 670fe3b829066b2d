/**
 * Keeps node_modules what package-lock.json says, and makes sure of a Node that runs the lab.
 * Invariant: nothing is installed when nothing is missing, so that a second start is quick.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Plain, root, run, say } from './terminal.mjs'

/** Runs TypeScript by itself and has node:sqlite without a flag. */
const NEEDED = [22, 18]
/** Enough for npm and for these scripts. */
const NEEDED_TO_INSTALL = [20, 0]

/** Installs what is missing. Throws `Plain` when that fails or leaves no Node that is new enough. */
export async function ensurePackages() {
  if (process.platform === 'win32') {
    throw new Plain(
      'Socket Lab runs on Linux and macOS. On Windows, run it inside WSL: https://learn.microsoft.com/wsl',
    )
  }
  if (!atLeast(process.versions.node, NEEDED_TO_INSTALL)) {
    throw new Plain(`This is Node ${process.version}. Install Node 20 or newer (https://nodejs.org), then try again.`)
  }
  const missing = firstMissing(root)
  if (missing !== null) {
    say(`Installing packages (${missing} is missing or out of date) ...`)
    const code = await npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'])
    if (code !== 0) {
      throw new Plain(`npm ci failed (exit code ${code}); its message is above. Check the network, then try again.`)
    }
  }
  if (!atLeast(runtime(), NEEDED)) {
    // npm was told not to run install scripts (`ignore-scripts`, as many schools have it), and this package unpacks Node by one.
    say('Unpacking the Node that the lab runs on ...')
    await npm(['rebuild', 'node', '--ignore-scripts=false', '--loglevel=error'])
  }
  checkRuntime()
}

/**
 * The first package that the lock wants and the folder lacks, null when all are there. npm keeps a list of what it
 * installed in node_modules/.package-lock.json, written last: comparing the two needs no stamp of our own.
 * @param {string} folder
 * @returns {string | null}
 */
export function firstMissing(folder) {
  const wanted = packagesOf(join(folder, 'package-lock.json'))
  if (wanted === null) throw new Plain(`${folder} has no readable package-lock.json: clone the project again.`)
  const installed = packagesOf(join(folder, 'node_modules', '.package-lock.json'))
  if (installed === null) return 'node_modules'
  for (const [path, { version, optional }] of Object.entries(wanted)) {
    const found = installed[path]
    // Optional packages are for other platforms too: their absence is normal, another version is not.
    if (path !== '' && (found ? found.version !== version : !optional)) return path.replace(/^.*node_modules\//, '')
  }
  return null
}

/**
 * @param {string} file
 * @returns {Record<string, { version: string, optional?: boolean }> | null}
 */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return null
  }
}

/** npm by the path that it gives to its scripts, since the one on PATH may be another. */
export function npm(/** @type {string[]} */ args) {
  const cli = process.env['npm_execpath']
  return cli?.endsWith('.js') ? run(process.execPath, [cli, ...args]) : run('npm', args)
}

/** The version of Node that `npm start` runs: that of node_modules/.bin when there is one, and the machine's otherwise. */
function runtime() {
  if (atLeast(process.versions.node, NEEDED)) return process.versions.node
  try {
    return execFileSync(join(root, 'node_modules', '.bin', 'node'), ['--version'], { encoding: 'utf8' })
      .trim()
      .slice(1)
  } catch {
    return process.versions.node // the package is there, and its binary is not
  }
}

function checkRuntime() {
  const found = runtime()
  if (!atLeast(found, NEEDED)) {
    throw new Plain(
      `The lab needs Node ${NEEDED.join('.')} or newer; here it would run on ${found}. ` +
        'Let npm unpack the one among the packages: npm rebuild node --ignore-scripts=false',
    )
  }
}

/**
 * @param {string} version e.g. "20.20.2"
 * @param {readonly number[]} needed major and minor
 */
function atLeast(version, [needMajor = 0, needMinor = 0]) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > needMajor || (major === needMajor && minor >= needMinor)
}

/**
 * Builds the page when what it is made of has changed. Contents are compared, not times: a checkout, a copied folder or
 * a deleted file gives no wrong answer. Invariant: the stamp is written after a whole build and at no other moment.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Plain, executable, root, run, say } from './terminal.mjs'

const INPUTS = ['web', 'shared', 'programs', 'vite.config.ts', 'tsconfig.json', 'package-lock.json']
const stamp = join(root, 'dist', 'web.sha256')

/** Builds the page unless it is up to date. Throws `Plain` when the build fails. */
export async function ensurePage() {
  const now = fingerprint()
  if (existsSync(join(root, 'dist', 'web', 'index.html')) && read(stamp) === now) return
  say('Building the page ...')
  rmSync(stamp, { force: true })
  const own = join(root, 'node_modules', 'node', 'bin', 'node')
  const node = executable(own) ? own : process.execPath
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const code = await run(node, [vite, 'build', '--logLevel', 'warn'])
  if (code !== 0) throw new Plain(`The page could not be built (vite build, exit code ${code}); its message is above.`)
  mkdirSync(join(root, 'dist'), { recursive: true })
  writeFileSync(stamp, now)
}

/** SHA-256 over the paths and contents of all inputs. */
function fingerprint() {
  const hash = createHash('sha256')
  for (const file of INPUTS.flatMap(files))
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0')
  return hash.digest('hex')
}

/**
 * @param {string} path relative to the project
 * @returns {string[]} the files at or below it, in one order everywhere; tests are no part of the page
 */
function files(path) {
  const found = statSync(join(root, path), { throwIfNoEntry: false })
  if (!found) return []
  if (!found.isDirectory()) return path.endsWith('.test.ts') ? [] : [path]
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => files(`${path}/${name}`))
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

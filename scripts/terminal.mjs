/**
 * Running other programs and speaking to the person at the terminal, for every script here.
 * Plain JavaScript for Node 20 with nothing installed, because `npm start` comes through here first.
 */
import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder, absolute, without a slash at its end. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')

/** The environment in which the project's own tools, and its own Node, come first. */
export const toolEnvironment = {
  ...process.env,
  PATH: [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter),
}

/** A failure that its reader can mend: the message says what happened, where, and what to do. */
export class Plain extends Error {}

// Nobody reads what a script says (`npm start 2>&1 | head`): what it does is wanted all the same.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

/** @param {string} line */
export const say = (line) => void process.stdout.write(`${line}\n`)

/**
 * Runs a program to its end, its output on this terminal.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} its exit code; 127 when it could not be started, 128 when a signal ended it
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options })
    child.on('error', () => resolve(127))
    child.on('close', (code) => resolve(code ?? 128))
  })
}

/**
 * Where a program is on PATH.
 * @param {string} name
 * @returns {string | null}
 */
export function which(name) {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    if (folder !== '' && executable(join(folder, name))) return join(folder, name)
  }
  return null
}

/** @param {string} path */
export function executable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Runs a script's work. A `Plain` failure is printed as it is, any other with its stack; both end with exit code 1.
 * @param {() => Promise<void>} work
 */
export async function script(work) {
  try {
    await work()
  } catch (error) {
    const text = error instanceof Plain ? error.message : error instanceof Error ? error.stack : String(error)
    process.stderr.write(`\n${text}\n`)
    process.exitCode = 1
  }
}

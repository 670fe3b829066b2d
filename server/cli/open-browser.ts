/**
 * Opens the page in the browser. The teacher's link holds a secret, and whatever stands in a command line every user of the machine
 * reads (proc(5), cmdline): the browser is given a file instead that only its owner reads and that leads there.
 * Counterpart: `serve.ts`, which prints the same address.
 */
import { spawn } from 'node:child_process'
import { chmodSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const OWNER_ONLY = 0o600
/** By then a browser has read it. */
const READ_MS = 20_000

/** @param folder where the file may stand @param failed told where no browser can be started */
export function openBrowser(
  url: string,
  { folder, secret }: { folder: string; secret: boolean },
  failed: () => void,
): void {
  const openers: Partial<Record<NodeJS.Platform, string[]>> = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }
  const [command = 'xdg-open', ...args] = openers[process.platform] ?? ['xdg-open']
  const shown = secret ? leadingTo(url, folder) : url
  const child = spawn(command, [...args, shown], { stdio: 'ignore', detached: true })
  child.on('error', failed)
  child.unref()
}

/** Writes the file. Returns its address. */
function leadingTo(url: string, folder: string): string {
  const path = join(resolve(folder), 'open-as-teacher.html')
  const script = `location.replace(${JSON.stringify(url).replaceAll('<', '\\u003c')})`
  rmSync(path, { force: true })
  writeFileSync(path, `<!doctype html><meta charset="utf-8"><script>${script}</script>\n`, {
    mode: OWNER_ONLY,
    flag: 'wx',
  })
  chmodSync(path, OWNER_ONLY)
  const remove = (): void => rmSync(path, { force: true })
  setTimeout(remove, READ_MS).unref()
  process.once('exit', remove)
  return pathToFileURL(path).href
}

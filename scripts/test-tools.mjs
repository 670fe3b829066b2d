/**
 * Makes sure of what only the tests need: a Chromium and socat, and a Firefox, a tshark and an strace where they can be had:
 * their tests are skipped elsewhere. Debian's packages where this user may install them, Playwright's own browser elsewhere, and a message with the
 * command to run where neither works.
 */
import { join } from 'node:path'
import { hasPlaywrightChromium, systemChromium } from './chromium.mjs'
import { systemFirefox } from './firefox.mjs'
import { Plain, root, run, say, which } from './terminal.mjs'

/** Throws `Plain` when something is missing and could not be installed. */
export async function ensureTestTools() {
  let browser = await hasBrowser()
  const wanted = [
    ...(systemFirefox() === null ? ['firefox-esr'] : []),
    ...(process.platform === 'linux' && which('tshark') === null ? ['tshark'] : []),
    ...(process.platform === 'linux' && which('strace') === null ? ['strace'] : []),
  ]
  if (wanted.length > 0) await apt(wanted)
  if (browser && hasSocat()) return
  await apt([...(browser ? [] : ['chromium-headless-shell']), ...(hasSocat() ? [] : ['socat'])])
  browser = await hasBrowser()
  if (!browser) await apt(['chromium'])
  browser = await hasBrowser()
  if (!browser) {
    say("Fetching Playwright's Chromium ...")
    await run(process.execPath, [join(root, 'node_modules', 'playwright', 'cli.js'), 'install', 'chromium'])
    browser = await hasBrowser()
  }
  const commands = [
    ...(browser ? [] : ['npx playwright install --with-deps chromium']),
    ...(hasSocat() ? [] : [socatCommand()]),
  ]
  if (commands.length > 0) {
    const missing = [...(browser ? [] : ['Chromium']), ...(hasSocat() ? [] : ['socat'])].join(' and ')
    throw new Plain(
      `The tests need ${missing}, which could not be installed from here. Run:\n\n${commands.map((c) => `  ${c}\n`).join('')}`,
    )
  }
}

const hasBrowser = async () => systemChromium() !== null || (await hasPlaywrightChromium())
const hasSocat = () => which('socat') !== null
const socatCommand = () => (process.platform === 'darwin' ? 'brew install socat' : 'sudo apt-get install socat')

/**
 * Installs packages with apt-get, as root or through a sudo that asks no password. Does nothing where it cannot, and
 * leaves judging the result to the caller: a package may be missing while another came.
 * @param {string[]} packages
 */
async function apt(packages) {
  if (which('apt-get') === null) return
  const asRoot = process.getuid?.() === 0
  const quiet = /** @type {const} */ ({ stdio: 'ignore' })
  if (!asRoot && (which('sudo') === null || (await run('sudo', ['-n', 'true'], quiet)) !== 0)) return
  const command = [
    ...(asRoot ? [] : ['sudo', '-n']),
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    '-q',
    '-y',
    '-o',
    'DPkg::Lock::Timeout=300',
  ]
  const [first = 'env', ...rest] = command
  say(`Installing ${packages.join(', ')} with apt-get ...`)
  await run(first, [...rest, 'update'])
  for (const name of packages) await run(first, [...rest, 'install', '--no-install-recommends', name])
}

/** Finds the browser of the end-to-end tests: the machine's own Chromium or Chrome, else the one Playwright keeps. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { which } from './terminal.mjs'

/** Browsers that a person uses. */
export const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
/** The shell has no window and costs a test half the time: it comes first. */
const NAMES = ['chromium-headless-shell', ...BROWSERS]
const MAC = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/**
 * Path of a browser that answers, null when there is none on the machine.
 * CHROMIUM_PATH names one that is elsewhere.
 * @param {readonly string[]} names of commands, the best first
 * @returns {string | null}
 */
export function systemChromium(names = NAMES) {
  const candidates = [process.env['CHROMIUM_PATH'] ?? null, ...names.map(which), ...MAC]
  return candidates.find((path) => path !== null && existsSync(path) && answers(path)) ?? null
}

/** Whether Playwright has downloaded its own browser. The packages must be installed. */
export async function hasPlaywrightChromium() {
  const { chromium } = await import('playwright')
  return existsSync(chromium.executablePath())
}

/**
 * Some systems put a stub in place that only says where to get the browser.
 * @param {string} path
 */
function answers(path) {
  try {
    return /\d+\.\d+/.test(execFileSync(path, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  } catch {
    return false
  }
}

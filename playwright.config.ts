/**
 * End-to-end tests: the built page, a real Chromium, real socat. Every test starts its own lab (`e2e/lab.ts`), so there
 * is no server here and no fixed port. Counterpart: `vitest.config.ts` for what needs no browser.
 */
import { defineConfig } from '@playwright/test'
import { systemChromium } from './scripts/chromium.mjs'

const executablePath = systemChromium()
const report = process.env['SOCKET_LAB_E2E_REPORT']

const LOAD = /(floods|performance)\.spec\.ts$/

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  forbidOnly: true,
  fullyParallel: true,
  workers: 2,
  // A test that passes only then is named at the end of `npm test`, with its reason: a fault whose cause is to be found.
  retries: 1,
  // A machine that does other things as well is several times slower.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  // What loads both processors, or measures, runs after the rest, and alone.
  projects: [
    { name: 'pages', testIgnore: LOAD },
    { name: 'load', testMatch: LOAD, dependencies: ['pages'], workers: 1, fullyParallel: false },
  ],
  reporter: [['list'], ...(report ? ([['json', { outputFile: report }]] as const) : [])],
  use: {
    browserName: 'chromium',
    locale: 'fr-FR',
    viewport: { width: 1280, height: 720 },
    // Without its film, which costs a third of every test: the snapshots show the same.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === null ? {} : { executablePath }),
      // A browser under test asks nothing of the network.
      args: ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic'],
    },
  },
})

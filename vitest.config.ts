/**
 * Unit and integration tests. Projects, because runes compile differently for the two sides, and what measures runs alone:
 * `server` runs as the lab does, `web` compiles `.svelte.ts` as a browser would and still needs no DOM.
 * Counterpart: `playwright.config.ts`, for what only a real browser can show.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

/** Real sockets, workers and child processes are slower on a loaded machine than on an idle one. */
const patience = { testTimeout: 20_000, hookTimeout: 20_000 }

/** Tests that load both processors. */
const LOAD = 'server/**/*.load.test.ts'

export default defineConfig({
  test: {
    // node:sqlite and worker threads want a process of their own.
    pool: 'forks',
    maxWorkers: 2,
    retry: 0,
    projects: [
      {
        test: {
          ...patience,
          name: 'server',
          environment: 'node',
          include: ['{shared,programs,server,scripts,bench,bin}/**/*.test.ts'],
          exclude: [LOAD],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...patience,
          name: 'load',
          environment: 'node',
          include: [LOAD],
          // They measure: nothing else runs beside them.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
      {
        plugins: [svelte({ configFile: false })],
        resolve: { conditions: ['browser'] },
        test: {
          ...patience,
          name: 'web',
          environment: './scripts/vitest-page.ts',
          include: ['web/**/*.test.ts'],
          sequence: { groupOrder: 0 },
        },
      },
    ],
  },
})

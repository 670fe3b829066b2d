/**
 * Unit and integration tests. Two projects, because runes compile differently for the two sides:
 * `server` runs as the lab does, `web` compiles `.svelte.ts` as a browser would and still needs no DOM.
 * Counterpart: `playwright.config.ts`, for what only a real browser can show.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

/** Real sockets, workers and child processes are slower on a loaded machine than on an idle one. */
const patience = { testTimeout: 20_000, hookTimeout: 20_000 }

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
          include: ['{server,scripts,bench,bin}/**/*.test.ts'],
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
        },
      },
    ],
  },
})

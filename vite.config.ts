/**
 * Builds the page into dist/web. The lab serves it under `default-src 'self'`: no data: URLs for fonts, and
 * inline only the script of `index.html`, whose hash the server allows.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

/** A lab with its defaults, started beside the development server. */
const LAB = 'http://127.0.0.1:3000'

export default defineConfig({
  root: 'web',
  // A proxy may put the lab below a path: the server names the parts relative to each address (`server/gateway/http/pages.ts`).
  base: './',
  plugins: [svelte()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    // It comes in one piece from this machine or its network; e2e and the bench measure what a page needs.
    chunkSizeWarningLimit: 1000,
  },
  server: {
    proxy: {
      // The lab answers to its own address only: the page's requests go on as if they came from there.
      '/api': { target: LAB, ws: true, changeOrigin: true, headers: { origin: LAB } },
    },
  },
})

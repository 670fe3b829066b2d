/** Builds the page into dist/web. The lab serves it under `default-src 'self'`: nothing inline, no data: URLs for fonts. */
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

/** A lab with its defaults, started beside the development server. */
const LAB = 'http://127.0.0.1:3000'

export default defineConfig({
  root: 'web',
  plugins: [svelte()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
  },
  server: {
    proxy: {
      // The lab answers to its own address only: the page's requests go on as if they came from there.
      '/api': { target: LAB, ws: true, changeOrigin: true, headers: { origin: LAB } },
    },
  },
})

/**
 * Builds the page into dist/web. The lab serves it under `default-src 'self'`: no data: URLs for fonts, and
 * inline only the script of `index.html`, whose hash the server allows.
 */
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin } from 'vite'
import { preloads } from './scripts/preloads.ts'
import { LANGS } from './shared/model/languages.ts'

/** A lab with its defaults, started beside the development server. */
const LAB = 'http://127.0.0.1:3000'

const COMPRESSIBLE = /\.(js|css|svg)$/

/** Beside each file of text, the same in brotli and gzip, as tight as they get: the lab sends the one that the browser takes. */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  // After everything else, which may still change a file.
  generateBundle: {
    order: 'post',
    async handler(_, bundle) {
      for (const [fileName, file] of Object.entries(bundle)) {
        if (!COMPRESSIBLE.test(fileName)) continue
        const bytes = Buffer.from(file.type === 'chunk' ? file.code : file.source)
        const size = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
        const made = {
          br: await promisify(brotliCompress)(bytes, { params: size }),
          gz: await promisify(gzip)(bytes, { level: 9 }),
        }
        for (const [ending, source] of Object.entries(made))
          this.emitFile({ type: 'asset', fileName: `${fileName}.${ending}`, source })
      }
    },
  },
}

interface Modules {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null
}

/** This module and all that it imports at once, and they in turn. */
function withImportsOf(root: string): (id: string, modules: Modules) => boolean {
  const path = fileURLToPath(new URL(`web/${root}`, import.meta.url))
  const ids = new Set<string>()
  const add = (id: string, modules: Modules): void => {
    // Its index imports each of its parts, of which this needs few.
    if (ids.has(id) || id.includes('/bits-ui/')) return
    ids.add(id)
    for (const imported of modules.getModuleInfo(id)?.importedIds ?? []) add(imported, modules)
  }
  return (id, modules) => {
    if (ids.size === 0) add(path, modules)
    return ids.has(id)
  }
}

/** A chunk of what all of these import. */
function chunk(name: string, ...roots: string[]) {
  const all = roots.map(withImportsOf)
  return {
    name: (id: string, modules: Modules): string | null => (all.every((has) => has(id, modules)) ? name : null),
    debugName: name,
  }
}

export default defineConfig({
  root: 'web',
  // A proxy may put the lab below a path: the server names the parts relative to each address (`server/gateway/http/pages.ts`).
  base: './',
  plugins: [svelte(), preloads, compressed],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    // A request costs as much as half a kilobyte: a page is one file, and not as many as it shares parts with others.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            chunk('main', 'main.ts'),
            chunk('pages', 'run/RunPage.svelte', 'app/Home.svelte'),
            chunk('run', 'run/RunPage.svelte'),
            chunk('home', 'app/Home.svelte'),
            ...LANGS.map((lang) => ({
              name: `programs.${lang}`,
              test: new RegExp(`/programs/.*/text\\.${lang}\\.ts$`),
            })),
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      // The lab answers to its own address only: the page's requests go on as if they came from there.
      '/api': { target: LAB, ws: true, changeOrigin: true, headers: { origin: LAB } },
    },
  },
})

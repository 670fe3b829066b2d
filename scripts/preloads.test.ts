import { expect, it } from 'vitest'
import { filesOf, type Chunk } from './preloads.ts'

const chunk = (name: string, imports: string[], moduleIds: string[], styles: string[] = []): Chunk => ({
  type: 'chunk',
  fileName: `${name}.js`,
  imports: imports.map((one) => `${one}.js`),
  moduleIds,
  viteMetadata: { importedCss: new Set(styles.map((one) => `${one}.css`)) },
})
const bundle = {
  main: chunk('main', [], ['/p/web/main.ts']),
  run: chunk('run', ['pages', 'main'], ['/p/web/run/RunPage.svelte'], ['run']),
  pages: chunk('pages', ['run'], ['/p/web/ui/Menu.svelte'], ['pages']),
  style: { type: 'asset' as const },
}

it('names the file of a module, what it imports, and their styles, each once', () => {
  expect(filesOf(bundle, 'web/run/RunPage.svelte')).toEqual(['run.js', 'run.css', 'main.js', 'pages.js', 'pages.css'])
})

it('fails the build where a module is nowhere', () => {
  expect(() => filesOf(bundle, 'web/gone.svelte')).toThrow('web/gone.svelte')
})

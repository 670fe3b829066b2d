/**
 * Lets the browser fetch the parts of the address and of the reader's language together with the first script, which would
 * ask for them only when it runs: on a bad network that is a round trip and the time of the script. Which parts these are
 * is known when the page is built; which address and language, in the browser. Counterparts: `web/app/pages.ts` and
 * `web/text/index.svelte.ts`, which ask for them; `server/gateway/http/pages.ts`, which allows the script by its hash.
 */
import type { Plugin } from 'vite'
import { LANGS } from '../shared/model/languages.ts'

/** What each address shows, by the end of its path: the first that matches. */
const PAGES = [
  { path: String.raw`/runs/[\w-]+/join/?$`, modules: ['web/join/JoinPage.svelte'] },
  { path: String.raw`/runs/[\w-]+/?$`, modules: ['web/run/RunPage.svelte'] },
  { path: '/coach/?$', modules: ['web/coach/CoachPage.svelte'] },
  { path: '/$', modules: ['web/app/Home.svelte'] },
]

/** Files of a bundle, as far as they are asked here. */
export interface Chunk {
  readonly type: 'chunk'
  readonly fileName: string
  readonly imports: readonly string[]
  readonly moduleIds: readonly string[]
  readonly viteMetadata?: { readonly importedCss: ReadonlySet<string> }
}
type Bundle = Readonly<Record<string, Chunk | { readonly type: 'asset' }>>

/** The file that has this module, all that it imports at once, and their styles. Throws where no file has it. */
export function filesOf(bundle: Bundle, module: string): string[] {
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
  const first = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(`/${module}`)))
  if (!first) throw new Error(`no part of the page has ${module}`)
  const files = new Set<string>()
  const add = ({ fileName, imports, viteMetadata }: Chunk): void => {
    if (files.has(fileName)) return
    files.add(fileName)
    for (const style of viteMetadata?.importedCss ?? []) files.add(style)
    for (const other of chunks) if (imports.includes(other.fileName)) add(other)
  }
  add(first)
  return [...files]
}

/** What it uses of the browser, of which scripts know nothing. */
declare const location: { readonly pathname: string; readonly origin: string }
declare const localStorage: { getItem(key: string): string | null }
declare const document: {
  createElement(tag: 'link'): Record<'rel' | 'as' | 'crossOrigin' | 'fetchPriority' | 'href', string>
  readonly head: { append(element: object): void }
}

/** Runs in the browser, before everything else. Its own text is all that it has. */
function fetchEarly(
  pages: readonly (readonly [string, readonly string[]])[],
  langs: Record<string, readonly string[]>,
) {
  const { pathname, origin } = location
  const page = pages.find(([path]) => new RegExp(path).test(pathname))
  if (!page) return
  const base = origin + pathname.slice(0, pathname.search(new RegExp(page[0]))) + '/'
  let chosen: string | null = null
  try {
    chosen = localStorage.getItem('socket-lab.lang')
  } catch {
    // Storage may be forbidden.
  }
  const wanted = [chosen, ...navigator.languages.map((tag) => tag.slice(0, 2)), 'fr'].find(
    (lang) => lang !== null && lang in langs,
  )
  for (const file of [...page[1], ...(langs[wanted ?? ''] ?? [])]) {
    const link = document.createElement('link')
    link.rel = file.endsWith('.css') ? 'preload' : 'modulepreload'
    if (link.rel === 'preload') link.as = 'style'
    link.crossOrigin = ''
    // After the first script, which has work to do while these come.
    link.fetchPriority = 'low'
    link.href = base + file
    document.head.append(link)
  }
}

export const preloads: Plugin = {
  name: 'preloads',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle }) {
      if (!bundle) throw new Error('the page is built without a bundle')
      const files = bundle as unknown as Bundle
      const besides = (all: readonly string[]): string[] => [...new Set(all)].filter((file) => !html.includes(file))
      const pages = PAGES.map(({ path, modules }) => [path, besides(modules.flatMap((one) => filesOf(files, one)))])
      const langs = LANGS.map((lang) => [
        lang,
        besides([`web/text/${lang}/index.ts`, `programs/relay/text.${lang}.ts`].flatMap((one) => filesOf(files, one))),
      ])
      const call = `(${String(fetchEarly)})(${JSON.stringify(pages)},${JSON.stringify(Object.fromEntries(langs))})`
      // Before the styles, for which a script below them would wait.
      return html.replace('<title>', () => `<script>${call}</script>\n    <title>`)
    },
  },
}

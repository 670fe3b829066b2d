/**
 * The page at each of its addresses. Counterparts: `web/router/route.ts`, which reads them; `web/router/base.ts`, which finds
 * where the lab begins.
 * Invariant: whatever path a proxy has put before the lab, the page finds its parts: they are named relative to its address.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import { LabError } from '../../core/errors.ts'
import type { FastifyInstance, FastifyReply } from 'fastify'

declare module 'fastify' {
  interface FastifyReply {
    sendPage(): FastifyReply
  }
}

/** Of no use but to documents, and a third of a kilobyte for each script. */
const DOCUMENT_HEADERS = [
  'content-security-policy',
  'x-dns-prefetch-control',
  'x-download-options',
  'x-frame-options',
  'x-permitted-cross-domain-policies',
  'x-xss-protection',
]

/** Serves the built page in this folder: its parts, which have their hash in their name, and the page itself. */
export async function sendPages(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    // Sent by `sendPage` alone, which knows its script and lets nobody keep it.
    globIgnore: ['index.html'],
    maxAge: '365d',
    immutable: true,
    preCompressed: true,
    setHeaders: (reply, path) => {
      if (/\.(js|css|woff2)(\.(br|gz))?$/.test(path)) for (const name of DOCUMENT_HEADERS) reply.removeHeader(name)
    },
  })
  app.decorateReply('sendPage', function (this: FastifyReply) {
    const page = pageIn(folder)
    if (page === null) {
      const nothing = new LabError('not-found', { path: 'dist/web/index.html' })
      return this.code(nothing.status).send(nothing.body())
    }
    const policy = String(this.getHeader('content-security-policy') ?? '')
    const scripts = ["script-src 'self'", ...inlineScripts(page).map(hashOf)].join(' ')
    this.header('content-security-policy', `${policy};${scripts}`).header('cache-control', 'no-cache')
    return this.type('text/html; charset=utf-8').send(relativeTo(this.request.raw.url ?? '/', page))
  })
  for (const path of ['/', '/coach', '/runs/:id', '/runs/:id/join'])
    app.get(path, { schema: { hide: true } }, (_, reply) => reply.sendPage())
}

/** The page as it is read at this address: its own parts lie as many folders up as the address is deep. */
export function relativeTo(address: string, page: string): string {
  const [path = '/'] = address.split('?', 1)
  const up = '../'.repeat(path.split('/').length - 2)
  return up === '' ? page : page.replace(/((?:src|href)=")\.\//g, `$1${up}`)
}

/** Null where it has not been built. */
function pageIn(folder: string): string | null {
  try {
    return readFileSync(join(folder, 'index.html'), 'utf8')
  } catch {
    return null
  }
}

const inlineScripts = (page: string): string[] =>
  [...page.matchAll(/<script>([^]*?)<\/script>/g)].map(([, text]) => text!)
const hashOf = (script: string): string => `'sha256-${createHash('sha256').update(script).digest('base64')}'`

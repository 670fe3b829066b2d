/**
 * Which methods an address takes, so that a wrong one is told from a wrong address (RFC 9110, 15.5.6). Counterpart: `app.ts`,
 * whose routes it hears of.
 */
import type { FastifyInstance } from 'fastify'

/** Must be called before there are routes. Returns the methods of a path; none where nothing is there. */
export function knowMethods(app: FastifyInstance): (path: string) => string[] {
  const routes: { pattern: RegExp; methods: readonly string[] }[] = []
  app.addHook('onRoute', ({ url, method }) => {
    routes.push({ pattern: patternOf(url), methods: [method].flat() })
  })
  return (path) => {
    const found = routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods)
    return [...new Set(found)].sort()
  }
}

function patternOf(url: string): RegExp {
  const segments = url.split('/').map((segment) => {
    if (segment.startsWith(':')) return '[^/]+'
    return segment === '*' ? '.*' : segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  })
  return new RegExp(`^${segments.join('/').replace(/\/$/, '')}/?$`)
}

/** What an address of the page asks for. Pure. */

export type Route = { view: 'home' } | { view: 'run'; id: string } | { view: 'coach' } | { view: 'nowhere' }

/** The route of a path: `/`, `/runs/12`; `/coach`; everything else is nowhere. */
export function routeOf(path: string): Route {
  if (path === '/') return { view: 'home' }
  if (/^\/coach\/?$/.test(path)) return { view: 'coach' }
  const id = /^\/runs\/([\w-]{1,32})\/?$/.exec(path)?.[1]
  return id === undefined ? { view: 'nowhere' } : { view: 'run', id }
}

export const runPath = (id: string): string => `/runs/${id}`

export const COACH_PATH = '/coach'

/** What an address of the page asks for. Pure. */

export type Route = { view: 'home' } | { view: 'run'; id: string } | { view: 'nowhere' }

/** The route of a path: `/`, `/runs/12`; everything else is nowhere. */
export function routeOf(path: string): Route {
  if (path === '/') return { view: 'home' }
  const id = /^\/runs\/([\w-]{1,32})\/?$/.exec(path)?.[1]
  return id === undefined ? { view: 'nowhere' } : { view: 'run', id }
}

export const runPath = (id: string): string => `/runs/${id}`
